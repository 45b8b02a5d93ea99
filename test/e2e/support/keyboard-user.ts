/**
 * Somebody who has a keyboard and nothing else, in front of a page of call elements: finds each control with Tab and
 * arrow keys, uses it with keys, and must at each step see where they are.
 */
import assert from 'node:assert/strict';
import type { Browser, KeyInput, Page, SerializedAXNode } from 'puppeteer-core';
import type { CallPhase, Snapshot } from '../../../src/core/index.js';
// The elements' types by tag.
import type {} from '../../../src/index.js';
import { type Focused, closeEyes } from './eyes-closed.js';

const WAIT = { timeout: 20_000, polling: 50 } as const;
/** More stops than any of the pages has. */
const MOST_STOPS = 60;
/** Any control of the row may be the one that Tab comes to. */
const IN_ROW = /^(Mute microphone|Turn camera off|Hang up)$/;
const CONTROLS: ReadonlySet<string> = new Set(['button', 'input', 'select', 'textarea']);
const LEAST_PX = 44;

export class KeyboardUser {
  readonly name: string;
  readonly page: Page;

  private constructor(name: string, page: Page) {
    this.name = name;
    this.page = page;
  }

  static async open(name: string, browser: Browser, url: string, width = 1280): Promise<KeyboardUser> {
    const page = await (await browser.createBrowserContext()).newPage();
    // The runner's compiler wraps named functions in a helper, which the page does not have.
    await page.evaluateOnNewDocument('globalThis.__name = (value) => value;');
    await page.evaluateOnNewDocument(closeEyes);
    await page.setViewport({ width, height: 900 });
    await page.goto(url, { waitUntil: 'load' });
    return new KeyboardUser(name, page);
  }

  focused(): Promise<Focused> {
    return this.page.evaluate(() => window.eyesClosed.focused());
  }

  /**
   * Goes on with Tab until the control of this name has the focus; each stop on the way must be seen. At the links before
   * and after everything they turn round: past those are the browser's own controls, from which a driven one may not
   * come back.
   */
  async tabTo(name: string | RegExp, back = false): Promise<void> {
    await this.page.bringToFront();
    const passed: string[] = [];
    let isBack = back;
    for (let stop = 0; stop < MOST_STOPS; stop += 1) {
      const at = (await this.focused()).name;
      if (typeof name === 'string' ? at === name : name.test(at)) return;
      if (at === 'Before' || at === 'After') isBack = at === 'After';
      if (isBack) await this.page.keyboard.down('Shift');
      await this.page.keyboard.press('Tab');
      if (isBack) await this.page.keyboard.up('Shift');
      passed.push(await this.#see());
    }
    assert.fail(`Tab never came to ${String(name)}, but to: ${passed.join(', ')}`);
  }

  /** Waits until this is there to be used: past the last control of a dialog are the browser's own. */
  async sees(selector: string): Promise<void> {
    await this.page.waitForSelector(`>>> ${selector}`, { visible: true, timeout: WAIT.timeout });
  }

  /** Comes to a control of the call's row, which is one Tab stop: to the row with Tab, within it with arrow keys. */
  async rowTo(name: string, back = false): Promise<void> {
    await this.tabTo(IN_ROW, back);
    await this.press('Home');
    const passed = [await this.#see()];
    while (passed.at(-1) !== name && passed.length < MOST_STOPS) {
      await this.press('ArrowRight');
      passed.push(await this.#see());
    }
    assert.equal(passed.at(-1), name, `arrow keys come to ${name}`);
  }

  /** The name of what has the focus now, which must be seen once the page has scrolled to it. */
  async #see(): Promise<string> {
    const isSeen = this.page.waitForFunction(() => window.eyesClosed.focused().seen, WAIT);
    await isSeen.catch(() => undefined);
    const { tag, name, seen, size } = await this.focused();
    assert.ok(seen, `it can be seen that "${name}" (${tag}) has the focus`);
    if (CONTROLS.has(tag)) assert.ok(size >= LEAST_PX, `a finger finds "${name}": ${String(size)} px`);
    return name;
  }

  /** Waits until a dialog that has just come heeds keys: those of its first second may have been meant for elsewhere. */
  async isHeeded(): Promise<void> {
    const now = await this.page.evaluate(() => performance.now());
    await this.page.waitForFunction((sinceMs) => performance.now() - sinceMs > 1_000, WAIT, now);
  }

  async press(...keys: readonly KeyInput[]): Promise<void> {
    await this.page.bringToFront();
    for (const key of keys) await this.page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    await this.page.bringToFront();
    await this.page.keyboard.type(text);
  }

  async signIn(): Promise<void> {
    await this.tabTo('Your name');
    await this.type(this.name);
    await this.press('Enter');
    await this.is(({ link }) => link.status === 'online');
  }

  /** Calls with video, out of the list. */
  async call(name: string): Promise<void> {
    await this.sees(`[title="${name}"]`);
    await this.tabTo(new RegExp(`^${name} ?Available|^\\w ?${name}`));
    await this.press('ArrowRight', 'ArrowRight');
    assert.equal((await this.focused()).name, `Video call ${name}`);
    await this.press('Enter');
  }

  /** Waits until the provider's snapshot fits; `fits` runs in the page and knows nothing but its argument. */
  async is(fits: (snapshot: Snapshot) => boolean): Promise<void> {
    const snapshot = `document.querySelector('call-provider,call-app').controller.snapshot`;
    await this.page.waitForFunction(`(${fits.toString()})(${snapshot})`, WAIT);
  }

  async phase(phase: CallPhase): Promise<void> {
    const snapshot = `document.querySelector('call-provider,call-app').controller.snapshot`;
    await this.page.waitForFunction(`${snapshot}.call.phase === '${phase}'`, WAIT);
  }

  /** Waits until the focus is on the control of this name, moved there by no key of theirs. */
  async isAt(name: string | RegExp): Promise<void> {
    await this.page.bringToFront();
    const pattern = typeof name === 'string' ? `^${name}$` : name.source;
    await this.page.waitForFunction(
      (source) => new RegExp(source).test(window.eyesClosed.focused().name),
      WAIT,
      pattern,
    );
  }

  /** What live regions have said since the last time this was asked. */
  said(): Promise<readonly string[]> {
    return this.page.evaluate(() => window.eyesClosed.said.splice(0));
  }

  /** What a screen reader finds on the page, each node as a line: role, name, and the states that matter. */
  async tree(): Promise<readonly string[]> {
    await this.page.bringToFront();
    // Puppeteer's own choice of what is interesting leaves groups and rows out.
    const root = await this.page.accessibility.snapshot({ interestingOnly: false });
    return root ? linesOf(root).filter((line) => !/^(none|generic|InlineTextBox) /.test(line)) : [];
  }

  /** What a screen reader would say twice: names whose description says no more. */
  async doubled(): Promise<readonly string[]> {
    await this.page.bringToFront();
    const session = await this.page.createCDPSession();
    const { nodes } = await session.send('Accessibility.getFullAXTree');
    await session.detach();
    return nodes.flatMap(({ ignored, name, description }) => {
      const [said, more] = [name, description].map((one) => String(one?.value ?? ''));
      return !ignored && more && said?.includes(more) ? [`"${said}" "${more}"`] : [];
    });
  }

  /** Whether this part of the element, which opens, is open. */
  opens(tag: string, part: string): Promise<boolean> {
    return this.page.$eval(`>>> ${tag} >>> ${part}`, (one) => one.matches(':popover-open, :modal'));
  }

  async leave(): Promise<void> {
    await this.page.browserContext().close();
  }
}

const statesOf = ({ pressed, disabled, focused, invalid }: SerializedAXNode): string =>
  [
    pressed === undefined ? '' : pressed === true ? ' pressed' : ' not pressed',
    disabled ? ' disabled' : '',
    invalid === 'true' ? ' invalid' : '',
    focused ? ' focused' : '',
  ].join('');

const linesOf = (node: SerializedAXNode): readonly string[] => [
  `${node.role} "${node.name ?? ''}"${statesOf(node)}`,
  ...(node.children ?? []).flatMap(linesOf),
];
