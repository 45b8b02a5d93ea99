import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ALL_CAPABILITIES, CLOSE, SERVER_ONLY_TYPES } from '../src/protocol/index.js';
import { type FakeClient, FakeRoom, OFFER_SDP } from '../test/support/fake-room.js';
import { DEFAULT_HUB_OPTIONS, DEFAULT_RELAY_LIMITS } from './limits.js';

describe('the relay’s first word', () => {
  it('is who the client is and what the relay can do', () => {
    const room = new FakeRoom({ server: 'call-elements/9' });
    const client = room.connect();
    const { id, sid, epoch, limits, ...rest } = client.last('id');
    assert.ok(Number.isSafeInteger(id));
    assert.equal(sid, client.sid);
    assert.equal(typeof epoch, 'string');
    assert.deepEqual(rest, {
      type: 'id',
      v: 1,
      server: 'call-elements/9',
      caps: ALL_CAPABILITIES,
      ping: { intervalMs: 7000, timeoutMs: 4000 },
    });
    assert.deepEqual(limits, {
      ...(limits as object),
      frameBytes: 65536,
      nameLength: 64,
      messagesPerSecond: 10,
      burst: 100,
    });
  });
});

describe('a name', () => {
  it('that is free is given without a word', () => {
    const naomi = new FakeRoom().modern('naomi');
    assert.equal(naomi.name, 'naomi');
    assert.deepEqual(naomi.all('rejectusername'), []);
  });

  it('that is taken is replaced, and the client told what it asked for', () => {
    const room = new FakeRoom();
    room.modern('naomi');
    const second = room.legacy('naomi');
    const { id, name, code, requested } = second.last('rejectusername');
    assert.deepEqual(
      { id, code, requested },
      { id: second.last('id').id, code: 'taken', requested: 'naomi' },
    );
    assert.equal(second.name, name);
    assert.deepEqual(second.last('userlist').users, ['naomi', name]);
  });

  it('that cannot be one becomes a guest’s', () => {
    const guest = new FakeRoom().modern('\u202e');
    assert.equal(guest.last('rejectusername').code, 'invalid');
    assert.match(guest.name, /^guest\d+$/);
  });

  it('may be sent again, and a hello may come later', () => {
    const room = new FakeRoom();
    const naomi = room.legacy('naomi');
    naomi.say({ type: 'username', name: 'naomi', hello: { v: 1, caps: ['call'] } });
    room.tick();
    assert.deepEqual(naomi.all('rejectusername'), []);
    assert.deepEqual(naomi.last('presence').full, [
      { name: 'naomi', sid: naomi.sid, caps: ['call'], state: 'available' },
    ]);
  });

  it('is free again when its owner leaves', () => {
    const room = new FakeRoom();
    room.modern('naomi').leave();
    assert.equal(room.modern('naomi').name, 'naomi');
  });

  it('is needed before anything else; the connection stays', () => {
    const room = new FakeRoom();
    const ruth = room.modern('ruth');
    ruth.forget();
    const client = room.connect();
    for (const message of [
      { type: 'message', text: 'hi' },
      { type: 'video-offer', target: 'ruth', sdp: OFFER_SDP },
      { type: 'state', state: 'away' },
      { type: 'sync', what: 'presence' },
      { type: 'extension', target: 'ruth' },
    ]) {
      client.say(message);
      assert.deepEqual([client.last('error').code, client.last('error').re], ['bad-request', message.type]);
    }
    assert.deepEqual(ruth.heard, []);
    assert.equal(client.closed, undefined);
  });
});

describe('what a client must not send', () => {
  it('is every type that belongs to the server: nobody hears it, the sender is told', () => {
    const room = new FakeRoom();
    const [naomi, ruth] = [room.modern('naomi'), room.legacy('ruth')];
    for (const client of [naomi, ruth]) {
      for (const type of SERVER_ONLY_TYPES) {
        room.nowMs += 1000;
        naomi.forget();
        ruth.forget();
        client.say({ type, users: ['forged'], target: 'naomi', name: 'naomi', id: 1 });
        room.tick();
        assert.deepEqual(
          [...naomi.heard, ...ruth.heard].map((heard) => [heard.type, heard.code, heard.re]),
          [['error', 'forbidden', type]],
        );
      }
    }
  });

  it('is anything that is no message; each gets an error and none ends anything', () => {
    const room = new FakeRoom();
    const [naomi, ruth] = [room.modern('naomi'), room.modern('ruth')];
    const deep = `${'['.repeat(6000)}${']'.repeat(6000)}`;
    const frames = [
      ...['', 'nonsense', '{', 'null', '1', '"text"', '[]', '[{"type":"message"}]', '{}', '{"type":5}'],
      ...['{"type":""}', '{"type":"message"}', '{"type":"message","text":5}', '{"type":"username","name":7}'],
      ...['{"type":"video-offer"}', '{"type":"video-offer","target":"ruth","sdp":"x"}', deep],
      `{"type":"message","text":"hi","deep":${deep}}`,
      `{"type":"message","text":"${'x'.repeat(4001)}"}`,
      `{"type":"video-offer","target":"ruth","sdp":{"type":"offer","sdp":"${'x'.repeat(33_000)}"}}`,
      `{"type":"x","target":"ruth","pad":"${'x'.repeat(70_000)}"}`,
    ];
    ruth.forget();
    for (const text of frames) {
      naomi.forget();
      naomi.say(text);
      assert.deepEqual(
        naomi.heard.map(({ type }) => type),
        ['error'],
        text.slice(0, 60),
      );
    }
    room.tick();
    assert.deepEqual(ruth.heard, []);
    assert.equal(naomi.closed, undefined);
  });

  it('names the text that was refused, by an id that is short enough to be one', () => {
    const naomi = new FakeRoom().modern('naomi');
    const midsTold = [
      { text: 'x'.repeat(4_001), mid: 'm1' },
      { text: 5, mid: 'm2' },
      { text: 5, mid: 'x'.repeat(129) },
      { text: 5 },
    ].map((fields) => {
      naomi.say({ type: 'message', ...fields });
      return naomi.last('error').mid;
    });
    assert.deepEqual(midsTold, ['m1', 'm2', undefined, undefined]);
  });
});

describe('too many messages', () => {
  const flood = (count: number): { room: FakeRoom; naomi: ReturnType<FakeRoom['modern']> } => {
    const room = new FakeRoom({ rate: { perSecond: 10, burst: 20 } });
    const naomi = room.modern('naomi');
    naomi.forget();
    for (let i = 0; i < count; i++) naomi.say({ type: 'message', text: 'hi', target: 'naomi' });
    return { room, naomi };
  };

  it('are dropped, with one error a second that says when to go on', () => {
    const { room, naomi } = flood(30);
    assert.equal(naomi.all('message').length, 19);
    assert.equal(naomi.all('error').length, 1);
    assert.equal(naomi.last('error').code, 'rate-limited');
    room.nowMs += 1000 + Number(naomi.last('error').retryAfterMs);
    naomi.say({ type: 'message', text: 'again', target: 'naomi' });
    assert.equal(naomi.last('message').text, 'again');
  });

  it('end in a close when they go on, and the name is free at once', () => {
    const { room, naomi } = flood(100);
    assert.equal(naomi.closed?.code, CLOSE.rateLimited);
    assert.equal(naomi.last('error').fatal, true);
    assert.equal(room.modern('naomi').name, 'naomi');
    const before = naomi.heard.length;
    naomi.say({ type: 'message', text: 'still here' });
    assert.equal(naomi.heard.length, before, 'what it sends while closing is nothing');
  });

  it('are fewer where they are large: a whole burst is less than a client may be behind', () => {
    const room = new FakeRoom();
    const [naomi, ruth] = [room.modern('naomi'), room.modern('ruth')];
    const { frameBytes } = DEFAULT_HUB_OPTIONS.limits;
    const head = JSON.stringify({ type: 'noise', target: 'ruth', pad: '' });
    const text = head.replace('""', `"${'中'.repeat((frameBytes - head.length) / Buffer.byteLength('中'))}"`);
    for (let i = 0; i < 20; i++) naomi.say(text);
    room.tick();
    const bytes = ruth.texts.reduce((sum, one) => sum + Buffer.byteLength(one), 0);
    assert.ok(bytes > 0 && bytes < DEFAULT_RELAY_LIMITS.maxBufferedBytes, String(bytes));
  });

  it('are fewer where each goes to many people', () => {
    const room = new FakeRoom();
    const crowd = Array.from({ length: 200 }, (_, at) => room.modern(`person${String(at)}`));
    const [naomi, ruth] = crowd as [FakeClient, FakeClient];
    for (const type of ['message', 'noise']) {
      room.nowMs += 60_000;
      for (let i = 0; i < 60; i++) naomi.say({ type, text: 'hi' });
      assert.equal(ruth.all(type).length, 20, type);
      ruth.say({ type, text: 'hi', target: 'person0' });
      assert.equal(naomi.all(type).length, 21, `to one: ${type}`);
    }
  });

  it('count broken frames too', () => {
    const room = new FakeRoom({ rate: { perSecond: 10, burst: 20 } });
    const client = room.connect();
    for (let i = 0; i < 60; i++) client.say('nonsense');
    assert.equal(client.closed?.code, CLOSE.rateLimited);
  });
});

describe('ping', () => {
  it('is answered, before a name as after it', () => {
    const client = new FakeRoom().connect();
    client.say({ type: 'ping', t: 7 });
    assert.deepEqual(client.last('pong'), { type: 'pong', t: 7 });
    client.say({ type: 'pong', t: 7 });
    assert.equal(client.heard.length, 2);
  });
});

describe('goodbye', () => {
  it('goes to everybody of version 1 with reconnects spread evenly, then all are closed', () => {
    const room = new FakeRoom();
    const clients = ['a', 'b', 'c', 'd'].map((name) => room.modern(name));
    const legacy = room.legacy('legacy');
    room.hub.drain('restart', 10_000);
    assert.deepEqual(
      clients.map((client) => client.last('goodbye').reconnectInMs),
      [0, 2000, 4000, 6000],
    );
    assert.deepEqual(legacy.all('goodbye'), []);
    for (const client of [...clients, legacy]) assert.equal(client.closed?.code, CLOSE.restart);
  });
});

describe('the end', () => {
  it('may come twice, and leaves every table empty', () => {
    const room = new FakeRoom();
    const clients = [room.modern('a'), room.legacy('b'), room.connect()];
    clients[0]!.say({ type: 'video-offer', target: 'b', sdp: OFFER_SDP });
    for (const client of [...clients, ...clients]) client.leave();
    room.tick();
    assert.deepEqual(new Set(Object.values(room.hub.sizes)), new Set([0]));
  });
});
