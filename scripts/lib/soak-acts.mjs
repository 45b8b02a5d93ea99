/** What people, careless programs and attackers do to a relay, each as one act that begins with nothing and leaves nothing. */
import { randomBytes, randomInt } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { WebSocket } from 'ws';

/** @typedef {{socket: WebSocket, name: string, token: string, pongs: Map<number, (value: unknown) => void>}} Page */

let count = 0;
const newName = () => `user${String((count += 1))}`;

/** @param {WebSocket} socket @param {object} message */
const say = (socket, message) => {
  if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
};

/**
 * A page that is let in, or undefined where the relay would not.
 * @param {number} port @param {string} [name] @param {string} [token] of the session it had
 * @returns {Promise<Page | undefined>}
 */
export function enter(port, name = newName(), token) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/`, ['json']);
  const pongs = new Map();
  return new Promise((resolve) => {
    let fresh = '';
    socket.on('error', () => undefined);
    socket.on('close', () => {
      for (const resolvePong of pongs.values()) resolvePong(undefined);
      resolve(undefined);
    });
    socket.on('message', (data) => {
      const message = JSON.parse(String(data));
      if (message.type === 'id') {
        const resume = token === undefined ? {} : { resume: { token, seq: 0 } };
        const hello = { v: 1, client: 'soak', caps: ['call', 'presence', 'heartbeat'], ...resume };
        say(socket, { type: 'username', name, hello });
      } else if (message.type === 'session') fresh = message.token;
      else if (message.type === 'ping') say(socket, { type: 'pong', t: message.t });
      else if (message.type === 'presence') resolve({ socket, name, token: fresh, pongs });
      else if (message.type === 'pong') pongs.get(message.t)?.(undefined);
    });
  });
}

/** @param {WebSocket} socket */
async function leave(socket) {
  if (socket.readyState === WebSocket.CLOSED) return;
  const closed = once(socket, 'close');
  socket.close();
  await closed;
}

/** Resolves once the relay has dealt with what was said, or has closed. @param {Page} page */
function settled({ socket, pongs }) {
  const t = randomInt(2 ** 40);
  return new Promise((resolve) => {
    pongs.set(t, resolve);
    if (socket.readyState !== WebSocket.OPEN) resolve(undefined);
    else say(socket, { type: 'ping', t });
  });
}

/** @param {number} port */
async function call(port) {
  const [caller, callee] = await Promise.all([enter(port), enter(port)]);
  if (!caller || !callee) return;
  const ref = { id: `call${String((count += 1))}` };
  const sdp = `v=0\r\n${'a=x\r\n'.repeat(600)}`;
  say(caller.socket, { type: 'video-offer', target: callee.name, sdp: { type: 'offer', sdp }, call: ref });
  say(callee.socket, { type: 'call-ringing', target: caller.name, call: ref });
  await settled(caller);
  say(callee.socket, { type: 'video-answer', target: caller.name, sdp: { type: 'answer', sdp }, call: ref });
  for (const [from, to] of [
    [caller, callee],
    [callee, caller],
  ]) {
    for (let i = 0; i < 10 && from && to; i += 1) {
      say(from.socket, {
        type: 'new-ice-candidate',
        target: to.name,
        candidate: { candidate: `c${i}` },
        call: ref,
      });
    }
  }
  await settled(callee);
  // One of three calls ends as calls should.
  if (count % 3 === 0) say(caller.socket, { type: 'hang-up', target: callee.name, call: ref });
  await (count % 2 === 0 ? leave(caller.socket) : caller.socket.terminate());
  await leave(callee.socket);
}

/** @param {number} port */
async function chatAndRename(port) {
  const page = await enter(port);
  if (!page) return;
  for (let i = 0; i < 10; i += 1) {
    say(page.socket, { type: 'message', text: 'x'.repeat(200), mid: `m${i}` });
    say(page.socket, { type: 'username', name: newName() });
    say(page.socket, { type: 'state', state: i % 2 === 0 ? 'busy' : 'available' });
  }
  await settled(page);
  await leave(page.socket);
}

/** A page that loses its socket, comes back to its session, and is killed. @param {number} port */
async function comeBack(port) {
  const page = await enter(port);
  page?.socket.terminate();
  const back = page && (await enter(port, page.name, page.token));
  back?.socket.terminate();
}

/** Reads nothing while another writes; both are gone in the end. @param {number} port */
async function readNothing(port) {
  const [slow, writer] = await Promise.all([enter(port), enter(port)]);
  if (!slow || !writer) return;
  slow.socket.pause();
  for (let i = 0; i < 80; i += 1)
    say(writer.socket, { type: 'x', target: slow.name, pad: 'p'.repeat(60_000) });
  await settled(writer);
  await leave(writer.socket);
  slow.socket.terminate();
}

/** @param {number} port */
async function flood(port) {
  const page = await enter(port);
  if (!page) return;
  const closed = once(page.socket, 'close');
  for (let i = 0; i < 400; i += 1) say(page.socket, { type: 'message', text: 'x', target: page.name });
  await closed;
}

/** Frames that are none, a handshake that is none, and a socket that only connects. @param {number} port */
async function garbage(port) {
  const page = await enter(port);
  for (const text of ['', '{', '[]', '{"type":5}', randomBytes(200).toString('latin1')])
    page?.socket.send(text);
  page?.socket.send(randomBytes(500));
  const raw = connect(port, '127.0.0.1');
  raw.on('error', () => undefined);
  raw.resume();
  raw.write(randomBytes(300));
  raw.end();
  await once(raw, 'close');
  page?.socket.terminate();
}

export const ACTS = [call, call, call, chatAndRename, comeBack, readNothing, flood, garbage];
