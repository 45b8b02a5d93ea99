/** A client with our core that does what the suite for clients asks for: calls, answers or declines by the name of a caller. */
import { webcrypto } from 'node:crypto';
import { WebSocket } from 'ws';
import { Controller } from '../../src/core/call-controller.js';
import type { ClockPort, IceServerOption, PeerPort, SignalPort } from '../../src/core/ports.js';
import { FakeMedia } from '../../src/testing/fake-media.js';
import { FakePeers } from '../../src/testing/fake-peers.js';
import { TurnClient } from './turn-client.js';

const clock: ClockPort = {
  now: () => performance.timeOrigin + performance.now(),
  after: (ms, run) => {
    // eslint-disable-next-line no-restricted-syntax -- This is a clock, and waits for nothing.
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  // Comes back as soon as it may.
  random: () => 0,
  id: () => Buffer.from(webcrypto.getRandomValues(new Uint8Array(16))).toString('hex'),
};

/** The signal port on `ws`. */
export const nodeSignal = (url: string): SignalPort => ({
  connect(listener) {
    const socket = new WebSocket(url, 'json');
    let isOver = false;
    socket.on('open', () => isOver || listener.open());
    socket.on('message', (data: Buffer) => isOver || listener.message(data.toString('utf8')));
    socket.on(
      'close',
      (code: number, reason: Buffer) => isOver || listener.close(code, reason.toString('utf8')),
    );
    socket.on('error', () => undefined);
    return {
      send: (message) => {
        if (isOver || socket.readyState !== WebSocket.OPEN) return false;
        socket.send(JSON.stringify(message));
        return true;
      },
      close: (code = 1000) => {
        isOver = true;
        socket.close(code);
      },
    };
  },
});

/** What a browser does with a TURN server when it gathers candidates. */
function askForAddress({ urls, username = '', credential = '' }: IceServerOption): void {
  const [, port] = /^turn:[\d.]+:(\d+)/.exec(String(urls)) ?? [];
  if (port === undefined) return;
  const turn = new TurnClient(Number(port), { username, credential });
  // Whether there is an answer is not what anybody waits for.
  void turn
    .allocate()
    .catch(() => undefined)
    .finally(() => turn.close());
}

/** Peers without a network, which take the descriptions of a real browser too. */
const lenientPeers = (): PeerPort => {
  const peers = new FakePeers(clock);
  return {
    create: (options, listener) => {
      for (const server of options.iceServers) askForAddress(server);
      const peer = peers.create(options, listener);
      const { receive } = peer;
      peer.receive = (description, polite) =>
        receive.call(peer, { ...description, sdp: `fake somebody\n${description.sdp}` }, polite);
      return peer;
    },
  };
};

/** Signs in, and does what it is asked to from then on; answers how to end it. */
export function startObligingClient(
  url: string,
  change: (signal: SignalPort) => SignalPort = (signal) => signal,
): () => void {
  const ports = {
    clock,
    signal: change(nodeSignal(url)),
    peers: lenientPeers(),
    media: new FakeMedia(),
  };
  let tokens = 0;
  const controller = new Controller(ports, { getToken: () => `token-${String(++tokens)}` });
  const called = new Set<string>();
  controller.subscribe(({ call, users, link }) => {
    const isFree = call.phase === 'idle' || call.phase === 'ended';
    const callee = users.find(({ name }) => name.startsWith('please-call-me') && !called.has(name));
    if (isFree && callee && link.status === 'online') {
      called.add(callee.name);
      controller.call(callee.name);
    }
    if (call.phase !== 'incoming') return;
    if (call.call.peer.name.startsWith('please-answer')) controller.accept();
    if (call.call.peer.name.startsWith('please-decline')) controller.hangUp();
  });
  controller.signIn('naomi');
  return () => controller.dispose();
}
