/** What a page may have written into the options of a call, and what counts then. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { World } from '../testing/world.js';
import type { ControllerOptions } from './controller.js';
import type { CallError } from './errors.js';
import { type ReadOptions, optionReader } from './read-options.js';

type Name = Exclude<keyof ReadOptions, 'contentHint' | 'preconnect'>;

function read(name: Name, value: unknown): { used: unknown; told: CallError[] } {
  const told: CallError[] = [];
  const readAll = optionReader({ [name]: value }, (error) => told.push(error));
  readAll();
  const options = readAll();
  return { used: options[name], told };
}

const RIGHT: readonly (readonly [Name, unknown, unknown])[] = [
  ['privacy', undefined, 'all'],
  ['privacy', null, 'all'],
  ['privacy', '', 'all'],
  ['privacy', 'all', 'all'],
  ['privacy', ' ALL ', 'all'],
  ['privacy', '  ', 'all'],
  ['privacy', 'relay', 'relay'],
  ['privacy', '\tRelay\n', 'relay'],
  ['ringTimeoutMs', undefined, 0],
  ['ringTimeoutMs', null, 0],
  ['ringTimeoutMs', 5_000, 5_000],
  ['maxBitrate', 0, 0],
  ['maxBitrate', 500_000, 500_000],
  ['lowData', undefined, undefined],
  ['lowData', null, undefined],
  ['lowData', true, true],
  ...['', 'on', 'TRUE', ' yes ', '1'].map((word) => ['lowData', word, true] as const),
  ['lowData', false, false],
  ...['off', 'OFF', 'False', ' no ', '0'].map((word) => ['lowData', word, false] as const),
  ['degradationPreference', undefined, 'balanced'],
  ['degradationPreference', '', 'balanced'],
  ['degradationPreference', ' Maintain-Framerate', 'maintain-framerate'],
  ['codecs', undefined, {}],
  ['codecs', { video: ['VP9'] }, { video: ['VP9'] }],
];

const WRONG: readonly (readonly [Name, unknown, unknown, RegExp])[] = [
  ...['Realy', 'none', 'true', true, 1, {}, ['all', 'relay'], 'all relay'].map(
    (value) => ['privacy', value, 'relay', /all, relay.*relay counts/] as const,
  ),
  ...(['ringTimeoutMs', 'maxBitrate'] as const).flatMap((name) =>
    [NaN, -1, Infinity, 2 ** 31, '500k', '500', {}].map(
      (value) => [name, value, 0, /a number from 0 to 2147483647/] as const,
    ),
  ),
  ...['maybe', 2, {}, 'offf'].map((value) => ['lowData', value, undefined, /on, off/] as const),
  ...['framerate', 5, {}].map(
    (value) => ['degradationPreference', value, 'balanced', /maintain-framerate/] as const,
  ),
  ...[['VP9'], 'VP9', { video: 'VP9' }, { picture: ['VP9'] }, { audio: [5] }, 7].map(
    (value) => ['codecs', value, {}, /\{"video": \["VP9", "VP8"\]\}/] as const,
  ),
];

const shown = (value: unknown): string => (typeof value === 'number' ? String(value) : JSON.stringify(value));

void describe('an option', () => {
  for (const [name, value, meant] of RIGHT) {
    void it(`is what was meant: ${name} ${shown(value)}`, () => {
      assert.deepEqual(read(name, value), { used: meant, told: [] });
    });
  }

  for (const [name, value, used, words] of WRONG) {
    void it(`that makes no sense is told once, and something safe counts: ${name} ${shown(value)}`, () => {
      const { used: now, told } = read(name, value);
      assert.deepEqual(now, used);
      assert.deepEqual(
        told.map(({ code, detail }) => [code, detail]),
        [['invalid-argument', name]],
      );
      assert.match(told[0]?.message ?? '', words);
    });
  }

  void it('is told of at the sign-in, and keeps every address in where it asks for privacy in a word nobody knows', async () => {
    const world = new World();
    const naomi = world.enter('naomi', { privacy: 'Private' as 'relay', maxBitrate: NaN });
    world.enter('priya');
    assert.deepEqual(
      naomi.errors.map(({ code, detail }) => [code, detail]),
      [
        ['invalid-argument', 'privacy'],
        ['invalid-argument', 'maxBitrate'],
      ],
    );
    await world.settle();
    naomi.controller.call('priya');
    await world.settle();
    assert.deepEqual(
      naomi.peers.open.map(({ options }) => options.relayOnly),
      [true],
    );
    assert.equal(naomi.controller.iceOptions.privacy, 'relay');
    const { options } = await naomi.controller.report();
    assert.deepEqual([options.privacy, options.maxBitrate], ['relay', 0]);
    assert.equal(naomi.errors.length, 2);
  });

  void it('is heard when it changes between two calls', async () => {
    const world = new World();
    const options: { -readonly [K in keyof ControllerOptions]: ControllerOptions[K] } = {};
    const naomi = world.enter('naomi', options);
    await world.settle();
    Object.assign(options, { degradationPreference: 'framerate' });
    naomi.controller.applySending();
    assert.deepEqual(naomi.errors, []);
    world.enter('priya');
    await world.settle();
    naomi.controller.call('priya');
    await world.settle();
    assert.deepEqual(
      naomi.errors.map(({ detail }) => detail),
      ['degradationPreference'],
    );
  });
});
