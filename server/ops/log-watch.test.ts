import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { WireClient } from '../../test/support/wire-client.js';
import { type RelayOptions, createRelay } from '../relay.js';
import { describeFault, logWatch } from './log-watch.js';
import { createLogger } from './logger.js';

type Line = Readonly<Record<string, unknown>>;

const HELLO = { v: 1, client: 'test', caps: ['call', 'presence'] };

/** A relay whose log is kept, at the level that says most. */
async function logging(options: RelayOptions = {}): Promise<{
  relay: ReturnType<typeof createRelay>;
  lines: string[];
  read: (event: string) => Line[];
}> {
  const lines: string[] = [];
  const logger = createLogger({ level: 'debug', format: 'json', write: (line) => lines.push(line) });
  const relay = createRelay({ ...options, watches: [logWatch(logger)] });
  await relay.ready;
  const read = (event: string): Line[] =>
    lines.map((line) => JSON.parse(line) as Line).filter((line) => line.event === event);
  return { relay, lines, read };
}

describe('the log of a relay', () => {
  it('says who was refused, by origin and address, and which option lets them in', async () => {
    const { relay, read } = await logging();
    await new WireClient(relay.url, { origin: 'https://evil.example' }).closed;
    const [{ level, origin, address, hint } = {}] = read('refused-origin');
    assert.deepEqual([level, origin, address], ['warn', 'https://evil.example', '127.0.0.1']);
    assert.match(String(hint), /--origin/);
    await relay.close();
  });

  it('says once that somebody names clients whom nobody said to trust', async () => {
    const { relay, read } = await logging();
    for (const header of ['x-forwarded-for', 'forwarded']) {
      const client = new WireClient(relay.url, { headers: { [header]: 'for=6.6.6.6' } });
      await client.next('id');
    }
    assert.deepEqual(
      read('proxy-not-trusted').map(({ address }) => address),
      ['127.0.0.1'],
    );
    await relay.close();
  });

  it('says who was sent away and why, with a session that is cut short', async () => {
    const { relay, read } = await logging({ hub: { rate: { perSecond: 1, burst: 5 } } });
    const client = new WireClient(relay.url);
    const { sid } = await client.next('id');
    client.say({ type: 'username', name: 'naomi', hello: HELLO });
    for (let i = 0; i < 20; i++) client.say({ type: 'message', text: 'again' });
    assert.equal((await client.closed).code, 4408);
    const [{ name, session, code, reason } = {}] = read('kicked');
    assert.deepEqual([name, code, reason], ['naomi', 4408, 'rate-limited']);
    assert.ok(String(sid).startsWith(String(session)) && String(session).length < String(sid).length / 2);
    await relay.close();
  });

  it('never has session descriptions, tokens or chat in it', async () => {
    const { relay, lines } = await logging();
    const secret = 'nobody-may-read-this';
    const [naomi, ruth] = [
      await WireClient.named(relay.url, 'naomi', HELLO),
      await WireClient.named(relay.url, 'ruth', HELLO),
    ];
    for (const message of [
      { type: 'message', text: secret },
      { type: 'video-offer', target: 'ruth', sdp: { type: 'offer', sdp: secret }, call: { id: secret } },
      { type: secret, target: 'ruth', secret },
      { type: 'username', name: 'naomi', hello: { ...HELLO, token: secret, resume: { token: secret } } },
      secret,
    ]) {
      naomi.say(message);
    }
    await naomi.settled();
    const token = naomi.resumeToken;
    await Promise.all([naomi.close(), ruth.close()]);
    await relay.close();
    assert.ok(lines.length >= 4);
    for (const line of lines) assert.ok(!line.includes(secret) && !line.includes(token), line);
  });

  it('keeps one line per record whatever somebody is called and says of its origin', async () => {
    const { relay, lines } = await logging();
    const origin = 'https://evil.example/\u001b[2J';
    await new WireClient(relay.url, { origin: encodeURI(origin) }).closed;
    for (const name of ['a\r\nb', '\u001b[31m', '\u202eevil', 'a\u2028b']) {
      const client = new WireClient(relay.url);
      await client.next('id');
      client.say({ type: 'username', name });
      await client.next('userlist');
      await client.close();
    }
    await relay.close();
    for (const line of lines) assert.match(line, /^\{[\x20-\x7e]*\}\n$/);
  });
});

describe('a fault in the log', () => {
  it('says where it happened, and nothing that a client may have written', () => {
    const quoting = Object.assign(new Error('secret'), { code: 'ERR_BAD' });
    let parsing: unknown;
    try {
      JSON.parse('{"secret');
    } catch (error) {
      parsing = error;
    }
    for (const error of [quoting, parsing, new TypeError('secret', { cause: 'secret' })]) {
      const { at, ...rest } = describeFault(error);
      assert.match(String(at), /log-watch\.test/);
      if (!(error instanceof TypeError)) assert.doesNotMatch(JSON.stringify(rest), /secret/);
    }
    assert.deepEqual(describeFault('secret'), { error: 'string' });
  });

  it('has the words of the engine and of the system', () => {
    const system = Object.assign(new Error('accept EMFILE'), { code: 'EMFILE', syscall: 'accept' });
    assert.equal(describeFault(system).message, 'accept EMFILE');
    assert.equal(describeFault(new TypeError('x is not a function')).message, 'x is not a function');
  });
});
