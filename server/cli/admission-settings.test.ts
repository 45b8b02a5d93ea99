/** Options about who is let in that cannot be meant so, or name files that cannot be read: one line at start each. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { admissionSettings, webhookSettings } from './admission-settings.js';
import { RELAY_OPTIONS } from './options.js';
import { readWords } from './settings.js';

const TURN_URL = 'turn:turn.example.com:3478?transport=udp';
const SECRET = 'x'.repeat(32);

void describe('options about who is let in', () => {
  const folder = mkdtempSync(join(tmpdir(), 'call-elements-'));
  after(() => rmSync(folder, { recursive: true }));

  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const secret = file('secret', `${SECRET}\n`);
  const short = file('short', `${SECRET.slice(1)}\n`);
  const empty = file('empty', '\n');
  const page = file('page.json', '<!doctype html>\n<p>');
  const nowhere = join(folder, 'nowhere');

  const settle = async (words: readonly string[]): ReturnType<typeof admissionSettings> => {
    const settings = readWords(RELAY_OPTIONS, words);
    webhookSettings(settings);
    return admissionSettings(settings);
  };

  for (const [kind, reason, words] of [
    ['UsageError', /exclude each other/, ['--auth-secret-file', secret, '--auth-jwks', 'https://id.example']],
    ['UsageError', /need --auth-secret-file or --auth-jwks/, ['--auth-issuer', 'shop']],
    ['UsageError', /need --auth-secret-file or --auth-jwks/, ['--auth-audience', 'a', '--auth-module', 'b']],
    ['UsageError', /--auth-timeout-ms needs/, ['--auth-timeout-ms', '900']],
    ['UsageError', /must be an https address/, ['--auth-jwks', 'http://id.example/jwks']],
    ['UsageError', /without a password/, ['--auth-jwks', 'https://relay:pass@id.example/jwks']],
    ['UsageError', /--presence agents/, ['--presence', 'agents']],
    ['UsageError', /come together/, ['--turn-url', TURN_URL]],
    ['UsageError', /come together/, ['--turn-secret-file', secret]],
    ['UsageError', /of use to nobody/, ['--turn-url', TURN_URL, '--turn-secret-file', secret]],
    ['UsageError', /--turn-url must be like turn:/, ['--turn-url', 'stun:turn.example.com']],
    ['UsageError', /--turn-ttl-ms must be .* from 60000/, ['--turn-ttl-ms', '1']],
    ['UsageError', /come together/, ['--webhook', 'https://shop.example/missed']],
    ['UsageError', /come together/, ['--webhook-secret-file', secret]],
    ['UsageError', /--webhook must be an http/, ['--webhook', 'file:///etc/passwd']],
    ['StartError', /is empty/, ['--webhook', 'https://shop.example', '--webhook-secret-file', empty]],
    ['StartError', /at least 32 bytes/, ['--auth-secret-file', short]],
    ['StartError', /does not exist/, ['--auth-secret-file', nowhere]],
    ['StartError', /does not exist/, ['--auth-jwks', nowhere]],
    ['StartError', /it is no JSON/, ['--auth-jwks', page]],
    ['StartError', /is empty/, ['--turn-anonymous', '--turn-url', TURN_URL, '--turn-secret-file', empty]],
  ] as const) {
    void it(`end the start: ${words.map((word) => word.replace(folder, '')).join(' ')}`, async () => {
      await assert.rejects(settle(words), (error: Error) => {
        assert.equal(error.name, kind);
        assert.match(error.message, reason);
        assert.ok(!error.message.includes('\n'));
        return true;
      });
    });
  }

  void it('let everybody in, without TURN servers, where there are none', async () => {
    assert.deepEqual(await settle([]), {});
  });

  void it('say how long it may take to find out who somebody is', async () => {
    const words = ['--auth-secret-file', secret];
    assert.equal((await settle(words)).authTimeoutMs, 3_000);
    assert.equal((await settle([...words, '--auth-timeout-ms', '900'])).authTimeoutMs, 900);
  });

  void it('give TURN credentials to everybody where that is meant', async () => {
    const words = ['--turn-anonymous', '--turn-url', TURN_URL, '--turn-secret-file', secret];
    const { grantIce } = await settle(words);
    assert.equal(grantIce?.(undefined)?.ttlMs, 3_600_000);
  });
});
