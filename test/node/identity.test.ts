/** Whole pages at a relay that has rooms, and wants to know who they are. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AdmissionError, type Authenticate } from '../../server/auth/identity.js';
import { HubWorld, type Member } from '../support/hub-world.js';

const namesFor = ({ controller }: Member): readonly string[] =>
  controller.snapshot.users.map(({ name }) => name).sort();
const statusOf = ({ controller }: Member): string => controller.snapshot.link.status;
const helloOf = ({ said }: Member): readonly unknown[] =>
  said.flatMap((message) => (message.type === 'username' ? [message.hello?.token] : []));

/** Lets in whoever says when its token is no longer good. */
const untilToken =
  (now: () => number): Authenticate =>
  ({ token }) => {
    if (token === undefined) throw new AdmissionError('unauthorized', 'Sign in first.');
    if (Number(token) <= now()) throw new AdmissionError('token-expired', 'Too late.');
    return { subject: 'somebody', expiresAtMs: Number(token) };
  };

void describe('pages in rooms', () => {
  void it('see those of their room', async () => {
    const world = new HubWorld();
    const [naomi, ruth] = ['naomi', 'ruth'].map((name) => world.enter(name, { room: 'red' }));
    const miriam = world.enter('miriam');
    await world.settle();
    assert.deepEqual(
      [naomi, ruth, miriam].map((one) => namesFor(one as Member)),
      [['ruth'], ['naomi'], []],
    );
  });

  void it('that are full are refused, and the page says so', async () => {
    const world = new HubWorld({ roomUsers: 1 });
    world.enter('naomi');
    await world.settle();
    const ruth = world.enter('ruth');
    await world.settle();
    assert.equal(statusOf(ruth), 'refused');
    assert.deepEqual(
      ruth.errors.map(({ code, detail }) => [code, detail]),
      [
        ['server-error', 'room-full'],
        ['link-refused', '4503'],
      ],
    );
  });
});

void describe('a page whose relay wants to know who it is', () => {
  void it('brings its token, and is refused without one', async () => {
    const world = new HubWorld({
      authenticate: ({ token }) => {
        if (token !== 'good') throw new AdmissionError('unauthorized', 'Sign in first.');
        return { name: 'naomi' };
      },
    });
    const [known, unknown] = [world.enter('boss', { token: 'good' }), world.enter('boss')];
    await world.settle();
    assert.deepEqual([statusOf(known), known.controller.snapshot.self.name], ['online', 'naomi']);
    assert.equal(known.controller.snapshot.self.requested, 'boss');
    assert.deepEqual([statusOf(unknown), unknown.errors[0]?.detail], ['refused', 'unauthorized']);
  });

  void it('fetches a token for each connection, and waits for it', async () => {
    const world = new HubWorld({ authenticate: () => ({}) });
    let count = 0;
    let give: (token: string) => void = () => undefined;
    const getToken = (): Promise<string> =>
      new Promise((resolve) => {
        count += 1;
        give = resolve;
      });
    const naomi = world.enter('naomi', { token: 'unused', getToken });
    await world.settle();
    assert.deepEqual([statusOf(naomi), helloOf(naomi)], ['connecting', []]);
    give('first');
    await world.settle();
    assert.deepEqual([statusOf(naomi), helloOf(naomi)], ['online', ['first']]);
    world.hub.drain('restart', 0);
    await world.settle(5_000);
    give('second');
    await world.settle();
    assert.deepEqual([count, statusOf(naomi), helloOf(naomi)], [2, 'online', ['first', 'second']]);
  });

  void it('fetches a newer one before the last is no longer good, and stays connected', async () => {
    const world: HubWorld = new HubWorld({
      authenticate: (asked) => untilToken(() => world.clock.now())(asked, new AbortController().signal),
    });
    const naomi = world.enter('naomi', { getToken: () => String(world.clock.now() + 60_000) });
    await world.settle(200_000);
    assert.deepEqual([statusOf(naomi), naomi.errors], ['online', []]);
    assert.ok(helloOf(naomi).length >= 4, String(helloOf(naomi).length));
    assert.equal(
      new Set(naomi.said.filter(({ type }) => type === 'username').map((one) => (one as { id?: number }).id))
        .size,
      1,
    );
  });

  void it('comes back with a new one where the last has expired', async () => {
    const world: HubWorld = new HubWorld({
      authenticate: (asked) => untilToken(() => world.clock.now())(asked, new AbortController().signal),
    });
    let ttlMs = 5_000;
    const options = { token: String(world.clock.now() + ttlMs) };
    const naomi = world.enter('naomi', options);
    await world.settle(4_000);
    assert.equal(statusOf(naomi), 'online');
    ttlMs = 1e9;
    options.token = String(world.clock.now() + ttlMs);
    await world.settle(8_000);
    assert.equal(statusOf(naomi), 'online');
    assert.deepEqual(naomi.errors, [], 'it is brought in time where the page has it');
    const late = world.enter('ruth', { token: String(world.clock.now() + 5_000) });
    await world.settle(9_000);
    assert.deepEqual(
      late.errors.slice(0, 2).map(({ code, detail }) => [code, detail]),
      [
        ['server-error', 'token-expired'],
        ['link-lost', '4401'],
      ],
    );
  });

  void it('is told another one at once when the page has it', async () => {
    const tokens: unknown[] = [];
    const world = new HubWorld({
      authenticate: ({ token }) => {
        tokens.push(token);
        return {};
      },
    });
    const options = { token: 'first' };
    const naomi = world.enter('naomi', options);
    await world.settle();
    options.token = 'second';
    naomi.controller.renewToken();
    naomi.controller.renewToken();
    await world.settle();
    assert.deepEqual([tokens, statusOf(naomi)], [['first', 'second'], 'online']);
  });

  void it('says so when no token can be had, and goes on trying', async () => {
    const world = new HubWorld({ authenticate: () => ({}) });
    let isDown = true;
    const getToken = (): string => {
      if (isDown) throw new Error('no session');
      return 'good';
    };
    const naomi = world.enter('naomi', { getToken });
    await world.settle();
    assert.deepEqual(
      naomi.errors.map(({ code }) => code),
      ['token-failed', 'link-unreachable'],
    );
    assert.match(naomi.errors[0]?.message ?? '', /no session/);
    isDown = false;
    await world.settle(30_000);
    assert.equal(statusOf(naomi), 'online');
  });
});

void describe('the servers that a relay grants', () => {
  void it('are used beside the page’s own, and renewed in the call there is', async () => {
    let count = 0;
    const turn = (): { urls: string[]; username: string; credential: string } => ({
      urls: ['turn:t'],
      username: String(++count),
      credential: 'c',
    });
    const world = new HubWorld({ grantIce: () => ({ iceServers: [turn()], ttlMs: 60_000 }) });
    const [naomi, ruth] = [world.enter('naomi', { iceServers: [{ urls: 'stun:own' }] }), world.enter('ruth')];
    await world.settle();
    naomi.controller.call('ruth');
    await world.settle();
    ruth.controller.accept();
    await world.settle();
    const serversOf = ({ peers }: Member): unknown => peers.open[0]?.iceServers;
    assert.deepEqual(serversOf(naomi), [
      { urls: 'stun:own' },
      { urls: ['turn:t'], username: '1', credential: 'c' },
    ]);
    await world.settle(50_000);
    assert.deepEqual(serversOf(naomi), [
      { urls: 'stun:own' },
      { urls: ['turn:t'], username: '3', credential: 'c' },
    ]);
    assert.deepEqual(serversOf(ruth), [{ urls: ['turn:t'], username: '4', credential: 'c' }]);
    assert.equal(naomi.controller.snapshot.call.phase, 'active');
  });
});
