/** Webhooks over real HTTP: what is sent and how it is proved, and an operator's server that fails in every way. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingHttpHeaders, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { Document } from '../../test/support/markdown.js';
import type { MissedCall } from '../hub/missed-calls.js';
import { type LostReason, Webhook, type WebhookOptions, webhookAddress } from './webhook.js';

const secret = 'a secret that both know';
const missedBy = (from: string): MissedCall => ({
  ...{ from, to: 'ruth', room: 'shop', atMs: 1_800_000_000_123, reason: 'no-answer' },
});

interface Got {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

void describe('a webhook', () => {
  const got: Got[] = [];
  let answer: (response: ServerResponse, count: number) => void;
  let onGot: () => void = () => undefined;
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString('utf8')));
    request.on('end', () => {
      got.push({ path: request.url ?? '', headers: request.headers, body });
      answer(response, got.length);
      onGot();
    });
  });
  let base: string;
  const open: Webhook[] = [];
  let lost: LostReason[];
  let onLost: () => void = () => undefined;

  before(async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening');
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    got.length = 0;
    lost = [];
    answer = (response) => response.writeHead(204).end();
  });
  afterEach(() => {
    for (const webhook of open.splice(0)) webhook.close();
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  const webhookWith = (options: Partial<WebhookOptions> = {}): Webhook => {
    const webhook = new Webhook({
      url: new URL('/missed', base),
      secret,
      retryAfterMs: [1, 1, 1],
      onLost: (why) => {
        lost.push(why);
        onLost();
      },
      ...options,
    });
    open.push(webhook);
    return webhook;
  };

  const untilGot = (count: number): Promise<void> =>
    new Promise((resolve) => {
      onGot = () => (got.length >= count ? resolve() : undefined);
      onGot();
    });
  const untilLost = (count: number): Promise<void> =>
    new Promise((resolve) => {
      onLost = () => (lost.length >= count ? resolve() : undefined);
      onLost();
    });

  void it('says who called whom, where, when and why, and nothing else', async () => {
    webhookWith().missedCall(missedBy('naomi'));
    await untilGot(1);
    assert.deepEqual(JSON.parse(got[0]!.body), { event: 'missed-call', ...missedBy('naomi') });
    assert.equal(got[0]!.headers['content-type'], 'application/json');
  });

  void it('is signed with time and body, as the documents say', async () => {
    webhookWith().missedCall(missedBy('naomi'));
    await untilGot(1);
    const [{ headers, body }] = got as [Got];
    const [, t = '', v1] =
      /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['call-elements-signature'])) ?? [];
    assert.equal(v1, createHmac('sha256', secret).update(`${t}.${body}`).digest('hex'));
    assert.ok(Math.abs(Date.now() / 1000 - Number(t)) < 60);
  });

  void it('is checked by the example in the documents', async () => {
    webhookWith().missedCall(missedBy('naomi'));
    await untilGot(1);
    const [{ headers, body }] = got as [Got];
    const header = headers['call-elements-signature'];
    const code = new Document('docs/webhooks.md').snippet('verify-node');
    const module = `data:text/javascript,${encodeURIComponent(code)}`;
    const { isGenuine } = (await import(module)) as { isGenuine: (...words: readonly unknown[]) => boolean };
    assert.equal(isGenuine(secret, header, body), true);
    assert.equal(isGenuine('another secret', header, body), false);
    assert.equal(isGenuine(secret, header, `${body} `), false);
    assert.equal(isGenuine(secret, header, body, Date.now() + 600_000), false);
    assert.equal(isGenuine(secret, undefined, body), false);
  });

  void it('is tried again while the server fails, as the same delivery', async () => {
    answer = (response, count) => response.writeHead([500, 429, 204][count - 1] ?? 500).end();
    const webhook = webhookWith();
    webhook.missedCall(missedBy('naomi'));
    await untilGot(3);
    assert.equal(new Set(got.map(({ headers }) => headers['call-elements-delivery'])).size, 1);
    assert.deepEqual(lost, []);
  });

  void it('is given up after three tries more', async () => {
    answer = (response) => response.writeHead(503).end();
    const webhook = webhookWith();
    webhook.missedCall(missedBy('naomi'));
    await untilLost(1);
    assert.deepEqual([got.length, lost, webhook.size], [4, ['failed'], 0]);
  });

  void it('is not repeated where the server says no, and follows nobody elsewhere', async () => {
    for (const status of [400, 401, 404, 410, 301, 302, 307, 308]) {
      got.length = 0;
      lost = [];
      answer = (response) => response.writeHead(status, { location: `${base}/elsewhere` }).end();
      webhookWith().missedCall(missedBy('naomi'));
      await untilLost(1);
      assert.deepEqual(
        got.map(({ path }) => path),
        ['/missed'],
        String(status),
      );
      assert.deepEqual(lost, ['refused']);
    }
  });

  void it('is given up in time where the server does not answer, is cut off or not there', async () => {
    const webhook = webhookWith({ timeoutMs: 50, retryAfterMs: [] });
    answer = () => undefined;
    webhook.missedCall(missedBy('naomi'));
    await untilLost(1);
    answer = (response) => response.destroy();
    webhook.missedCall(missedBy('naomi'));
    await untilLost(2);
    webhookWith({ url: new URL('http://127.0.0.1:1/'), retryAfterMs: [] }).missedCall(missedBy('naomi'));
    await untilLost(3);
    assert.deepEqual(lost, ['failed', 'failed', 'failed']);
  });

  void it('drops the oldest for the newest where too many wait, and counts them', async () => {
    const held: ServerResponse[] = [];
    answer = (response) => held.push(response);
    const webhook = webhookWith({ maxWaiting: 2, maxAtOnce: 1 });
    for (const from of ['a', 'b', 'c', 'd', 'e']) webhook.missedCall(missedBy(from));
    assert.deepEqual(lost, ['dropped', 'dropped']);
    assert.equal(webhook.size, 3);
    await untilGot(1);
    answer = (response) => response.end();
    held[0]!.end();
    await untilGot(3);
    assert.deepEqual(
      got.map(({ body }) => (JSON.parse(body) as MissedCall).from),
      ['a', 'd', 'e'],
    );
  });

  void it('keeps nothing when it is closed', async () => {
    answer = (response) => response.writeHead(500).end();
    const webhook = webhookWith({ retryAfterMs: [60_000], maxAtOnce: 1 });
    for (const from of ['a', 'b', 'c']) webhook.missedCall(missedBy(from));
    await untilGot(2);
    webhook.close();
    webhook.missedCall(missedBy('d'));
    assert.ok(webhook.size <= 1, 'what is under way may end');
  });

  void it('goes over http and https only, with no password in the address', () => {
    for (const good of ['https://shop.example/hook?a=b', 'http://10.0.0.7:8080/']) {
      assert.equal(webhookAddress(good)?.href, good);
    }
    for (const bad of [
      'ftp://shop.example/',
      'file:///etc/passwd',
      'shop.example',
      'https://a:b@shop.example/',
    ]) {
      assert.equal(webhookAddress(bad), undefined, bad);
    }
  });
});
