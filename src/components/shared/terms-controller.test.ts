import { expect, fixture, html } from '@open-wc/testing';
import { fill, languageOf } from './terms-controller.js';

describe('terms', () => {
  it('fills the braces', () => {
    expect(fill('{name} left, {count} here', { name: 'naomi', count: 2 })).to.equal('naomi left, 2 here');
  });

  it('keeps braces it has no value for', () => {
    expect(fill('{other}', { name: 'naomi' })).to.equal('{other}');
  });

  it('fills a name as it is, also one that looks like a placeholder', () => {
    expect(fill('{name}!', { name: '{count} $& $1', count: 2 })).to.equal('{count} $& $1!');
  });

  it('isolates a right-to-left name from the sentence', () => {
    expect(fill('{name} left', { name: 'ليلى' })).to.equal('\u2068ليلى\u2069 left');
  });

  it('reads the language from the nearest ancestor, across shadow roots', async () => {
    const outer = await fixture<HTMLElement>(html`<div lang="ru"><section></section></div>`);
    const root = (outer.firstElementChild as HTMLElement).attachShadow({ mode: 'open' });
    const inner = document.createElement('p');
    root.append(inner);
    expect(languageOf(inner)).to.equal('ru');
    inner.lang = 'zh-CN';
    expect(languageOf(inner)).to.equal('zh-CN');
  });
});
