import { expect, fixture, html, nextFrame } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { nothing, type TemplateResult } from 'lit';
import type { FakeProvider } from '../../testing/fake-provider.js';
import { active, localMedia, signedIn } from '../../testing/scenes.js';
import { itIsAnElement, mount } from '../shared/element.contract.js';
import './call-toolbar.define.js';
import type { CallToolbar } from './call-toolbar.js';

const inCall = { ...signedIn(), call: active(), media: localMedia() };

interface Row {
  readonly provider: FakeProvider;
  readonly toolbar: CallToolbar;
  item(id: string): HTMLElement;
}

/** A toolbar with these controls, between two buttons that do not belong to it. */
async function row(content: TemplateResult | typeof nothing): Promise<Row> {
  const root = await fixture<HTMLElement>(
    html`<div>
      <fake-provider>
        <button id="before">before</button>
        <call-toolbar>${content}</call-toolbar>
        <button id="after">after</button>
      </fake-provider>
    </div>`,
  );
  const provider = root.querySelector('fake-provider');
  const toolbar = root.querySelector('call-toolbar');
  if (!provider || !toolbar) throw new Error('no row');
  provider.controller.set(inCall);
  await settled(toolbar);
  const item = (id: string): HTMLElement => {
    const found = root.querySelector<HTMLElement>(`#${id}`);
    if (!found) throw new Error(`no ${id}`);
    return found;
  };
  return { provider, toolbar, item };
}

/** What is watched is told after the next frame. */
async function settled(toolbar: CallToolbar): Promise<void> {
  await nextFrame();
  await nextFrame();
  await toolbar.updateComplete;
}

const mixed = html`<button id="one">one</button>
  <call-mic-toggle id="two"></call-mic-toggle>
  <span><button id="three">three</button></span>
  <call-hangup-button id="four"></call-hangup-button>`;

const focused = (): string => document.activeElement?.id ?? '';

const stops = ({ toolbar }: Row): string[] =>
  [...toolbar.querySelectorAll<HTMLElement>('[id]')].flatMap((one) =>
    one.getAttribute('tabindex') === '0' ? [one.id] : [],
  );

/** Presses a key on what has the focus, in whichever shadow that is. Answers whether the page may have it. */
function press(key: string): boolean {
  let target = document.activeElement;
  while (target?.shadowRoot?.activeElement) target = target.shadowRoot.activeElement;
  return (
    target?.dispatchEvent(
      new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }),
    ) ?? true
  );
}

describe('call-toolbar', () => {
  itIsAnElement({ tag: 'call-toolbar', snapshot: inCall, russian: 'Управление звонком' });

  it('is a toolbar with a name, of the page’s own where it has one', async () => {
    const { $, element } = await mount('call-toolbar', inCall);
    expect($('[role=toolbar]').ariaLabel).to.equal('Call controls');
    element.label = 'Talking';
    await element.updateComplete;
    expect($('[role=toolbar]').ariaLabel).to.equal('Talking');
  });

  it('has a microphone, a camera and a hang-up button of its own, until there are others', async () => {
    const { $, provider, element } = await mount('call-toolbar', inCall);
    const own = (): string[] =>
      [...$('[role=toolbar]').children].flatMap(({ localName }) => (localName === 'slot' ? [] : [localName]));
    expect(own()).to.deep.equal(['call-mic-toggle', 'call-camera-toggle', 'call-hangup-button']);
    const hangUp = $<HTMLElementTagNameMap['call-hangup-button']>('call-hangup-button');
    await hangUp.updateComplete;
    hangUp.shadowRoot?.querySelector('button')?.click();
    expect(provider.requests.map(({ type }) => type)).to.deep.equal(['call-hangup-request']);
    element.append(document.createElement('button'));
    await settled(element);
    expect(own()).to.deep.equal([]);
    element.replaceChildren('\n');
    await settled(element);
    expect(own()).to.have.length(3);
  });

  it('gives its provider to the controls in it', async () => {
    const { item, provider, toolbar } = await row(mixed);
    const other = document.createElement('fake-provider');
    other.id = 'other';
    other.controller.set(inCall);
    provider.append(other);
    toolbar.for = 'other';
    await toolbar.updateComplete;
    item('four').shadowRoot?.querySelector('button')?.click();
    expect(other.requests.map(({ type }) => type)).to.deep.equal(['call-hangup-request']);
    expect(provider.requests).to.deep.equal([]);
  });

  it('gives the provider it names to its own controls, where none stands above', async () => {
    const root = await fixture<HTMLElement>(
      html`<div>
        <call-toolbar for="far"></call-toolbar>
        <fake-provider id="far"></fake-provider>
      </div>`,
    );
    root.querySelector('fake-provider')?.controller.set(inCall);
    const toolbar = root.querySelector('call-toolbar');
    if (toolbar) await settled(toolbar);
    toolbar?.shadowRoot?.querySelector('call-hangup-button')?.shadowRoot?.querySelector('button')?.click();
    const requests = root.querySelector('fake-provider')?.requests ?? [];
    expect(requests.map(({ type }) => type)).to.deep.equal(['call-hangup-request']);
  });

  it('wraps in a narrow place instead of running out of it', async () => {
    const { $, provider, element } = await mount('call-toolbar', inCall);
    const oneRow = element.getBoundingClientRect().height;
    provider.style.setProperty('display', 'block');
    provider.style.setProperty('inline-size', '120px');
    expect($('[role=toolbar]').scrollWidth).to.be.at.most(120);
    expect(element.getBoundingClientRect().height).to.be.above(oneRow);
  });

  it('is never wider than its place, however narrow that is and however large the letters', async () => {
    document.documentElement.style.fontSize = '200%';
    try {
      const { provider, toolbar } = await row(
        html`<call-mic-toggle>Mute the microphone of this telephone</call-mic-toggle>
          <button>Write down what was said</button><call-hangup-button></call-hangup-button>`,
      );
      provider.style.cssText = 'display: block; inline-size: 300px';
      const edge = provider.getBoundingClientRect().right;
      for (const control of toolbar.children) {
        const inner = control.shadowRoot?.querySelector('button') ?? control;
        expect(inner.getBoundingClientRect().right, control.localName).to.be.at.most(edge);
      }
    } finally {
      document.documentElement.style.removeProperty('font-size');
    }
  });

  describe('for the keyboard', () => {
    it('is one Tab stop, with the arrow keys for the rest', async () => {
      const { item } = await row(mixed);
      item('before').focus();
      await sendKeys({ press: 'Tab' });
      expect(focused()).to.equal('one');
      await sendKeys({ press: 'ArrowRight' });
      expect(focused()).to.equal('two');
      await sendKeys({ press: 'Tab' });
      expect(focused()).to.equal('after');
      await sendKeys({ down: 'Shift' });
      await sendKeys({ press: 'Tab' });
      expect(focused()).to.equal('two');
      await sendKeys({ press: 'Tab' });
      await sendKeys({ up: 'Shift' });
      expect(focused()).to.equal('before');
    });

    it('is one with its own controls too', async () => {
      const { item, toolbar } = await row(nothing);
      const shown = (): string | undefined => toolbar.shadowRoot?.activeElement?.localName;
      item('before').focus();
      await sendKeys({ press: 'Tab' });
      expect(shown()).to.equal('call-mic-toggle');
      await sendKeys({ press: 'End' });
      expect(shown()).to.equal('call-hangup-button');
      await sendKeys({ press: 'Tab' });
      expect(focused()).to.equal('after');
    });

    it('moves with left and right, Home and End, and stays at the ends', async () => {
      const current = await row(mixed);
      current.item('one').focus();
      const path = ['ArrowRight', 'ArrowRight', 'ArrowLeft', 'End', 'ArrowRight', 'Home', 'ArrowLeft'].map(
        (key) => {
          press(key);
          return focused();
        },
      );
      expect(path).to.deep.equal(['two', 'three', 'two', 'four', 'four', 'one', 'one']);
      expect(stops(current)).to.deep.equal(['one']);
    });

    it('turns left and right around in right-to-left pages', async () => {
      const { item, toolbar } = await row(mixed);
      toolbar.dir = 'rtl';
      item('one').focus();
      press('ArrowLeft');
      expect(focused()).to.equal('two');
    });

    it('reaches what cannot be used now and says why', async () => {
      const { item, provider, toolbar } = await row(mixed);
      provider.controller.set({ call: { phase: 'idle' } });
      await settled(toolbar);
      item('one').focus();
      press('End');
      expect(focused()).to.equal('four');
      expect(item('four').shadowRoot?.activeElement?.ariaDisabled).to.equal('true');
    });

    it('makes the control that was clicked its stop', async () => {
      const current = await row(mixed);
      current.item('three').focus();
      expect(stops(current)).to.deep.equal(['three']);
    });

    it('leaves up, down, other keys, and what a text field needs itself', async () => {
      const { item } = await row(html`<button id="one">one</button><input id="two" aria-label="two" />`);
      item('one').focus();
      expect(['ArrowUp', 'ArrowDown', 'a'].map(press)).to.deep.equal([true, true, true]);
      item('two').focus();
      expect(press('ArrowLeft')).to.equal(true);
      expect(focused()).to.equal('two');
    });

    it('leaves a key that a control has used', async () => {
      const { item } = await row(mixed);
      item('one').addEventListener('keydown', (event) => {
        event.preventDefault();
      });
      item('one').focus();
      press('ArrowRight');
      expect(focused()).to.equal('one');
    });
  });

  describe('when its controls change', () => {
    it('passes over what is hidden or disabled, and has another stop then', async () => {
      const current = await row(mixed);
      current.item('one').hidden = true;
      await settled(current.toolbar);
      expect(stops(current)).to.deep.equal(['two']);
      (current.item('three') as HTMLButtonElement).disabled = true;
      await settled(current.toolbar);
      current.item('two').focus();
      press('ArrowRight');
      expect(focused()).to.equal('four');
      current.item('one').hidden = false;
      await settled(current.toolbar);
      press('Home');
      expect(focused()).to.equal('one');
    });

    it('notices a control that is hidden by any style', async () => {
      const current = await row(mixed);
      current.item('one').style.setProperty('display', 'none');
      await settled(current.toolbar);
      expect(stops(current)).to.deep.equal(['two']);
    });

    it('gives back the Tab order of a control that leaves', async () => {
      const { item, toolbar, provider } = await row(
        html`<button id="one">one</button>
          <div id="two" role="button" tabindex="0">two</div>`,
      );
      const [one, two] = [item('one'), item('two')];
      provider.append(one, two);
      await settled(toolbar);
      expect([one.getAttribute('tabindex'), two.getAttribute('tabindex')]).to.deep.equal([null, '0']);
    });

    it('gives all back when it leaves itself, and takes them up again', async () => {
      const current = await row(mixed);
      const { provider, toolbar, item } = current;
      item('three').focus();
      toolbar.remove();
      expect(toolbar.querySelectorAll('[tabindex]')).to.have.length(0);
      provider.append(toolbar);
      await settled(toolbar);
      expect(stops(current)).to.deep.equal(['three']);
      expect(toolbar.querySelectorAll('[tabindex="-1"]')).to.have.length(3);
    });

    it('takes in an element that is defined later', async () => {
      const current = await row(html`<button id="one">one</button><call-late id="two"></call-late>`);
      current.item('one').focus();
      press('ArrowRight');
      expect(focused()).to.equal('one');
      customElements.define(
        'call-late',
        class extends HTMLElement {
          constructor() {
            super();
            this.attachShadow({ mode: 'open', delegatesFocus: true }).append(
              document.createElement('button'),
            );
          }
        },
      );
      await settled(current.toolbar);
      press('ArrowRight');
      expect(focused()).to.equal('two');
    });

    it('takes no text or picture for a control', async () => {
      const current = await row(html`<b>Call</b><button id="one">one</button><span>04:12</span>`);
      expect(stops(current)).to.deep.equal(['one']);
      expect(current.toolbar.querySelectorAll('[tabindex]')).to.have.length(1);
    });
  });
});
