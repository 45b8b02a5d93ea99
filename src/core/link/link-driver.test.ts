/** The link's driver with a scripted server: greeting, beats, former sockets, and what it lets through. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LEGACY_ID, Rig, ScriptedSocket, V1_ID } from '../../testing/link-rig.js';
import { BEAT_MS, OPEN_TIMEOUT_MS, PROBE_MS, SILENCE_MS } from './link-machine.js';

void describe('the greeting', () => {
  void it('is answered with the name, the number and what we can do', () => {
    const { socket, clock } = new Rig().online(V1_ID);
    assert.deepEqual(socket.said, [
      {
        type: 'username',
        name: 'naomi',
        id: 7,
        date: clock.now(),
        hello: { v: 1, client: 'call-elements', caps: ['call', 'presence', 'heartbeat', 'resume'] },
      },
    ]);
  });

  void it('of a legacy server has only a number', () => {
    const { link, socket } = new Rig().online(LEGACY_ID);
    assert.equal(link.sessionNumber, 7);
    assert.equal(socket.all('username').length, 1);
    assert.ok(link.state.status === 'online');
    assert.deepEqual(link.state.server, { v1: false, caps: [], id: 7, beats: false, echoes: false });
  });

  void it('counts once: a legacy server passes on what others send in its name', () => {
    const { link, socket } = new Rig().online(LEGACY_ID);
    socket.tell({ type: 'id', id: 666, v: 1, sid: 'forged' });
    assert.equal(link.sessionNumber, 7);
    const early = new Rig();
    early.link.dispatch({ type: 'connect' });
    early.socket.tell(LEGACY_ID);
    early.socket.tell({ type: 'id', id: 666, v: 1 });
    assert.equal(early.socket.all('username').length, 1);
    assert.ok(early.link.state.status === 'connecting' && early.link.state.server?.v1 === false);
  });

  void it('that never comes is waited for only so long, then tried again', () => {
    const { link, clock, server } = new Rig();
    link.dispatch({ type: 'connect' });
    const triesAfter = (ms: number): number => {
      clock.advance(ms);
      return server.sockets.length;
    };
    assert.equal(triesAfter(OPEN_TIMEOUT_MS - 1), 1);
    assert.ok(triesAfter(1_000_000) > 2);
    assert.equal(server.sockets.filter((socket) => socket.isOpen).length, 1);
  });
});

void describe('a former socket', () => {
  void it('is not heard any more, neither its late frames nor its end', () => {
    const rig = new Rig().online(V1_ID);
    const former = rig.socket;
    former.end(1006);
    rig.clock.advance(0);
    rig.socket.tell({ ...V1_ID, id: 8 });
    rig.link.dispatch({ type: 'joined' });
    assert.notEqual(rig.socket, former);
    const before = rig.heard.length;
    former.tell({ type: 'userlist', users: ['ghost'] });
    former.tell({ ...V1_ID, id: 9 });
    former.end(4503);
    assert.equal(rig.heard.length, before);
    assert.equal(rig.link.sessionNumber, 8);
    assert.equal(rig.link.state.status, 'online');
  });

  void it('is closed when its server has fallen silent', () => {
    const rig = new Rig().online(V1_ID);
    const former = rig.socket;
    rig.clock.advance(SILENCE_MS);
    assert.equal(former.isOpen, false);
    assert.deepEqual(rig.statuses, ['connecting', 'online', 'waiting', 'connecting']);
    assert.deepEqual(
      rig.errors.map(({ code }) => code),
      ['link-lost'],
    );
  });
});

void describe('a socket that the page’s author made', () => {
  void it('says what is wrong with it as an error, and nothing once it is a former one', () => {
    const rig = new Rig().online(V1_ID);
    const { listener } = rig.socket;
    listener.fault?.('It throws.');
    assert.deepEqual(
      rig.errors.map(({ code, message }) => [code, message]),
      [['signal-failed', 'It throws.']],
    );
    assert.equal(rig.link.state.status, 'online');
    rig.link.dispatch({ type: 'disconnect' });
    listener.fault?.('It throws.');
    assert.equal(rig.errors.length, 1);
  });
});

void describe('beats', () => {
  void it('of the server are answered, with their time', () => {
    const { socket } = new Rig().online(V1_ID);
    socket.tell({ type: 'ping', t: 5 });
    socket.tell({ type: 'ping' });
    assert.deepEqual(socket.all('pong'), [{ type: 'pong', t: 5 }, { type: 'pong' }]);
  });

  void it('of the server keep the link up, as does anything else it says, sense or nonsense', () => {
    for (const frame of [{ type: 'ping' }, { type: 'userlist', users: [] }, { type: 'news' }, 'not JSON']) {
      const { socket, clock, link } = new Rig().online(V1_ID);
      for (let n = 0; n < 5; n += 1) {
        clock.advance(SILENCE_MS - 1);
        socket.tell(frame);
      }
      assert.equal(link.state.status, 'online');
    }
  });

  void it('are no message for anybody else', () => {
    const rig = new Rig().online(V1_ID);
    rig.socket.tell({ type: 'ping' });
    rig.socket.tell({ type: 'pong', t: 1 });
    assert.deepEqual(rig.heard, []);
  });

  void it('on a legacy server are pings to ourselves', () => {
    const { socket, clock } = new Rig().online(LEGACY_ID);
    clock.advance(BEAT_MS);
    assert.deepEqual(socket.all('ping'), [{ type: 'ping', t: clock.now(), target: 'naomi' }]);
  });

  void it('that a legacy server once returned are missed when they stop coming back', () => {
    const rig = new Rig().online(LEGACY_ID);
    const { socket, clock, link } = rig;
    clock.advance(BEAT_MS);
    socket.tell({ type: 'ping', target: 'naomi', t: clock.now() });
    assert.deepEqual([...rig.heard, ...socket.all('pong')], []);
    clock.advance(BEAT_MS);
    assert.equal(link.state.status, 'online');
    clock.advance(PROBE_MS);
    assert.notEqual(socket.isOpen, true);
  });

  void it('that a legacy server never returned are no reason to leave it', () => {
    const { clock, link } = new Rig().online(LEGACY_ID);
    clock.advance(20 * BEAT_MS);
    assert.equal(link.state.status, 'online');
  });

  void it('that somebody sends to everybody on a legacy server get no answer: it would go to everybody', () => {
    const { socket } = new Rig().online(LEGACY_ID);
    socket.tell({ type: 'ping', t: 1, name: 'mallory' });
    assert.deepEqual(socket.all('pong'), []);
  });
});

void describe('what a server says', () => {
  void it('is handed on, typed, in order; what nobody knows is not', () => {
    const rig = new Rig().online(V1_ID);
    rig.socket.tell({ type: 'userlist', users: ['naomi', null] });
    rig.socket.tell({ type: 'whiteboard', stroke: 1 });
    rig.socket.tell('{');
    rig.socket.tell({ type: 'rejectusername', id: 7, name: 'naomi2' });
    assert.deepEqual(rig.heard, [
      { type: 'userlist', users: ['naomi'] },
      { type: 'rejectusername', id: 7, name: 'naomi2' },
    ]);
  });

  void it('is believed of a legacy server only as far as such a server says it itself', () => {
    const rig = new Rig().online(LEGACY_ID);
    for (const forged of [
      { type: 'presence', epoch: 'e', v: 1, full: [{ name: 'mallory', sid: 'm' }] },
      { type: 'session', resumed: false, iceServers: [{ urls: ['turn:evil.example'] }] },
      { type: 'error', code: 'forbidden', fatal: true },
      { type: 'goodbye', reconnectInMs: 1 },
      { type: 'peer-state', name: 'priya', sid: 'p', state: 'left' },
    ]) {
      rig.socket.tell(forged);
    }
    assert.deepEqual(rig.heard, []);
    rig.socket.tell({ type: 'message', text: 'hi', name: 'priya' });
    assert.equal(rig.heard.length, 1);
  });
});

void describe('the end of a connection', () => {
  void it('says whether the person goes, the page goes, or the connection does not work', () => {
    const closes: (number | undefined)[] = [];
    class Noting extends ScriptedSocket {
      override close(code?: number): void {
        closes.push(code);
        super.close();
      }
    }
    for (const event of [
      { type: 'disconnect' },
      { type: 'leave', returns: true },
      { type: 'leave', returns: false },
      { type: 'timer', timer: 'silence' },
    ] as const) {
      const rig = new Rig(Noting).online(V1_ID);
      rig.link.dispatch(event);
    }
    assert.deepEqual(closes, [1000, 1001, 1000, 4412]);
  });

  void it('is tried again after any code but 45xx', () => {
    for (const [code, expected] of [
      [1006, 'connecting'],
      [1012, 'connecting'],
      [4408, 'waiting'],
      [4499, 'waiting'],
      [4500, 'refused'],
      [4503, 'refused'],
    ] as const) {
      const { socket, clock, link } = new Rig().online(V1_ID);
      socket.end(code);
      clock.advance(0);
      assert.equal(link.state.status, expected, String(code));
      clock.advance(1_000);
      assert.equal(link.state.status, expected === 'waiting' ? 'connecting' : expected, String(code));
    }
  });

  void it('that is final is told with its code, and nothing runs any more', () => {
    const rig = new Rig().online(V1_ID);
    rig.socket.end(4503);
    assert.deepEqual(
      rig.errors.map(({ code, detail }) => [code, detail]),
      [['link-refused', '4503']],
    );
    assert.equal(rig.clock.pending, 0);
  });

  void it('by us leaves no timer and no open socket', () => {
    const rig = new Rig().online(V1_ID);
    rig.link.dispatch({ type: 'disconnect' });
    assert.deepEqual([rig.clock.pending, rig.socket.isOpen], [0, false]);
    assert.equal(rig.link.send({ type: 'ping' }), false);
  });
});
