/**
 * What every element owes its page, checked on each of them: a name in the registry, silence and one hint without a
 * provider, finding it by `for`, accessibility in both schemes and both directions, its words, and leaving nothing.
 */
import { expect, fixture, html, nextFrame } from '@open-wc/testing';
import { html as staticHtml, unsafeStatic } from 'lit/static-html.js';
import type { LitElement } from 'lit';
import type { Snapshot } from '../../core/snapshot.js';
import { type FakeProvider, registerFakeProvider } from '../../testing/fake-provider.js';

registerFakeProvider();

type ElementUnderTest = LitElement & { for: string };

export interface Mounted<T> {
  readonly provider: FakeProvider;
  readonly element: T;
  /** Swaps the snapshot and waits for the element. */
  set(changes: Partial<Snapshot>): Promise<void>;
  /** One element of its shadow tree; throws where there is none. */
  $<E extends HTMLElement = HTMLElement>(selector: string): E;
}

/** Puts one element into a fake provider that has this snapshot. */
export async function mount<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  snapshot: Partial<Snapshot> = {},
  attributes = '',
): Promise<Mounted<HTMLElementTagNameMap[K]>> {
  const markup = unsafeStatic(`${tag} ${attributes}`);
  const end = unsafeStatic(tag);
  const provider = await fixture<FakeProvider>(
    html`<fake-provider>${staticHtml`<${markup}></${end}>`}</fake-provider>`,
  );
  const element = provider.querySelector(tag) as unknown as HTMLElementTagNameMap[K] & ElementUnderTest;
  const set = async (changes: Partial<Snapshot>): Promise<void> => {
    provider.controller.set(changes);
    await element.updateComplete;
  };
  await set(snapshot);
  return { provider, element, set, $: (selector) => query(element, selector) };
}

export function query<E extends HTMLElement>(element: Element, selector: string): E {
  const found = element.shadowRoot?.querySelector<E>(selector);
  if (!found) throw new Error(`${element.localName} has no ${selector}`);
  return found;
}

/** The same object. Chai's own comparison prints both when it fails, and takes minutes over a DOM tree. */
export function expectSame(actual: unknown, expected: unknown, message = 'the same object'): void {
  expect(actual === expected, message).to.equal(true);
}

/** What was written to `console.warn` while `run` ran. */
export async function warningsDuring(run: (warnings: readonly string[]) => Promise<void>): Promise<string[]> {
  const original = console.warn;
  const warnings: string[] = [];
  console.warn = (text: string) => warnings.push(text);
  try {
    await run(warnings);
  } finally {
    console.warn = original;
  }
  return warnings;
}

const page = document.documentElement;

async function inPage(
  changes: { scheme?: string; dir?: string; lang?: string },
  run: () => Promise<void>,
): Promise<void> {
  page.style.setProperty('color-scheme', changes.scheme ?? 'light');
  document.body.style.setProperty('background', changes.scheme === 'dark' ? '#0d1015' : '#ffffff');
  page.dir = changes.dir ?? 'ltr';
  page.lang = changes.lang ?? 'en';
  try {
    await run();
  } finally {
    page.style.removeProperty('color-scheme');
    document.body.style.removeProperty('background');
    page.dir = '';
    page.lang = 'en';
  }
}

export interface ElementContract {
  readonly tag: keyof HTMLElementTagNameMap;
  /** A snapshot in which the element shows the most. */
  readonly snapshot: Partial<Snapshot>;
  /** A word that stands in it in this snapshot, visible or as a name, in Russian. */
  readonly russian: string;
}

/** All words a person can see or hear from the element's shadow tree. */
function wordsOf(element: Element): string {
  const names = [...(element.shadowRoot?.querySelectorAll('[title],[aria-label]') ?? [])];
  return [
    element.shadowRoot?.textContent,
    ...names.map((one) => `${one.ariaLabel} ${(one as HTMLElement).title}`),
  ].join(' ');
}

async function untilSays(element: LitElement, word: string): Promise<void> {
  while (!wordsOf(element).includes(word)) await nextFrame();
}

export function itIsAnElement({ tag, snapshot, russian }: ElementContract): void {
  const alone = (id = ''): ElementUnderTest => {
    const element = document.createElement(tag) as unknown as ElementUnderTest;
    element.for = id;
    document.body.append(element);
    return element;
  };

  describe('as an element', () => {
    it('may be defined twice', () => {
      expect(
        () => customElements.get(tag) ?? customElements.define(tag, class extends HTMLElement {}),
      ).not.to.throw();
    });

    it('is inert without a provider and says once what to add', async () => {
      const warnings = await warningsDuring(async (said) => {
        const element = alone();
        while (!element.matches(':state(inert)') || said.length === 0) await nextFrame();
        element.requestUpdate();
        await nextFrame();
        element.remove();
      });
      expect(warnings).to.have.length(1);
      expect(warnings[0]).to.contain(`<${tag}>`).and.to.contain('<call-provider>');
    });

    it('finds a provider elsewhere by id, also when that comes later, without a warning', async () => {
      const warnings = await warningsDuring(async () => {
        const element = alone('elsewhere');
        const provider = document.createElement('fake-provider');
        provider.id = 'elsewhere';
        document.body.append(provider);
        await element.updateComplete;
        expect(element.matches(':state(inert)')).to.equal(false);
        expect(provider.controller.subscriptions).to.be.above(0);
        await nextFrame();
        await nextFrame();
        element.remove();
        provider.remove();
      });
      expect(warnings).to.deep.equal([]);
    });

    for (const scheme of ['light', 'dark']) {
      it(`is accessible in ${scheme}`, async () => {
        await inPage({ scheme }, async () => {
          await expect((await mount(tag, snapshot)).element).to.be.accessible();
        });
      });
    }

    it('is accessible from right to left', async () => {
      await inPage({ dir: 'rtl', lang: 'ar' }, async () => {
        await expect((await mount(tag, snapshot)).element).to.be.accessible();
      });
    });

    it('stays within a column of 320 px', async () => {
      const { provider, element } = await mount(tag, snapshot);
      provider.style.setProperty('display', 'block');
      provider.style.setProperty('inline-size', '320px');
      await nextFrame();
      expect((element as unknown as HTMLElement).getBoundingClientRect().width).to.be.at.most(320);
      expect(provider.scrollWidth).to.be.at.most(320);
    });

    it('speaks the language of the page, also when that changes', async () => {
      const { element } = await mount(tag, snapshot);
      await inPage({ lang: 'ru' }, () => untilSays(element as unknown as LitElement, russian));
    });

    it('leaves nothing behind after 50 mounts', async () => {
      const { provider, element } = await mount(tag, snapshot);
      const one = element as unknown as ElementUnderTest;
      for (let at = 0; at < 50; at += 1) {
        one.remove();
        expect(provider.controller.subscriptions).to.equal(0);
        provider.append(one);
        await one.updateComplete;
      }
      one.remove();
      expect(provider.controller.subscriptions).to.equal(0);
    });
  });
}

/** Notes the requests that reach the window, and vetoes them where told to. */
export function requestsAtWindow(type: string, veto = false): { readonly events: Event[]; stop: () => void } {
  const events: Event[] = [];
  const listen = (event: Event): void => {
    events.push(event);
    if (veto) event.preventDefault();
  };
  window.addEventListener(type, listen);
  return { events, stop: () => window.removeEventListener(type, listen) };
}
