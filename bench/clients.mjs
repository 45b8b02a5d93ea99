/**
 * One client of each system, as cheap as it can be, so that the server is what is measured. All have the same face:
 * `ready` resolves once the server knows the client, `send(target, number)` sends an ICE candidate with that number in
 * it, `onNumber` hears it at the other end, `list()` is whom the client believes to be here, `granted` its own name.
 */
import { io } from 'socket.io-client';
import { WebSocket } from 'ws';

const MARK = 'candidate:';
const CANDIDATE_TAIL =
  ' 1 udp 2122260223 192.168.1.17 54321 typ host generation 0 ufrag 4ZcD network-id 1","sdpMid":"0","sdpMLineIndex":0,"usernameFragment":"4ZcD"}';

const noop = () => undefined;

const startsWith = (data, text) => data.length >= text.length && data.latin1Slice(0, text.length) === text;

/** The number behind the last mark: the first one may be a key. */
function numberIn(data) {
  const at = data.lastIndexOf(MARK) + MARK.length;
  return Number.parseInt(data.latin1Slice(at, at + 9), 10);
}

class SocketClient {
  onNumber = noop;
  granted;
  socket;
  bytes = 0;
  #ready;

  constructor(url, name, protocols = []) {
    this.granted = name;
    this.socket = new WebSocket(url, protocols, { perMessageDeflate: false, skipUTF8Validation: true });
    this.ready = new Promise((resolve, reject) => {
      this.#ready = resolve;
      this.socket.on('error', reject);
      this.socket.on('close', (code) => reject(new Error(`closed with ${code}`)));
    });
    this.socket.on('message', (data) => {
      this.bytes += data.length;
      this.receive(data);
    });
  }

  isReady() {
    this.#ready();
  }

  receive(data) {
    this.onNumber(numberIn(data));
  }

  send(target, number) {
    this.socket.send(
      `{"type":"new-ice-candidate","target":"${target}","candidate":{"candidate":"${MARK}${number}${CANDIDATE_TAIL},"call":{"id":"c-${target}"}}`,
    );
  }

  list() {
    return undefined;
  }

  terminate() {
    this.socket.terminate();
  }
}

class BareClient extends SocketClient {
  constructor(port, name) {
    super(`ws://127.0.0.1:${port}/${name}`, name);
    this.socket.on('open', () => this.isReady());
  }

  send(target, number) {
    this.socket.send(
      `${target}\n{"type":"new-ice-candidate","target":"${target}","candidate":{"candidate":"${MARK}${number}${CANDIDATE_TAIL},"call":{"id":"c-${target}"}}`,
    );
  }
}

class StampedClient extends SocketClient {
  constructor(port, name) {
    super(`ws://127.0.0.1:${port}/${name}`, name);
    this.socket.on('open', () => this.isReady());
  }
}

/** What a client of a list does with it: entries by their public id, as ours are told. */
class UserList {
  #users = new Map();

  follow({ full, join = [], leave = [], change = [] }) {
    if (full) this.#users = new Map();
    for (const sid of leave) this.#users.delete(sid);
    for (const { sid, name } of full ?? join) this.#users.set(sid, name);
    for (const { sid, name } of change) if (name !== undefined) this.#users.set(sid, name);
  }

  names() {
    return new Set(this.#users.values());
  }

  get size() {
    return this.#users.size;
  }
}

/** A client that is told of everybody; `listSize` is a cheap look before the exact one. */
class ListedClient extends SocketClient {
  users = new UserList();

  list() {
    return this.users.names();
  }

  get listSize() {
    return this.users.size;
  }
}

class BatchedClient extends ListedClient {
  constructor(port, name) {
    super(`ws://127.0.0.1:${port}/${name}`, name);
    this.socket.on('open', () => this.isReady());
  }

  receive(data) {
    this.users.follow(JSON.parse(data.toString('utf8')));
  }
}

class PeerClient extends SocketClient {
  constructor(port, name) {
    super(`ws://127.0.0.1:${port}/peerjs?key=peerjs&id=${name}&token=t`, name);
  }

  receive(data) {
    if (startsWith(data, '{"type":"OPEN"')) this.isReady();
    else super.receive(data);
  }

  send(target, number) {
    this.socket.send(
      `{"type":"CANDIDATE","dst":"${target}","payload":{"candidate":{"candidate":"${MARK}${number}${CANDIDATE_TAIL},"connectionId":"c-${target}"}}`,
    );
  }
}

class SocketIoClient {
  onNumber = noop;
  granted;
  bytes = 0;
  #socket;
  #users = new Set();

  constructor(port, name, { listed = false }) {
    this.granted = name;
    this.#socket = io(`http://127.0.0.1:${port}`, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      auth: { name, listed },
    });
    this.ready = new Promise((resolve, reject) => {
      this.#socket.on('connect', resolve);
      this.#socket.on('connect_error', reject);
    });
    this.#socket.on('signal', ({ candidate }) =>
      this.onNumber(Number.parseInt(candidate.candidate.slice(10, 19), 10)),
    );
    this.#socket.on('users', (users) => (this.#users = new Set(users)));
    this.#socket.on('joined', (user) => this.#users.add(user));
    this.#socket.on('left', (user) => this.#users.delete(user));
  }

  send(target, number) {
    this.#socket.emit('signal', {
      type: 'new-ice-candidate',
      target,
      candidate: {
        candidate: `${MARK}${number} 1 udp 2122260223 192.168.1.17 54321 typ host generation 0 ufrag 4ZcD network-id 1`,
        sdpMid: '0',
        sdpMLineIndex: 0,
        usernameFragment: '4ZcD',
      },
      call: { id: `c-${target}` },
    });
  }

  list() {
    return this.#users;
  }

  /** As when the network goes: no word of farewell. */
  terminate() {
    this.#socket.io.engine.transport.ws.terminate?.();
    this.#socket.disconnect();
  }
}

class MdnClient extends SocketClient {
  #users = Buffer.from('{"users":[]}');
  #id;

  constructor(port, name) {
    super(`ws://127.0.0.1:${port}/`, name, ['json']);
  }

  /** Of thousands of lists only the last one is read, lest reading is all that is measured. */
  receive(data) {
    if (startsWith(data, '{"type":"userlist"')) {
      this.#users = data;
      // A list comes for every user, also before one's own name is known.
      if (data.includes(`"${this.granted}"`)) this.isReady();
    } else if (startsWith(data, '{"type":"id"')) {
      this.#id = JSON.parse(data.toString()).id;
      this.socket.send(
        JSON.stringify({ type: 'username', name: this.granted, id: this.#id, date: Date.now() }),
      );
    } else if (startsWith(data, '{"type":"rejectusername"')) this.granted = JSON.parse(data.toString()).name;
    else super.receive(data);
  }

  list() {
    return new Set(JSON.parse(this.#users.toString()).users);
  }
}

class OurClient extends ListedClient {
  #hello;

  /** `resume`: the token of the session that a former client had. */
  constructor(port, name, { resume, room } = {}) {
    super(`ws://127.0.0.1:${port}/`, name, ['json']);
    this.#hello = {
      ...(resume === undefined ? {} : { resume: { token: resume, seq: 0 } }),
      ...(room === undefined ? {} : { room }),
    };
  }

  receive(data) {
    if (startsWith(data, '{"type":"new-ice-candidate')) return super.receive(data);
    const message = JSON.parse(data.toString('utf8'));
    if (message.type === 'id') this.#greet();
    else if (message.type === 'session') this.#enter(message.token);
    else if (message.type === 'rejectusername') this.granted = message.name;
    else if (message.type === 'ping') this.socket.send(JSON.stringify({ type: 'pong', t: message.t }));
    else if (message.type === 'presence') this.users.follow(message);
  }

  /** In, with a name of its own; the list comes with the next tick, as it does with the reference. */
  #enter(token) {
    this.resume = token;
    this.isReady();
  }

  #greet() {
    const hello = { v: 1, client: 'bench', caps: ['call', 'presence', 'heartbeat'], ...this.#hello };
    this.socket.send(JSON.stringify({ type: 'username', name: this.granted, hello }));
  }
}

export const CLIENTS = {
  bare: BareClient,
  stamped: StampedClient,
  batched: BatchedClient,
  peerjs: PeerClient,
  socketio: SocketIoClient,
  mdn: MdnClient,
  ours: OurClient,
};
