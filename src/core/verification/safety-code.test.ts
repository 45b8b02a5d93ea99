/** The safety code: the same on both ends, another one for whoever is in between. */
import assert from 'node:assert/strict';
import { pbkdf2Sync } from 'node:crypto';
import { describe, it } from 'node:test';
import { stretch } from '../../browser/stretch.js';
import { meet, talk } from '../../testing/world.js';
import { SafetyCode } from './safety-code.js';

const describing = (...fingerprints: readonly string[]): string =>
  ['v=0', 's=-', ...fingerprints.map((one) => `a=fingerprint:${one}`), 'a=setup:actpass', ''].join('\r\n');

const A = 'sha-256 AA:01';
const B = 'sha-256 BB:02';
const M = 'sha-256 CC:03';
const codeOf = (own: string, theirs: string): Promise<string | undefined> =>
  new SafetyCode(stretch).of([own, theirs]);

void describe('a safety code', () => {
  void it('is thirty digits of PBKDF2 over the fingerprints of both ends', async () => {
    const bytes = pbkdf2Sync(
      'sha-256 AA:01\n\nsha-256 BB:02',
      'call-elements safety code 1',
      100_000,
      16,
      'sha256',
    );
    const digits = String(BigInt(`0x${bytes.toString('hex')}`) % 10n ** 30n).padStart(30, '0');
    const code = await codeOf(describing(B), describing(A));
    assert.match(code ?? '', /^\d{5}( \d{5}){5}$/);
    assert.equal(code?.replaceAll(' ', ''), digits);
  });

  void it('is the same on both ends, however each writes it and however often', async () => {
    const one = await codeOf(describing(A), describing(B));
    assert.equal(one, await codeOf(describing(B, B), describing('SHA-256 aa:01')));
  });

  void it('is another one for each certificate that is not the other end’s', async () => {
    const codes = await Promise.all(
      [
        [A, B],
        [A, M],
        [M, B],
      ].map(([own = '', theirs = '']) => codeOf(describing(own), describing(theirs))),
    );
    assert.equal(new Set(codes).size, 3);
  });

  void it('counts a fingerprint that was slipped in beside the right one, before or after it', async () => {
    const right = await codeOf(describing(A), describing(B));
    for (const theirs of [describing(B, M), describing(M, B), describing(B, 'sha-1 BB:02')])
      assert.notEqual(await codeOf(describing(A), theirs), right);
  });

  void it('is not told where a fingerprint is missing, or nothing can be derived', async () => {
    assert.equal(await codeOf(describing(A), describing()), undefined);
    assert.equal(await new SafetyCode(stretch).of([]), undefined);
    assert.equal(await new SafetyCode(undefined).of([describing(A), describing(B)]), undefined);
  });

  void it('is made once for one connection', async () => {
    let times = 0;
    const code = new SafetyCode((text, how) => {
      times += 1;
      return stretch?.(text, how) ?? Promise.resolve(new Uint8Array());
    });
    await code.of([describing(A), describing(B)]);
    await code.of([describing(A), describing(B)]);
    await code.of([describing(A), describing(M)]);
    assert.equal(times, 2);
  });
});

void describe('the safety code of a call', () => {
  void it('is the same for both once they are connected, and of no call before or after', async () => {
    const { world, naomi, priya } = await meet();
    assert.equal(await naomi.controller.safetyCode(), undefined);
    naomi.controller.call('priya');
    await world.settle();
    assert.equal(await priya.controller.safetyCode(), undefined);
    priya.controller.accept();
    await world.settle();
    const code = await naomi.controller.safetyCode();
    assert.match(code ?? '', /^\d{5}( \d{5}){5}$/);
    assert.equal(await priya.controller.safetyCode(), code);
    naomi.controller.hangUp();
    assert.equal(await naomi.controller.safetyCode(), undefined);
  });

  void it('is another one in each call', async () => {
    const { world, naomi, priya } = await talk();
    const first = await naomi.controller.safetyCode();
    naomi.controller.hangUp();
    await world.settle();
    naomi.controller.call('priya');
    await world.settle();
    priya.controller.accept();
    await world.settle();
    const second = await naomi.controller.safetyCode();
    assert.ok(second !== undefined && second !== first);
  });
});
