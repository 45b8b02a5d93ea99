/** The link's driver over several connections: which session it asks for, what it counts, and what it says again. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Rig, type ScriptedSocket, V1_ID } from '../../testing/link-rig.js';

void describe('a session that the server still holds', () => {
  const resumeOf = (socket: ScriptedSocket): unknown => {
    const [hello] = socket.said;
    return hello?.type === 'username' ? hello.hello?.resume : 'no hello';
  };

  void it('is asked for with the token it gave, until the server gives the next one', () => {
    const rig = new Rig().online(V1_ID);
    assert.equal(resumeOf(rig.socket), undefined);
    rig.socket.tell({ type: 'session', resumed: false, token: 't1' });
    rig.socket.end(1006);
    rig.clock.advance(0);
    rig.socket.tell(V1_ID);
    assert.deepEqual(resumeOf(rig.socket), { token: 't1', seq: 0 });
    rig.socket.end(1006);
    rig.clock.advance(20_000);
    rig.socket.tell(V1_ID);
    assert.deepEqual(resumeOf(rig.socket), { token: 't1', seq: 0 }, 'it may not have been heard');
    rig.socket.tell({ type: 'session', resumed: false, token: 't2' });
    rig.socket.end(1006);
    rig.clock.advance(20_000);
    rig.socket.tell(V1_ID);
    assert.deepEqual(resumeOf(rig.socket), { token: 't2', seq: 0 });
  });

  void it('is had under the name it has; another one that is wanted since is asked for then', () => {
    const rig = new Rig().online(V1_ID);
    rig.socket.tell({ type: 'session', resumed: false, token: 't1' });
    rig.held = undefined;
    rig.socket.end(1006);
    rig.clock.advance(20_000);
    rig.socket.tell(V1_ID);
    rig.socket.tell({ type: 'session', resumed: true, token: 't2' });
    const [first, second] = rig.socket.all('username');
    assert.deepEqual(first?.type === 'username' && first.hello?.resume, { token: 't1', seq: 0 });
    assert.ok(second?.type === 'username' && second.hello?.resume === undefined);
  });

  void it('stays as it is when only the servers for media are told anew', () => {
    const rig = new Rig().online(V1_ID);
    rig.socket.tell({ type: 'session', resumed: false, token: 't1', seq: 0 });
    rig.socket.tell({ type: 'message', text: 'hi', name: 'priya' });
    rig.socket.tell({ type: 'session', resumed: false, iceServers: [] });
    assert.deepEqual(rig.link.session, { token: 't1', sid: 's7', seq: 1 });
  });

  void it('keeps the public id it had', () => {
    const rig = new Rig().online(V1_ID);
    const sidOf = (): string | undefined =>
      'server' in rig.link.state ? rig.link.state.server.sid : undefined;
    const before = sidOf();
    rig.socket.tell({ type: 'session', resumed: false, token: 't1' });
    for (const token of ['t2', 't3']) {
      rig.socket.end(1006);
      rig.clock.advance(20_000);
      rig.socket.tell({ ...V1_ID, sid: `for ${token}` });
      assert.equal(sidOf(), `for ${token}`);
      rig.socket.tell({ type: 'session', resumed: true, token });
      assert.equal(sidOf(), before);
    }
  });

  void it('is what the page before this one was told, and asked for by this one', () => {
    const before = new Rig().online(V1_ID);
    before.socket.tell({ type: 'session', resumed: false, token: 't1' });
    assert.deepEqual(before.link.session, { token: 't1', sid: 's7' });
    const { link, server } = new Rig();
    link.adopt({ token: 't1', sid: 's7' });
    link.dispatch({ type: 'connect' });
    server.last.tell({ ...V1_ID, sid: 'nobody' });
    assert.deepEqual(resumeOf(server.last), { token: 't1', seq: 0 });
    server.last.tell({ type: 'session', resumed: true, token: 't2' });
    assert.ok(link.state.status === 'connecting' && link.state.server?.sid === 's7');
  });

  void it('is not asked for by somebody who signed out', () => {
    const rig = new Rig().online(V1_ID);
    rig.socket.tell({ type: 'session', resumed: false, token: 't1' });
    rig.link.dispatch({ type: 'disconnect' });
    rig.online(V1_ID);
    assert.equal(resumeOf(rig.socket), undefined);
  });
});

void describe('what counts in a session', () => {
  const RINGING = { type: 'call-ringing', target: 'priya', call: { id: 'c' } } as const;
  const HANG_UP = { type: 'hang-up', target: 'priya', call: { id: 'c' } } as const;
  const message = (text: string): object => ({ type: 'message', text, name: 'priya' });

  /** Online, in a session that counts. */
  const counting = (): Rig => {
    const rig = new Rig().online(V1_ID);
    rig.socket.tell({ type: 'session', resumed: false, token: 't1', seq: 0 });
    return rig;
  };
  /** The connection is lost, and another one greeted. */
  const again = (rig: Rig): Rig => {
    rig.socket.end(1006);
    rig.link.dispatch({ type: 'wake' });
    rig.socket.tell(V1_ID);
    return rig;
  };
  const resumeOf = ({ socket }: Rig): unknown => {
    const [hello] = socket.said;
    return hello?.type === 'username' && hello.hello?.resume;
  };

  void it('of what is heard is told with each sign of life, and when the session is asked for', () => {
    const rig = counting();
    for (const frame of [message('1'), { type: 'whiteboard' }, '{', { type: 'presence', epoch: 'e', v: 1 }])
      rig.socket.tell(frame);
    rig.socket.tell({ type: 'ping', t: 5 });
    assert.deepEqual(rig.socket.all('pong'), [{ type: 'pong', t: 5, seq: 3 }]);
    assert.deepEqual(resumeOf(again(rig)), { token: 't1', seq: 3 });
  });

  void it('is nothing that comes before the session', () => {
    const rig = again(counting());
    rig.socket.tell({ type: 'error', code: 'turn-auth' });
    rig.socket.tell({ type: 'session', resumed: true, token: 't2', seq: 0 });
    rig.socket.tell(message('1'));
    assert.deepEqual(resumeOf(again(rig)), { token: 't2', seq: 1 });
  });

  void it('of what is said is said again if the server has not got it, in order, once', () => {
    const rig = counting();
    rig.link.send(RINGING);
    rig.link.send({ type: 'message', text: 'has acknowledgements of its own', target: 'priya' });
    rig.link.send(HANG_UP);
    again(rig);
    rig.socket.tell({ type: 'session', resumed: true, token: 't2', seq: 1 });
    assert.deepEqual(rig.socket.said.slice(1), [HANG_UP]);
    again(rig);
    rig.socket.tell({ type: 'session', resumed: true, token: 't3', seq: 2 });
    assert.deepEqual([rig.socket.said.length, rig.gaps], [1, 0]);
  });

  void it('is not said again in a session that is another one, but it is known that it may be lost', () => {
    const rig = counting();
    rig.link.send(HANG_UP);
    again(rig);
    rig.socket.tell({ type: 'session', resumed: false, token: 't2', seq: 0 });
    assert.deepEqual([rig.socket.said.length, rig.gaps], [1, 1]);
  });

  void it('has a gap where the server says so, or where too much was said', () => {
    const rig = again(counting());
    rig.socket.tell({ type: 'session', resumed: true, token: 't2', seq: 0, gap: true });
    assert.equal(rig.gaps, 1);
    for (let n = 0; n < 65; n += 1) rig.link.send(RINGING);
    again(rig);
    rig.socket.tell({ type: 'session', resumed: true, token: 't3', seq: 0 });
    assert.deepEqual([rig.gaps, rig.socket.said.length], [2, 1]);
    rig.link.send(HANG_UP);
    again(rig);
    rig.socket.tell({ type: 'session', resumed: true, token: 't4', seq: 0 });
    assert.deepEqual(rig.socket.said.slice(1), [HANG_UP], 'and goes on from what the server has');
  });

  void it('goes on in the next page, which knows not what was said before', () => {
    const { link, server } = new Rig();
    link.adopt({ token: 't1', sid: 's7', seq: 4 });
    link.dispatch({ type: 'connect' });
    server.last.tell({ ...V1_ID, sid: 'nobody' });
    server.last.tell({ type: 'session', resumed: true, token: 't2', seq: 9 });
    link.send(HANG_UP);
    server.last.tell(message('5'));
    assert.equal(link.session.seq, 5);
    server.last.end(1006);
    link.dispatch({ type: 'wake' });
    server.last.tell(V1_ID);
    server.last.tell({ type: 'session', resumed: true, token: 't3', seq: 9 });
    assert.deepEqual(server.last.said.slice(1), [HANG_UP]);
  });
});
