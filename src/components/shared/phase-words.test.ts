import { expect } from '@open-wc/testing';
import { active, call, ended, outgoing, reconnecting } from '../../testing/scenes.js';
import { en } from '../../i18n/en.js';
import type { CallState } from '../../core/call/call-state.js';
import { phaseSentence, phaseWords } from './phase-words.js';
import { fill, type Translate } from './terms-controller.js';

type Ended = Extract<CallState, { readonly phase: 'ended' }>;

const t: Translate = (key, values) => fill(en[key], values ?? {});
const received = call('naomi', { direction: 'incoming' });

describe('the reason of an end in words', () => {
  const cases: readonly (readonly [Ended, string])[] = [
    [ended('ended', 'me'), 'Call ended'],
    [ended('ended', 'peer'), 'naomi hung up'],
    [ended('declined', 'peer'), 'naomi declined'],
    [ended('declined', 'me', received), 'You declined'],
    [ended('busy'), 'naomi is in another call'],
    [ended('cancelled', 'me'), 'Call cancelled'],
    [ended('cancelled', 'peer', received), 'Missed call from naomi'],
    [ended('no-answer', 'system'), 'naomi did not answer'],
    [ended('no-answer', 'system', received), 'Missed call from naomi'],
    [ended('answered-elsewhere', 'peer', received), 'Answered on another device'],
    [ended('glare', 'system'), 'Call ended'],
    [ended('media-failed', 'system'), 'No camera or microphone could be used'],
    [ended('ice-failed', 'system'), 'The connection failed'],
    [ended('ice-timeout', 'system'), 'The connection failed'],
    [ended('peer-left'), 'naomi left'],
    [ended('error', 'system'), 'Something went wrong'],
  ];
  for (const [state, words] of cases) {
    it(`${state.reason} by ${state.by}, ${state.call.direction}: ${words}`, () => {
      expect(phaseWords(t, state)).to.equal(words);
    });
  }
});

describe('a call that is dialed in words', () => {
  it('says whether it rings, or that the other one is away for a moment, with the name once', () => {
    const silent = { ...outgoing(), ringing: false };
    const states = [silent, { ...silent, away: true }, { ...silent, away: true, ringing: true }];
    expect(states.map((state) => phaseSentence(t, state))).to.deep.equal([
      'naomi: Calling…',
      'naomi may be back in a moment',
      'naomi: Ringing…',
    ]);
  });
});

describe('a call that is reconnecting in words', () => {
  it('tells a page that went away from a path that is lost, and from a page that is back', () => {
    const words = (['network', 'peer-leaving', 'rejoining'] as const).map((why) =>
      phaseWords(t, reconnecting(why, active())),
    );
    expect(words).to.deep.equal(['Reconnecting…', 'naomi may be back in a moment', 'Reconnecting…']);
  });
});
