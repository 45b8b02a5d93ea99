/** What is made of the paths that were found. */
import { expect } from '@open-wc/testing';
import type { NetworkReport, PathState } from '../../browser/devices/network-check.js';
import { networkVerdict, type Verdict } from './lobby-words.js';

const found = (host: PathState, srflx: PathState, relay: PathState): NetworkReport => ({
  host,
  srflx,
  relay,
});

const NOTHING = found('works', 'unset', 'unset');
const HERE = { needsRelay: false, isOnline: true };
const AWAY = { ...HERE, isOnline: false };
const PRIVATE = { ...HERE, needsRelay: true };

describe('the verdict on a network', () => {
  const ROWS: readonly (readonly [what: string, NetworkReport, typeof HERE, ...Verdict])[] = [
    ['TURN relays', found('works', 'works', 'works'), HERE, 'networkGood', 'good'],
    ['TURN relays, signed out', found('works', 'works', 'works'), AWAY, 'networkGood', 'good'],
    [
      'TURN relays, and nothing else counts',
      found('works', 'works', 'works'),
      PRIVATE,
      'networkGood',
      'good',
    ],
    ['STUN answers, no TURN', found('works', 'works', 'unset'), HERE, 'networkStrict', 'good'],
    ['no server is set up', NOTHING, HERE, 'networkLocal', 'bad'],
    ['STUN is silent, no TURN', found('works', 'silent', 'unset'), HERE, 'networkLocal', 'bad'],
    ['no server is known yet', NOTHING, AWAY, 'networkLater', 'none'],
    ['no TURN is known yet', found('works', 'works', 'unset'), AWAY, 'networkLater', 'none'],
    ['only TURN is allowed, none known yet', NOTHING, { ...AWAY, needsRelay: true }, 'networkLater', 'none'],
    ['only TURN is allowed, none set up', NOTHING, PRIVATE, 'networkUnset', 'bad'],
    ['only TURN is allowed, and silent', found('works', 'works', 'silent'), PRIVATE, 'networkNone', 'bad'],
    ['TURN is silent', found('works', 'works', 'silent'), HERE, 'networkNoRelay', 'bad'],
    ['nothing is found', found('silent', 'silent', 'unset'), HERE, 'networkNone', 'bad'],
    ['nothing is found, signed out', found('silent', 'unset', 'unset'), AWAY, 'networkNone', 'bad'],
  ];
  for (const [what, report, page, ...verdict] of ROWS) {
    it(`where ${what}: ${verdict[0]}`, () => {
      expect(networkVerdict(report, page)).to.deep.equal(verdict);
    });
  }
});
