/**
 * A page that behaves towards its peers as the client of MDN's sample does, weaknesses included: it knows the base
 * profile of docs/protocol.md and nothing else. It answers at once and offers again right behind its answer, is stuck
 * after both sides called at once, drops a call without a word when it sees the path go, and hangs up to everybody.
 * `window.sample` is for the test that drives it. It must not become cleverer than the sample.
 */
const byId = (id) => document.getElementById(id);
const [people, remote, local, hangUpButton] = ['people', 'remote', 'local', 'hang-up'].map(byId);

const sample = {
  name: undefined,
  target: null,
  connection: null,
  camera: null,
  /** Every message but lists and ids, as it came. */
  heard: [],
  /** What went wrong inside, as the sample would write it to the console. */
  failures: [],
  /** Messages that the network has not delivered yet; null while it delivers. */
  held: null,
  hold: () => (sample.held = []),
  release,
  drop,
};
window.sample = sample;

let socket;
let number;

const send = (message) => socket.send(JSON.stringify(message));

function join() {
  const { protocol, host } = location;
  socket = new WebSocket(`${protocol.replace('http', 'ws')}//${host}/`, 'json');
  socket.onmessage = ({ data }) => receive(JSON.parse(data));
}

function receive(message) {
  if (sample.held) sample.held.push(message);
  else hear(message);
}

/** A slow network delivers: each message is a task of its own, in order. */
function release() {
  const next = sample.held.shift();
  if (!next) {
    sample.held = null;
    return;
  }
  hear(next);
  setTimeout(release);
}

function hear(message) {
  if (message.type !== 'userlist' && message.type !== 'id') sample.heard.push(message);
  const handle = Object.hasOwn(handlers, message.type) ? handlers[message.type] : undefined;
  if (handle) attempt(() => handle(message));
}

/** One step does not wait for the one before it: the sample has no queue. */
function attempt(step) {
  new Promise((resolve) => resolve(step())).catch((error) => sample.failures.push(String(error)));
}

const handlers = {
  id({ id }) {
    number = id;
    sample.name = byId('name').value;
    send({ name: sample.name, date: Date.now(), id: number, type: 'username' });
  },
  rejectusername({ name }) {
    sample.name = name;
  },
  userlist({ users }) {
    people.replaceChildren(
      ...users.map((name) => {
        const person = document.createElement('li');
        person.textContent = String(name);
        person.onclick = () => attempt(() => call(String(name)));
        return person;
      }),
    );
  },
  'video-offer': takeOffer,
  'video-answer': ({ sdp }) => sample.connection.setRemoteDescription(sdp),
  'new-ice-candidate': ({ candidate }) => sample.connection.addIceCandidate(new RTCIceCandidate(candidate)),
  // Whoever says it, about whichever call.
  'hang-up': drop,
};

async function call(name) {
  if (sample.connection || name === sample.name) return;
  sample.target = name;
  open();
  await addCamera();
}

async function takeOffer({ name, sdp }) {
  sample.target = name;
  if (!sample.connection) open();
  const { connection } = sample;
  if (connection.signalingState !== 'stable') {
    await Promise.all([
      connection.setLocalDescription({ type: 'rollback' }),
      connection.setRemoteDescription(sdp),
    ]);
    // And that is all: neither offer will be answered.
    return;
  }
  await connection.setRemoteDescription(sdp);
  if (!sample.camera) await addCamera();
  await sample.connection.setLocalDescription(await sample.connection.createAnswer());
  send({
    name: sample.name,
    target: sample.target,
    type: 'video-answer',
    sdp: sample.connection.localDescription,
  });
}

async function addCamera() {
  sample.camera = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
  local.srcObject = sample.camera;
  for (const track of sample.camera.getTracks()) {
    sample.connection.addTransceiver(track, { streams: [sample.camera] });
  }
}

function open() {
  const connection = new RTCPeerConnection();
  sample.connection = connection;
  connection.onicecandidate = ({ candidate }) => {
    if (candidate) send({ type: 'new-ice-candidate', target: sample.target, candidate });
  };
  connection.ontrack = ({ streams }) => {
    remote.srcObject = streams[0] ?? null;
    hangUpButton.disabled = false;
  };
  connection.onnegotiationneeded = () => {
    attempt(() => offer(connection));
  };
  connection.oniceconnectionstatechange = () => {
    if (['disconnected', 'failed', 'closed'].includes(connection.iceConnectionState)) drop();
  };
}

async function offer(connection) {
  const description = await connection.createOffer();
  if (connection.signalingState !== 'stable') return;
  await connection.setLocalDescription(description);
  send({
    name: sample.name,
    target: sample.target,
    type: 'video-offer',
    sdp: connection.localDescription,
  });
}

/** Ends the call here; nobody is told. */
function drop() {
  const { connection, camera } = sample;
  if (connection) {
    connection.ontrack = connection.onicecandidate = connection.onnegotiationneeded = null;
    connection.oniceconnectionstatechange = null;
    connection.close();
    sample.connection = null;
    camera?.getTracks().forEach((track) => track.stop());
    sample.camera = null;
    remote.srcObject = local.srcObject = null;
  }
  hangUpButton.disabled = true;
  sample.target = null;
}

/** The target is forgotten before it is told, so everybody hears it. */
function hangUp() {
  drop();
  send({ name: sample.name, target: sample.target, type: 'hang-up' });
}

byId('join').onclick = join;
hangUpButton.onclick = hangUp;
