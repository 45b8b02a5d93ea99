/** Published keys over time: rotation, an endpoint that fails, and clients that would have it asked all the time. */
import assert from 'node:assert/strict';
import { before, beforeEach, describe, it } from 'node:test';
import * as jose from 'jose';
import { AdmissionError } from './identity.js';
import { KEY_SET_TIMES, KeySet } from './key-set.js';

const { maxAgeMs, coolDownMs } = KEY_SET_TIMES;

void describe('published keys', () => {
  const jwks = new Map<string, jose.JWK>();
  let nowMs: number;
  let loads: number;
  let answer: () => Promise<jose.JSONWebKeySet>;
  let keys: KeySet;
  let failures: unknown[];

  const publish = (...kids: readonly string[]): void => {
    answer = () => Promise.resolve({ keys: kids.map((kid) => jwks.get(kid)!) });
  };
  const fail = (): void => {
    answer = () => Promise.reject(new Error('503'));
  };
  const find = async (kid: string): Promise<unknown> => keys.find({ alg: 'ES256', kid }, {} as never);
  const isUnavailable = (error: unknown): boolean =>
    error instanceof AdmissionError && error.code === 'unavailable';

  before(async () => {
    for (const kid of ['old', 'new']) {
      const { publicKey } = await jose.generateKeyPair('ES256', { extractable: true });
      jwks.set(kid, { ...(await jose.exportJWK(publicKey)), kid, alg: 'ES256' });
    }
  });
  beforeEach(() => {
    nowMs = 0;
    loads = 0;
    failures = [];
    publish('old');
    const load = (): Promise<jose.JSONWebKeySet> => {
      loads += 1;
      return answer();
    };
    const onFailed = (error: unknown): void => void failures.push(error);
    keys = new KeySet(jose, { load, monotonic: () => nowMs, onFailed });
  });

  void it('are loaded once for all who ask at the same time, and then remembered', async () => {
    await Promise.all([find('old'), find('old'), find('old')]);
    await find('old');
    assert.equal(loads, 1);
  });

  void it('are loaded again when they are old, and a key that is gone is refused', async () => {
    await find('old');
    publish('new');
    nowMs = maxAgeMs;
    await assert.rejects(find('old'), jose.errors.JWKSNoMatchingKey);
    assert.equal(loads, 2);
  });

  void it('that cannot be had are said to whoever runs the relay, once for each try', async () => {
    fail();
    await keys.prepare();
    assert.deepEqual(failures, [new Error('503')]);
    await assert.rejects(find('old'), isUnavailable);
    await assert.rejects(find('old'), isUnavailable);
    assert.deepEqual(
      [failures.length, loads],
      [2, 2],
      'the first who asks makes another try, the second does not',
    );
    nowMs = coolDownMs;
    publish('old');
    await find('old');
    assert.deepEqual([failures.length, loads], [2, 3]);
  });

  void it('count at once where they come up a moment after the relay', async () => {
    fail();
    await keys.prepare();
    publish('old');
    await find('old');
  });

  void it('that were all withdrawn count no more, and that is said', async () => {
    await find('old');
    publish();
    nowMs = maxAgeMs;
    await assert.rejects(find('old'), jose.errors.JWKSNoMatchingKey);
    assert.match(String(failures[0]), /empty/);
  });

  void it('are loaded again for a key that is not known yet', async () => {
    await find('old');
    publish('old', 'new');
    nowMs = coolDownMs;
    await find('new');
    assert.equal(loads, 2);
  });

  void it('are not loaded again and again for keys that nobody has published', async () => {
    await find('old');
    nowMs = coolDownMs;
    for (let count = 0; count < 20; count++) await assert.rejects(find(`made-up-${count}`));
    assert.equal(loads, 2);
  });

  void it('stay good while new ones cannot be had', async () => {
    await find('old');
    fail();
    nowMs = 10 * maxAgeMs;
    await find('old');
    await find('old');
    assert.equal(loads, 2, 'a failure is not repeated at once');
    publish('new');
    nowMs += coolDownMs;
    await find('new');
  });

  void it('are unavailable until they were loaded once, and nobody is refused for that', async () => {
    fail();
    await assert.rejects(find('old'), isUnavailable);
    publish('old');
    await assert.rejects(find('old'), isUnavailable, 'after a failure it waits before it asks again');
    nowMs = coolDownMs;
    await find('old');
  });

  void it('leave an unknown key undecided while the endpoint fails', async () => {
    await find('old');
    fail();
    nowMs = coolDownMs;
    await assert.rejects(find('new'), isUnavailable);
  });

  void it('count as a failure when they are none', async () => {
    answer = () => Promise.resolve({ keys: 'none' } as never);
    await assert.rejects(find('old'), isUnavailable);
    await assert.rejects(keys.load());
  });
});
