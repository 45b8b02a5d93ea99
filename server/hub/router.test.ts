import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ANSWER_SDP, type FakeClient, FakeRoom, OFFER_SDP } from '../../test/support/fake-room.js';

/** Two clients of version 1 and one of the base profile, with nothing heard yet. */
function party(): { room: FakeRoom; naomi: FakeClient; ruth: FakeClient; legacy: FakeClient } {
  const room = new FakeRoom();
  const [naomi, ruth, legacy] = [room.modern('naomi'), room.modern('ruth'), room.legacy('legacy')];
  for (const client of [naomi, ruth, legacy]) client.forget();
  return { room, naomi, ruth, legacy };
}

const offer = (target: string, call = 'c1'): object => ({
  type: 'video-offer',
  target,
  sdp: OFFER_SDP,
  call: { id: call, n: 1, pc: 1 },
});
const answer = (target: string, call = 'c1'): object => ({
  type: 'video-answer',
  target,
  sdp: ANSWER_SDP,
  call: { id: call, n: 1, pc: 1 },
});

const stateOf = (room: FakeRoom, name: string): unknown => {
  const watcher = room.modern('watcher');
  const full = watcher.last('presence').full as { name: string; state: string }[];
  watcher.leave();
  room.tick();
  return full.find((user) => user.name === name)?.state;
};

describe('who a message is from', () => {
  it('is what the relay knows, whatever the message says, on every type', () => {
    const { naomi, ruth } = party();
    const forged = { name: 'legacy', id: 1_000_003 };
    const call = { id: 'c1' };
    const messages = [
      { type: 'video-offer', sdp: OFFER_SDP },
      { type: 'video-answer', sdp: ANSWER_SDP },
      { type: 'new-ice-candidate', candidate: null },
      { type: 'hang-up' },
      { type: 'call-ringing', call },
      { type: 'call-accept', call },
      { type: 'call-select', call, sid: 'x' },
      { type: 'call-leaving', call },
      { type: 'call-media', call, audio: true, video: false },
      { type: 'message', text: 'hi' },
      { type: 'ack', re: { call: 'c1' } },
      { type: 'some-extension' },
    ];
    for (const message of messages) naomi.say({ ...message, ...forged, target: 'ruth' });
    assert.deepEqual(
      ruth.heard.map(({ type, name }) => [type, name]),
      messages.map(({ type }) => [type, 'naomi']),
    );
    for (const heard of ruth.heard.slice(0, -2)) assert.equal('id' in heard, false, heard.type);
  });

  it('is stamped on a candidate that names nobody, as the sample sends it', () => {
    const { legacy, ruth } = party();
    legacy.say({ type: 'new-ice-candidate', target: 'ruth', candidate: { candidate: 'x', sdpMid: '0' } });
    assert.deepEqual(ruth.heard, [
      {
        type: 'new-ice-candidate',
        target: 'ruth',
        candidate: { candidate: 'x', sdpMid: '0' },
        name: 'legacy',
        sid: legacy.sid,
      },
    ]);
  });

  it('carries the true session on all that is about a call', () => {
    const { naomi, ruth } = party();
    naomi.say(offer('ruth'));
    naomi.say({ ...answer('ruth'), sid: 'forged' });
    naomi.say({ type: 'call-accept', target: 'ruth', call: { id: 'c1' }, sid: 'forged' });
    naomi.say({ type: 'call-ringing', target: 'ruth', call: { id: 'c1' } });
    assert.deepEqual(
      ruth.heard.map(({ sid }) => sid),
      [naomi.sid, naomi.sid, naomi.sid, naomi.sid],
    );
  });

  it('leaves the session of call-select alone: it is the device that answered', () => {
    const { naomi, ruth } = party();
    naomi.say({ type: 'call-select', target: 'ruth', call: { id: 'c1' }, sid: 'other-device' });
    assert.equal(ruth.last('call-select').sid, 'other-device');
  });

  it('is never another session, whatever kind of message says so', () => {
    const room = new FakeRoom();
    const [mallory, naomi, ruth] = [room.modern('mallory'), room.modern('naomi'), room.modern('ruth')];
    for (const type of ['message', 'ack', 'ping', 'noise']) {
      mallory.say({ type, target: 'ruth', text: 'hi', re: {}, sid: naomi.sid });
      assert.equal(ruth.last(type).sid, mallory.sid, type);
    }
  });

  it('never tells others the number that only this client knows', () => {
    const { room, ruth } = party();
    const miriam = room.connect();
    const id = miriam.last('id').id;
    miriam.say({ type: 'username', name: 'miriam', id });
    miriam.say({ type: 'message', text: 'hi', id, target: 'ruth' });
    miriam.say({ type: 'extension', id, target: 'ruth' });
    miriam.say({ type: 'extension', id: 'its own business', target: 'ruth' });
    assert.deepEqual(
      ruth.heard.map((message) => message.id),
      [undefined, undefined, 'its own business'],
    );
  });
});

describe('call messages', () => {
  it('reach their target only, with every field that the relay does not know', () => {
    const { naomi, ruth, legacy } = party();
    naomi.say({ ...offer('ruth'), extra: { deep: [1, 'two'] } });
    assert.deepEqual(ruth.heard, [
      { ...offer('ruth'), extra: { deep: [1, 'two'] }, name: 'naomi', sid: naomi.sid },
    ]);
    assert.deepEqual([naomi.heard, legacy.heard], [[], []]);
  });

  it('to nobody come back as an error that says which call', () => {
    const { naomi } = party();
    naomi.say(offer('ghost', 'c7'));
    const { code, re, call, target } = naomi.last('error');
    assert.deepEqual(
      { code, re, call, target },
      { code: 'peer-unavailable', re: 'video-offer', call: { id: 'c7' }, target: 'ghost' },
    );
  });

  it('to nobody vanish silently for the base profile, as on its own server', () => {
    const { legacy } = party();
    legacy.say({ type: 'video-offer', target: 'ghost', name: 'legacy', sdp: OFFER_SDP });
    assert.deepEqual(legacy.heard, []);
  });

  it('that the base profile does not have are kept from it', () => {
    const { naomi, legacy } = party();
    const call = { id: 'c1' };
    naomi.say({ type: 'call-ringing', target: 'legacy', call });
    naomi.say({ type: 'call-media', target: 'legacy', call, audio: true, video: true });
    naomi.say({ type: 'new-ice-candidate', target: 'legacy', candidate: null });
    naomi.say({ type: 'ack', target: 'legacy', re: { call: 'c1' } });
    assert.deepEqual(legacy.heard, []);
    naomi.say({ type: 'hang-up', target: 'legacy', reason: 'ended', call });
    assert.equal(legacy.heard.length, 1);
  });

  it('find their target whatever its name is', () => {
    const { room, naomi } = party();
    for (const name of ['__proto__', 'constructor', 'hasOwnProperty']) {
      const client = room.modern(name);
      client.forget();
      naomi.say(offer(name));
      assert.equal(client.last('video-offer').name, 'naomi', name);
    }
  });

  it('carry a __proto__ field as a field, and change no prototype', () => {
    const { naomi, ruth } = party();
    naomi.say('{"type":"x","target":"ruth","__proto__":{"polluted":true},"name":"legacy"}');
    assert.equal(ruth.texts[0], '{"type":"x","target":"ruth","__proto__":{"polluted":true},"name":"naomi"}');
    assert.equal(({} as Record<string, unknown>).polluted, undefined);
  });
});

describe('a hang-up without target, as the sample broadcasts it', () => {
  it('goes to the sender’s current peer only', () => {
    const { room, naomi, ruth, legacy } = party();
    legacy.say({ type: 'video-offer', target: 'ruth', name: 'legacy', sdp: OFFER_SDP });
    ruth.say(answer('legacy'));
    ruth.forget();
    legacy.say({ type: 'hang-up', name: 'legacy', target: null });
    assert.deepEqual(ruth.heard, [{ type: 'hang-up', name: 'legacy', target: null, sid: legacy.sid }]);
    assert.deepEqual(naomi.heard, []);
    assert.equal(stateOf(room, 'ruth'), 'available');
  });

  it('reaches a callee who has not answered yet', () => {
    const { ruth, legacy } = party();
    legacy.say({ type: 'video-offer', target: 'ruth', name: 'legacy', sdp: OFFER_SDP });
    legacy.say({ type: 'hang-up', name: 'legacy' });
    assert.equal(ruth.last('hang-up').name, 'legacy');
  });

  it('goes nowhere where there is no call, or the peer is gone', () => {
    const { naomi, ruth, legacy } = party();
    legacy.say({ type: 'hang-up', name: 'legacy', target: null });
    legacy.say({ type: 'video-offer', target: 'ruth', name: 'legacy', sdp: OFFER_SDP });
    ruth.leave();
    ruth.forget();
    legacy.say({ type: 'hang-up', name: 'legacy', target: null });
    assert.deepEqual([naomi.heard, ruth.heard, legacy.heard], [[], [], []]);
  });
});

describe('in-call', () => {
  it('is shown from the answer to the hang-up, and the chosen state after it', () => {
    const { room, naomi, ruth } = party();
    ruth.say({ type: 'state', state: 'busy' });
    naomi.say(offer('ruth'));
    assert.equal(stateOf(room, 'naomi'), 'available');
    ruth.say(answer('naomi'));
    assert.deepEqual([stateOf(room, 'naomi'), stateOf(room, 'ruth')], ['in-call', 'in-call']);
    naomi.say({ type: 'hang-up', target: 'ruth', call: { id: 'c1' }, reason: 'ended' });
    assert.deepEqual([stateOf(room, 'naomi'), stateOf(room, 'ruth')], ['available', 'busy']);
  });

  it('is told as a change', () => {
    const { room, naomi, ruth } = party();
    const watcher = room.modern('watcher');
    naomi.say(offer('ruth'));
    ruth.say(answer('naomi'));
    room.tick();
    assert.deepEqual(
      new Set((watcher.last('presence').change as { sid: string }[]).map(({ sid }) => sid)),
      new Set([naomi.sid, ruth.sid]),
    );
  });

  it('does not outlive the other end', () => {
    const { room, naomi, ruth } = party();
    naomi.say(offer('ruth'));
    ruth.say(answer('naomi'));
    room.tick();
    ruth.leave();
    assert.equal(stateOf(room, 'naomi'), 'available');
  });

  it('cannot be put on somebody by an answer they did not ask for', () => {
    const { room, ruth } = party();
    ruth.say(answer('naomi'));
    ruth.say(offer('naomi'));
    ruth.say(answer('naomi'));
    assert.equal(stateOf(room, 'naomi'), 'available');
  });
});

describe('chat', () => {
  it('without target reaches everybody, the sender too, with an id and the relay’s time', () => {
    const { naomi, ruth, legacy } = party();
    legacy.say({ type: 'message', text: '<b>hi</b>', name: 'naomi', id: 1_000_005, date: 42 });
    for (const client of [naomi, ruth, legacy]) {
      const { mid, ts, ...rest } = client.last('message');
      assert.deepEqual(rest, { type: 'message', text: '<b>hi</b>', name: 'legacy', date: 42 });
      assert.equal(typeof mid, 'string');
      assert.equal(typeof ts, 'number');
    }
    assert.deepEqual(legacy.all('ack'), []);
  });

  it('with a target reaches that user and the sender', () => {
    const { naomi, ruth, legacy } = party();
    naomi.say({ type: 'message', text: 'psst', target: 'ruth', mid: 'm1' });
    assert.equal(ruth.last('message').text, 'psst');
    assert.equal(naomi.last('message').mid, 'm1');
    assert.deepEqual(legacy.heard, []);
  });

  it('to oneself comes once', () => {
    const { naomi } = party();
    naomi.say({ type: 'message', text: 'note', target: 'naomi' });
    assert.equal(naomi.all('message').length, 1);
  });

  it('is acknowledged to a sender who gave it an id, and keeps that id', () => {
    const { naomi, ruth } = party();
    naomi.say({ type: 'message', text: 'hi', mid: 'm1' });
    assert.deepEqual(naomi.last('ack'), { type: 'ack', re: { mid: 'm1' } });
    assert.equal(ruth.last('message').mid, 'm1');
  });

  it('is acknowledged by the page it was for, which no legacy client hears', () => {
    const { naomi, ruth, legacy } = party();
    ruth.say({ type: 'ack', target: 'naomi', re: { mid: 'm1' }, name: 'somebody' });
    ruth.say({ type: 'ack', target: 'legacy', re: { mid: 'm2' } });
    assert.deepEqual(naomi.last('ack'), { type: 'ack', target: 'naomi', re: { mid: 'm1' }, name: 'ruth' });
    assert.deepEqual(legacy.all('ack'), []);
  });

  it('whose target is empty was meant for one, and is told to nobody', () => {
    const { naomi, ruth, legacy } = party();
    naomi.say({ type: 'message', text: 'for one', target: '', mid: 'm9' });
    naomi.say({ type: 'whiteboard', target: '' });
    const errors = naomi.all('error').map(({ code, re, mid }) => [code, re, mid]);
    assert.deepEqual(errors, [
      ['bad-request', 'message', 'm9'],
      ['bad-request', 'whiteboard', undefined],
    ]);
    assert.deepEqual(
      [...ruth.heard, ...legacy.heard].filter(({ type }) => type !== 'userlist'),
      [],
    );
  });

  it('to nobody is an error and no ack', () => {
    const { naomi } = party();
    naomi.say({ type: 'message', text: 'psst', target: 'ghost', mid: 'm1' });
    const { code, re, target, mid } = naomi.last('error');
    assert.deepEqual([code, re, target, mid], ['peer-unavailable', 'message', 'ghost', 'm1']);
    assert.deepEqual([naomi.all('ack'), naomi.all('message')], [[], []]);
  });
});

describe('types the protocol does not know', () => {
  it('with a target reach that user only, legacy or not', () => {
    const { naomi, ruth, legacy } = party();
    naomi.say({ type: 'file-offer', target: 'legacy', size: 3 });
    assert.deepEqual(legacy.heard, [{ type: 'file-offer', target: 'legacy', size: 3, name: 'naomi' }]);
    assert.deepEqual([naomi.heard, ruth.heard], [[], []]);
  });

  it('without a target reach everybody, the sender too', () => {
    const { naomi, ruth, legacy } = party();
    legacy.say({ type: 'wave', name: 'naomi' });
    for (const client of [naomi, ruth, legacy]) {
      assert.deepEqual(client.heard, [{ type: 'wave', name: 'legacy' }]);
    }
  });

  it('without a target are refused where the operator wants it so', () => {
    const room = new FakeRoom({ broadcastUnknown: false });
    const [naomi, ruth] = [room.modern('naomi'), room.modern('ruth')];
    ruth.forget();
    naomi.say({ type: 'wave' });
    assert.deepEqual(ruth.heard, []);
    assert.equal(naomi.last('error').code, 'forbidden');
  });

  it('make a ping to oneself come back, the heartbeat of clients of other servers', () => {
    const { naomi } = party();
    naomi.say({ type: 'ping', target: 'naomi', t: 5 });
    assert.deepEqual(naomi.heard, [{ type: 'ping', target: 'naomi', t: 5, name: 'naomi' }]);
  });
});
