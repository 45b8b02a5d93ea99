/**
 * The base profile of docs/protocol.md in Node, with `ws` alone: `node server.mjs`, then `server="ws://localhost:6503"`.
 * PORT, HOST and ORIGIN (whose pages may connect, separated by spaces) come from the environment.
 */
import { randomInt } from 'node:crypto';
import { WebSocketServer } from 'ws';

const { PORT = '6503', HOST = '127.0.0.1', ORIGIN = '' } = process.env;
const MAX_FRAME_BYTES = 65_536;
const MAX_NAME_LENGTH = 64;
/** Control characters, and those that turn or hide the text around them. */
const UNFIT = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/u;
/** What only a server says; a page that says it would fool the others. */
const SERVER_ONLY = 'id rejectusername userlist session presence peer-state error goodbye'.split(' ');

/** @type {Map<string, import('ws').WebSocket>} Who is here, by name. A Map: "__proto__" is a name like any other. */
const people = new Map();

/** @param {import('ws').WebSocket} socket @param {object} message */
const tell = (socket, message) => socket.send(JSON.stringify(message));

/** @param {object} message */
function tellEverybody(message) {
  const frame = JSON.stringify(message);
  for (const socket of people.values()) socket.send(frame);
}

/** @param {unknown} value */
const isText = (value) => typeof value === 'string' && value !== '';

/** The name asked for, or the nearest one that is free. @param {string} asked */
function freeName(asked) {
  const name = asked.normalize('NFC').trim();
  const isFit = name !== '' && [...name].length <= MAX_NAME_LENGTH && !UNFIT.test(name);
  const stem = isFit ? name : 'guest';
  if (isFit && !people.has(stem)) return stem;
  for (let number = 1; ; number += 1) {
    const digits = String(number);
    const candidate = [...stem].slice(0, MAX_NAME_LENGTH - digits.length).join('') + digits;
    if (!people.has(candidate)) return candidate;
  }
}

/** Reads a frame; undefined where it is no message, or one so deep that it could not be written again. @param {import('ws').RawData} data */
function read(data) {
  try {
    const message = JSON.parse(String(data));
    JSON.stringify(message);
    return isText(message?.type) && !SERVER_ONLY.includes(message.type) ? message : undefined;
  } catch {
    return undefined;
  }
}

/** @param {import('ws').WebSocket} socket */
function welcome(socket) {
  const id = randomInt(1, 2 ** 48 - 1);
  /** @type {string | undefined} */
  let name;

  /** @param {string} asked */
  const rename = (asked) => {
    if (name !== undefined) people.delete(name);
    name = freeName(asked);
    people.set(name, socket);
    if (name !== asked) tell(socket, { type: 'rejectusername', id, name });
    tellEverybody({ type: 'userlist', users: [...people.keys()] });
  };

  /** @param {Record<string, unknown>} message */
  const passOn = (message) => {
    // Who sent it is what the server knows, and the number is a secret of this client.
    const stamped = { ...message, name, id: undefined };
    const target = message.target;
    if (isText(target)) {
      const receiver = people.get(/** @type {string} */ (target));
      if (receiver) tell(receiver, stamped);
      if (receiver && receiver !== socket && message.type === 'message') tell(socket, stamped);
    } else if (message.type === 'message' && typeof message.text === 'string') tellEverybody(stamped);
  };

  socket.on('message', (data, isBinary) => {
    const message = isBinary ? undefined : read(data);
    if (message?.type === 'username' && typeof message.name === 'string') rename(message.name);
    else if (message && name !== undefined) passOn(message);
  });
  socket.on('close', () => {
    if (name === undefined) return;
    people.delete(name);
    tellEverybody({ type: 'userlist', users: [...people.keys()] });
  });
  socket.on('error', () => socket.terminate());
  tell(socket, { type: 'id', id });
}

/** Pages of the same host name, or of those named in ORIGIN; what is no browser says no origin. @param {string | undefined} origin @param {string} host */
function mayConnect(origin, host) {
  if (origin === undefined) return true;
  if (ORIGIN !== '') return ORIGIN.split(' ').includes(origin);
  return URL.canParse(origin) && new URL(origin).hostname === new URL(`http://${host}`).hostname;
}

const server = new WebSocketServer({
  port: Number(PORT),
  host: HOST,
  maxPayload: MAX_FRAME_BYTES,
  handleProtocols: (offered) => offered.has('json') && 'json',
  verifyClient: ({ req }) => mayConnect(req.headers.origin, req.headers.host ?? ''),
});
server.on('connection', welcome);
server.on('listening', () => {
  console.log(`listening on ${HOST}:${server.address().port}`);
});

/** A connection that died without a word answers no ping. */
setInterval(() => {
  for (const socket of server.clients) {
    if (socket.isSilent) socket.terminate();
    socket.isSilent = true;
    socket.once('pong', () => (socket.isSilent = false));
    socket.ping();
  }
}, 15_000).unref();
