/** What may be wrong with an operator's function: never is anybody admitted by mistake. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AdmissionError, type Authenticate, type Identity } from './identity.js';
import { operatorFunction } from './operator-function.js';

const credentials = { name: 'naomi', token: 'let-me-in' };
const { signal } = new AbortController();

/** Asks a function written in JavaScript, which may answer anything. */
const ask = async (authenticate: (...args: Parameters<Authenticate>) => unknown): Promise<Identity> =>
  operatorFunction(authenticate as Authenticate)(credentials, signal);

void describe("an operator's function", () => {
  void it('is asked with what the client brings, and told when nobody waits any more', async () => {
    let asked: readonly unknown[] = [];
    await ask((...words) => {
      asked = words;
      return {};
    });
    assert.deepEqual(asked, [credentials, signal]);
  });

  void it('admits with what it answers, field by field, at once or later', async () => {
    const identity = { subject: 'u-1', name: 'naomi', room: 'shop', role: 'visitor', expiresAtMs: 5 };
    assert.deepEqual(await ask(() => ({ ...identity, admin: true })), identity);
    assert.deepEqual(await ask(() => Promise.resolve({ name: null, room: undefined })), {});
  });

  for (const code of ['unauthorized', 'token-expired', 'forbidden', 'unavailable'] as const) {
    void it(`refuses with ${code} by an error with that code`, async () => {
      const asking = ask(() => Promise.reject(Object.assign(new Error('Not today.'), { code })));
      await assert.rejects(asking, (error) => {
        assert.ok(error instanceof AdmissionError);
        assert.deepEqual([error.code, error.message], [code, 'Not today.']);
        return true;
      });
    });
  }

  void it('has every other error for itself: that is no word to a client', async () => {
    const wrongs = ['ECONNREFUSED', 'admitted', undefined].map((code) =>
      Object.assign(new Error(`no route for ${credentials.token}`), { code }),
    );
    for (const wrong of wrongs) {
      await assert.rejects(
        ask(() => Promise.reject(wrong)),
        (error) => error === wrong,
      );
    }
  });

  void it('admits nobody when it answers what is no identity', async () => {
    for (const wrong of [
      undefined,
      null,
      true,
      'naomi',
      { role: 'admin' },
      { room: '' },
      { subject: 7 },
      { name: ['naomi'] },
      { expiresAtMs: '2030' },
      { expiresAtMs: Number.NaN },
    ]) {
      await assert.rejects(
        ask(() => wrong),
        TypeError,
      );
    }
  });
});
