/**
 * Somebody with a page in front of them: signs in, calls, answers, mutes, hangs up, by the controls a person uses,
 * and sees what a person sees. What flows underneath is read from the probe.
 */
import assert from 'node:assert/strict';
import type { Browser, BrowserContext, Frame, Page } from 'puppeteer-core';
import type { CallPhase, CallState } from '../../../src/core/index.js';
// The elements' types by tag.
import type {} from '../../../src/index.js';
import { receivesMedia } from './media.js';
import { type Flow, installProbe } from './probe.js';

/** The panel leaves the answer to a dialog where the page has one. */
const ANSWERING = ':is(call-incoming-dialog, call-video-panel)';

const WAIT = { timeout: 20_000, polling: 50 } as const;

export class Person {
  readonly name: string;
  readonly page: Page;
  readonly pageErrors: string[] = [];
  /** What the browser asked on behalf of the page, such as whether to leave it. */
  readonly questions: string[] = [];
  answersYes = true;
  /** The component in whose shadow root the elements stand; empty: in the document. */
  within = '';

  private constructor(name: string, page: Page) {
    this.name = name;
    this.page = page;
    page.on('pageerror', (error) => this.pageErrors.push(String(error)));
    page.on('dialog', (dialog) => {
      this.questions.push(dialog.type());
      void (this.answersYes ? dialog.accept() : dialog.dismiss());
    });
  }

  /** `scripts` run in the page before its own. */
  static async open(
    name: string,
    from: Browser | BrowserContext,
    url: string,
    ...scripts: readonly (() => void)[]
  ): Promise<Person> {
    const page = await from.newPage();
    for (const script of [installProbe, ...scripts]) await page.evaluateOnNewDocument(script);
    await page.setViewport({ width: 1280, height: 900 });
    const person = new Person(name, page);
    await page.goto(url, { waitUntil: 'load' });
    return person;
  }

  /** Opens the page and joins under the name. */
  static async join(
    name: string,
    from: Browser | BrowserContext,
    url: string,
    ...scripts: readonly (() => void)[]
  ): Promise<Person> {
    const person = await Person.open(name, from, url, ...scripts);
    await person.signIn();
    return person;
  }

  /** Where the calls are: the page, or the one frame in it. */
  get view(): Frame {
    return this.page.frames()[1] ?? this.page.mainFrame();
  }

  async signIn(): Promise<void> {
    await this.page.bringToFront();
    await this.appears('call-sign-in >>> input');
    await this.view.locator(this.#path('call-sign-in >>> input')).fill(this.name);
    await this.view.locator(this.#path('call-sign-in >>> button')).click();
    await this.waitFor(
      () => document.querySelector('call-provider')?.controller?.snapshot.link.status === 'online',
    );
  }

  /** Waits until the list shows somebody. */
  async sees(name: string): Promise<void> {
    await this.page.bringToFront();
    await this.appears(`call-user-list >>> [title="${name}"]`);
  }

  /** `visible` makes it look at every frame: puppeteer's other way sees no change inside a shadow root. */
  async appears(selector: string): Promise<void> {
    await this.view.waitForSelector(this.#path(selector), { visible: true, timeout: 20_000 });
  }

  call(name: string): Promise<void> {
    return this.click(`call-user-list >>> button[title="Video call ${name}"]`);
  }

  answer(): Promise<void> {
    return this.click(`${ANSWERING} >>> button[part~="answer-button"]`);
  }

  decline(): Promise<void> {
    return this.click(`${ANSWERING} >>> button[part~="decline-button"]`);
  }

  hangUp(): Promise<void> {
    return this.click('call-hangup-button >>> button');
  }

  toggleMic(): Promise<void> {
    return this.click('call-mic-toggle >>> button');
  }

  toggleCamera(): Promise<void> {
    return this.click('call-camera-toggle >>> button');
  }

  async click(selector: string): Promise<void> {
    await this.page.bringToFront();
    await this.appears(selector);
    await this.view.locator(this.#path(selector)).click();
  }

  /** Waits for a phase of the call, as elements and pages see it. */
  async phase(phase: CallPhase): Promise<void> {
    await this.waitFor(
      (wanted) => document.querySelector('call-provider')?.controller?.snapshot.call.phase === wanted,
      phase,
    );
  }

  /** Waits until the call is as `fits` wants it; `fits` runs in the page and knows nothing but its argument. */
  async callIs(fits: (call: CallState) => boolean): Promise<void> {
    const call = `document.querySelector('call-provider').controller.snapshot.call`;
    await this.view.waitForFunction(`(${fits.toString()})(${call})`, WAIT);
  }

  /** Why the last call ended. */
  endReason(): Promise<string> {
    return this.view.evaluate(() => {
      const call = document.querySelector('call-provider')?.controller?.snapshot.call;
      return call?.phase === 'ended' ? call.reason : 'not ended';
    });
  }

  /** Which call the person is in, on which peer connection, and since when. */
  talk(): Promise<{ id: string; pc: number; sinceMs: number }> {
    return this.page.evaluate(() => {
      const call = document.querySelector('call-provider')?.controller?.snapshot.call;
      if (call?.phase !== 'active') throw new Error(`not in a call, but ${String(call?.phase)}`);
      return { id: call.call.id, pc: call.negotiation.pc, sinceMs: call.sinceMs };
    });
  }

  /** The name that the server granted. */
  ownName(): Promise<string | undefined> {
    return this.page.evaluate(() => document.querySelector('call-provider')?.controller?.snapshot.self.name);
  }

  /** What the panel says to the person now. */
  panelText(): Promise<string> {
    return this.view.evaluate(
      () =>
        document.querySelector('call-video-panel')?.shadowRoot?.textContent.replace(/\s+/g, ' ').trim() ?? '',
    );
  }

  /** Waits until picture and sound of the other side arrive, and more of them than before. */
  async receivesMedia(): Promise<void> {
    await receivesMedia(this.view);
  }

  /** Waits until sound arrives and is played, and more of it than before. */
  async hears(): Promise<void> {
    const { energy } = await this.flow();
    await this.waitFor(async (before) => (await window.probe.flow()).energy > before + 0.001, energy);
  }

  flow(): Promise<Flow> {
    return this.view.evaluate(() => window.probe.flow());
  }

  /** Waits until the remote picture that is shown has colours in it: it is not black. */
  async seesPicture(): Promise<void> {
    await this.waitFor(() => {
      const video = document
        .querySelector('call-video-panel')
        ?.shadowRoot?.querySelector<HTMLVideoElement>('video[part~="remote-video"]');
      if (!video || video.hidden || video.videoWidth === 0) return false;
      const canvas = document.createElement('canvas');
      canvas.width = canvas.height = 16;
      const context = canvas.getContext('2d');
      context?.drawImage(video, 0, 0, 16, 16);
      const pixels = context?.getImageData(0, 0, 16, 16).data ?? new Uint8ClampedArray();
      return pixels.some((value, at) => at % 4 !== 3 && value > 60);
    });
  }

  /**
   * How many peer connections are not closed, and how many local tracks are live. One that has described nothing yet holds
   * nothing: it is made while the pointer rests on a call button, and let go after a while.
   */
  leftovers(): Promise<{ connections: number; tracks: number }> {
    return this.view.evaluate(() => ({
      connections: window.probe.connections.filter(
        (one) =>
          one.connectionState !== 'closed' &&
          (one.localDescription !== null || one.remoteDescription !== null),
      ).length,
      tracks: window.probe.tracks.filter((one) => one.readyState === 'live').length,
    }));
  }

  /** Its tracks are stopped; a connection that was still looking for a path is closed a little later. */
  async hasNothingLeft(): Promise<void> {
    assert.equal((await this.leftovers()).tracks, 0, `of ${this.name}`);
    await this.waitFor(() =>
      window.probe.connections.every(
        (one) => one.connectionState === 'closed' || (!one.localDescription && !one.remoteDescription),
      ),
    );
  }

  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the arguments travel to the page as JSON
  async waitFor<A extends any[]>(done: (...args: A) => unknown, ...args: A): Promise<void> {
    await this.view.waitForFunction(done as (...args: unknown[]) => unknown, WAIT, ...args);
  }

  #path(selector: string): string {
    return this.within === '' ? selector : `${this.within} >>> ${selector}`;
  }
}
