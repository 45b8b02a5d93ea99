/**
 * Every element for people who set their own colours or want nothing to move. Only Chromium can be told to be such a
 * person's browser.
 */
import { expect } from '@open-wc/testing';
import { executeServerCommand } from '@web/test-runner-commands';
import type { Snapshot } from '../../core/snapshot.js';
import {
  active,
  chat,
  connecting,
  incoming,
  localMedia,
  message,
  missed,
  outgoing,
  signedIn,
  user,
} from '../../testing/scenes.js';
import { mount, query } from './element.contract.js';
import '../../define.js';

const emulate = (features: Readonly<Record<string, string>>): Promise<unknown> =>
  executeServerCommand('emulate-media-features', features);

const off = localMedia({
  microphone: { status: 'muted', on: false },
  camera: { status: 'off', on: false },
});
const policy = { status: 'failed', on: false, code: 'media-policy' } as const;
const denied = { status: 'failed', on: false, code: 'media-denied' } as const;
const conversation = {
  ...signedIn(user('naomi')),
  chat: chat(message('hello'), message('hi', { mine: true, delivery: 'failed' })),
};
const people = signedIn(user('naomi'), user('oleg', 'away'));

/** What tells one state of a button from another where colours are the person's own: its box, not its shade. */
function lookOf(button: Element): string {
  const { backgroundColor, borderColor, borderStyle, borderWidth } = getComputedStyle(button);
  return [backgroundColor, borderColor, borderStyle, borderWidth].join(' ');
}

describe('in forced colours', () => {
  before(() => emulate({ 'forced-colors': 'active', 'prefers-reduced-motion': 'reduce' }));
  after(() => emulate({}));

  it('is what the browser says it is in', () => {
    expect(matchMedia('(forced-colors: active)').matches).to.equal(true);
    expect(matchMedia('(prefers-reduced-motion: reduce)').matches).to.equal(true);
  });

  const scenes: readonly (readonly [keyof HTMLElementTagNameMap, string, Partial<Snapshot>])[] = [
    ['call-sign-in', 'asking', {}],
    ['call-user-list', 'with people', people],
    ['call-video-panel', 'ringing', { ...people, call: incoming() }],
    ['call-video-panel', 'in a call', { ...people, call: active(), media: localMedia() }],
    ['call-incoming-dialog', 'asking', { ...people, call: incoming() }],
    ['call-incoming-dialog', 'with a missed call', { ...people, missed: [missed()] }],
    ['call-hangup-button', 'in a call', { call: active() }],
    ['call-mic-toggle', 'muted', { media: off }],
    ['call-camera-toggle', 'off', { media: off }],
    ['call-status', 'in a call', { ...people, call: active() }],
    ['call-button', 'without anybody to call', people],
    ['call-toolbar', 'muted', { call: active(), media: off }],
    ['call-timer', 'in a call', { ...people, call: active() }],
    ['call-chat-panel', 'with messages', conversation],
    ['call-notice', 'with a blocked camera', { ...people, media: localMedia({ camera: denied }) }],
  ];
  for (const [tag, title, snapshot] of scenes) {
    it(`${tag} is accessible ${title}`, async () => {
      await expect((await mount(tag, snapshot)).element).to.be.accessible();
    });
  }

  for (const tag of ['call-mic-toggle', 'call-camera-toggle'] as const) {
    it(`${tag} shows by its box whether it is pressed and whether it can be`, async () => {
      const { $, set } = await mount(tag, { media: localMedia() });
      const plain = lookOf($('button'));
      await set({ media: off });
      const pressed = lookOf($('button'));
      await set({ media: localMedia({ microphone: policy, camera: policy }) });
      const disabled = lookOf($('button'));
      expect(new Set([plain, pressed, disabled]).size).to.equal(3);
    });

    it(`${tag} shows the same in the panel’s row`, async () => {
      const { $, set } = await mount('call-video-panel', { call: active(), media: localMedia() });
      const toggle = $<HTMLElementTagNameMap[typeof tag]>(tag);
      await toggle.updateComplete;
      const plain = lookOf(query(toggle, 'button'));
      await set({ media: off });
      await toggle.updateComplete;
      expect(lookOf(query(toggle, 'button'))).not.to.equal(plain);
    });
  }

  it('call-button shows by its box whether it can be pressed', async () => {
    const { $, element, set } = await mount('call-button', signedIn(user('naomi')), 'to="naomi"');
    const able = lookOf($('button'));
    await set(signedIn());
    await element.updateComplete;
    expect(lookOf($('button'))).not.to.equal(able);
  });

  it('call-hangup-button shows by its box that there is nothing to end', async () => {
    const { $, set } = await mount('call-hangup-button', { call: active() });
    const able = lookOf($('button'));
    await set({ call: { phase: 'idle' } });
    expect(lookOf($('button'))).not.to.equal(able);
  });
});

describe('motion', () => {
  afterEach(() => emulate({}));
  const moving = async (call: NonNullable<Snapshot['call']>): Promise<number> => {
    const { $ } = await mount('call-video-panel', { ...people, call });
    return $('.stage').getAnimations({ subtree: true }).length;
  };

  for (const call of [incoming(), outgoing(true), connecting()]) {
    it(`is in the panel while ${call.phase}, and none for whoever wants none`, async () => {
      expect(await moving(call)).to.be.above(0);
      await emulate({ 'prefers-reduced-motion': 'reduce' });
      expect(await moving(call)).to.equal(0);
    });
  }

  it('of a button that changes its colour is none for whoever wants none', async () => {
    await emulate({ 'prefers-reduced-motion': 'reduce' });
    const { $, set } = await mount('call-mic-toggle', { media: localMedia() });
    getComputedStyle($('button')).getPropertyValue('background-color');
    await set({ media: off });
    expect($('button').getAnimations()).to.deep.equal([]);
  });
});
