import { expect } from '@open-wc/testing';
import { type TemplateResult, html, render } from 'lit';
import { keyed } from './keyed.js';

const row = (name: string): TemplateResult => html`<li>${name}</li>`;
const list = (names: readonly string[]): TemplateResult =>
  html`<ul>
    ${keyed(names, (name) => name, row)}
  </ul>`;

describe('rows with keys', () => {
  let page: HTMLElement;
  beforeEach(() => {
    page = document.createElement('div');
  });

  const show = (names: string): void => {
    render(list([...names]), page);
  };
  const rows = (): readonly HTMLLIElement[] => [...page.querySelectorAll('li')];
  const shown = (): string => rows().reduce((text, { textContent }) => text + textContent, '');

  it('stand in the order of what they show, whatever stood there before', () => {
    const orders = ['abc', 'cab', '', 'dacb', 'bd', 'dbefa', 'afebd', 'g', 'abcdefg', 'gfedcba', 'bdf'];
    for (const names of orders) {
      show(names);
      expect(shown()).to.equal(names);
    }
  });

  it('are the same elements as long as their key is there', () => {
    show('abc');
    const [a, b, c] = rows();
    show('xcb');
    expect(rows().slice(1)).to.deep.equal([c, b]);
    show('ab');
    expect(rows()[1]).to.equal(b);
    expect(rows()[0]).not.to.equal(a);
  });

  it('are not touched where they stay and others come and go', () => {
    show('abcd');
    const watch = new MutationObserver(() => undefined);
    watch.observe(page, { childList: true, subtree: true });
    const kept = rows().filter((_, at) => at !== 1);
    show('acxd');
    const touched = watch.takeRecords().flatMap(({ removedNodes }) => [...removedNodes]);
    expect(kept.filter((one) => touched.includes(one))).to.deep.equal([]);
  });

  it('leave nothing behind', () => {
    show('a');
    const count = page.querySelector('ul')?.childNodes.length;
    for (const names of ['abcdef', 'fab', '', 'zyx', 'a']) show(names);
    expect(page.querySelector('ul')?.childNodes.length).to.equal(count);
  });

  it('make room for something else, and come back', () => {
    const either = (content: unknown): TemplateResult =>
      html`<ul>
        ${content}
      </ul>`;
    const all = keyed(['a', 'b'], (name) => name, row);
    for (const content of [all, 'nobody', all, row('c'), all, [row('d')], all]) render(either(content), page);
    expect(shown()).to.equal('ab');
    render(either(''), page);
    expect(shown()).to.equal('');
  });
});
