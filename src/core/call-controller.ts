/**
 * The controller: checks commands, brings the machines together, and swaps the snapshot. What a call, the link and
 * the devices do is decided by their machines; this file only says who hears of what. See controller.ts for what
 * each command means.
 */
import {
  type ChosenState,
  DEFAULT_LIMITS,
  type IceServer,
  PEER_TYPES,
  type PeerMessage,
  type ServerMessage,
  normalizeName,
} from '../protocol/index.js';
import { CallDriver } from './call/call-driver.js';
import { CALL_TIMINGS, type CallMessage } from './call/call-events.js';
import { type Call, isLive } from './call/call-state.js';
import { ChatRoom } from './chat/chat-room.js';
import type { CallController, ControllerOptions, Unsubscribe } from './controller.js';
import { CallError } from './errors.js';
import { LinkDriver } from './link/link-driver.js';
import type { LinkState } from './link/link-state.js';
import { MediaDriver } from './media/media-driver.js';
import { sending } from './media/media-machine.js';
import { MEDIA_OFF, type MediaState } from './media/media-state.js';
import { Outbox } from './outbox.js';
import { People } from './people/people.js';
import type { Ports } from './ports.js';
import type { LocalMedia, Snapshot } from './snapshot.js';
import { Store } from './store.js';
import type { MediaKind, MediaKinds, StreamHandle } from './stream-handle.js';

export class Controller implements CallController {
  readonly #ports: Ports;
  readonly #options: ControllerOptions;
  readonly #link: LinkDriver;
  readonly #call: CallDriver;
  readonly #media: MediaDriver;
  readonly #people = new People();
  readonly #chat: ChatRoom;
  readonly #outbox: Outbox;
  readonly #store: Store<Snapshot>;
  readonly #errorListeners = new Set<(error: CallError) => void>();
  #iceServers: readonly IceServer[] = [];
  #localMedia: LocalMedia;
  /** When the connection last came back after a loss. */
  #backAtMs = 0;
  #disposed = false;

  constructor(ports: Ports, options: ControllerOptions = {}) {
    this.#ports = ports;
    this.#options = options;
    this.#localMedia = toLocalMedia(ports.media.stream, MEDIA_OFF);
    const report = (error: CallError): void => {
      this.#report(error);
    };
    this.#link = new LinkDriver({
      clock: ports.clock,
      signal: ports.signal,
      wantedName: () => this.#people.wantedName,
      ownName: () => this.#people.ownName,
      heldName: () => this.#people.heldName,
      message: (message) => {
        this.#receive(message);
      },
      report,
      settled: (state, previous) => {
        this.#whenLinkSettles(state, previous);
      },
    });
    this.#outbox = new Outbox((message) => this.#link.state.status === 'online' && this.#link.send(message));
    this.#chat = new ChatRoom(ports.clock, (message) => this.#link.send(message));
    this.#media = new MediaDriver(ports.media, {
      report,
      settled: (state, previous) => {
        this.#whenMediaSettles(state, previous);
      },
    });
    this.#call = this.#createCallDriver(report);
    this.#store = new Store(this.#picture(), (error) => {
      this.#report(new CallError('invalid-state', `A listener threw: ${String(error)}`));
    });
  }

  get snapshot(): Snapshot {
    return this.#store.current;
  }

  subscribe(listener: (current: Snapshot, previous: Snapshot) => void): Unsubscribe {
    return this.#store.subscribe(listener);
  }

  onError(listener: (error: CallError) => void): Unsubscribe {
    this.#errorListeners.add(listener);
    return () => this.#errorListeners.delete(listener);
  }

  signIn(name: string): void {
    this.#checkAlive();
    const normal = normalizeName(name);
    if (normal === undefined) {
      throw new CallError('invalid-argument', 'A name has 1 to 64 visible characters.', 'name');
    }
    this.#people.want(normal);
    // Greeted already: the name that went out is not the one that is wanted now.
    if ('server' in this.#link.state) this.#link.sendName();
    else this.#link.dispatch({ type: this.#link.state.status === 'waiting' ? 'wake' : 'connect' });
    this.#publish();
  }

  signOut(): void {
    this.#checkAlive();
    if (isLive(this.#call.state)) this.#call.dispatch({ type: 'hang-up' });
    this.#link.dispatch({ type: 'disconnect' });
    this.#people.clear();
    this.#outbox.clear();
    this.#publish();
  }

  reconnect(): void {
    this.#checkAlive();
    if (this.#link.state.status === 'waiting') this.#link.dispatch({ type: 'wake' });
    else if (this.#link.state.status === 'refused') this.#link.dispatch({ type: 'connect' });
  }

  wake(): void {
    if (!this.#disposed) this.#link.dispatch({ type: 'wake' });
  }

  call(name: string, media: Partial<MediaKinds> = {}): void {
    this.#checkAlive();
    this.#call.dispatch({ type: 'dial', call: this.#planCall(name, media) });
  }

  accept(media: Partial<MediaKinds> = {}): void {
    this.#checkAlive();
    const { state } = this.#call;
    if (state.phase !== 'incoming') throw new CallError('invalid-state', 'No call is ringing.', state.phase);
    this.#call.dispatch({ type: 'accept', media: withDefaults(media, state.call.media) });
  }

  hangUp(): void {
    this.#checkAlive();
    const { phase } = this.#call.state;
    if (phase === 'idle' || phase === 'ended')
      throw new CallError('invalid-state', 'There is no call to end.', phase);
    this.#call.dispatch({ type: 'hang-up' });
  }

  dismiss(): void {
    this.#checkAlive();
    this.#call.dispatch({ type: 'dismiss' });
  }

  setDevice(kind: MediaKind, on: boolean): void {
    this.#checkAlive();
    this.#media.dispatch({ type: 'set', kind, on });
  }

  setState(state: ChosenState): void {
    const { server } = this.#onlineLink();
    if (server.v1) this.#link.send({ type: 'state', state });
  }

  sendMessage(text: string, to?: string): void {
    const { server } = this.#onlineLink();
    if (text === '' || text.length > DEFAULT_LIMITS.textLength) {
      throw new CallError(
        'invalid-argument',
        `A text has 1 to ${String(DEFAULT_LIMITS.textLength)} characters.`,
        'text',
      );
    }
    const from = this.#people.ownName;
    const isSent = this.#chat.say({ text, from, to, id: this.#link.sessionNumber, v1: server.v1 });
    if (!isSent) throw new CallError('not-online', 'The connection to the server is just being lost.');
    this.#publish();
  }

  markRead(): void {
    this.#checkAlive();
    this.#chat.markRead();
    this.#publish();
  }

  leavePage(): void {
    if (!this.#disposed) this.#call.dispatch({ type: 'leave-page' });
  }

  dispose(): void {
    if (this.#disposed) return;
    if (isLive(this.#call.state)) this.#call.dispatch({ type: 'hang-up' });
    this.#link.dispatch({ type: 'disconnect' });
    this.#disposed = true;
    this.#call.dispose();
    this.#link.dispose();
    this.#media.dispose();
    this.#store.clear();
    this.#errorListeners.clear();
  }

  #createCallDriver(report: (error: CallError) => void): CallDriver {
    const { clock, peers, media } = this.#ports;
    const options = this.#options;
    const timings = {
      ...CALL_TIMINGS,
      get ringMs() {
        const { ringTimeoutMs = 0 } = options;
        return ringTimeoutMs > 0 ? ringTimeoutMs : CALL_TIMINGS.ringMs;
      },
    };
    return new CallDriver(
      {
        clock,
        peers,
        peerOptions: () => ({
          local: media.stream,
          iceServers: [...(options.iceServers ?? []), ...this.#iceServers],
          relayOnly: options.privacy === 'relay',
        }),
        send: (message) => {
          this.#sendToPeer(message);
        },
        wantMedia: (kinds) => {
          this.#media.dispatch({ type: 'want', kinds });
        },
        releaseMedia: () => {
          this.#media.dispatch({ type: 'release' });
        },
        localMedia: () => sending(this.#media.state),
        report,
        settled: () => {
          this.#publish();
        },
      },
      timings,
      { lookUp: (name) => this.#people.find(name), heldCandidates: DEFAULT_LIMITS.heldCandidates },
    );
  }

  #planCall(name: string, media: Partial<MediaKinds>): Call {
    const { server } = this.#onlineLink();
    const { phase } = this.#call.state;
    if (isLive(this.#call.state)) throw new CallError('invalid-state', 'There is a call already.', phase);
    if (name === this.#people.self.name) throw new CallError('self-call', 'One cannot call oneself.', name);
    const user = this.#people.find(name);
    if (!user) throw new CallError('peer-unavailable', `${name} is not online.`, name);
    return {
      id: this.#ports.clock.id(),
      direction: 'outgoing',
      peer: { name, v1: server.v1 && user.v1, ...(user.sid === undefined ? {} : { sid: user.sid }) },
      media: withDefaults(media, { audio: true, video: true }),
    };
  }

  /** Call control waits for the link to come back; what a call that is over had to say, but its end, does not. */
  #sendToPeer(message: CallMessage): void {
    this.#outbox.post({ ...message, name: this.#people.ownName });
  }

  #receive(message: ServerMessage): void {
    if (PEER_TYPES.has(message.type)) {
      this.#call.receive(message as PeerMessage, this.#people.self.name);
      return;
    }
    switch (message.type) {
      case 'userlist':
      case 'presence':
        this.#whenPeopleChange(message);
        break;
      case 'rejectusername':
        this.#people.rename(message.name);
        break;
      case 'message':
        this.#chat.hear(message, this.#people.self.name);
        break;
      case 'session':
        this.#iceServers = message.iceServers ?? this.#iceServers;
        break;
      case 'error':
        this.#whenServerErrs(message);
        break;
      default:
    }
    this.#publish();
  }

  #whenPeopleChange(message: Extract<ServerMessage, { type: 'userlist' | 'presence' }>): void {
    if (!this.#people.apply(message)) {
      this.#link.send({ type: 'sync', what: 'presence' });
      return;
    }
    const { state } = this.#link;
    if (state.status === 'connecting' && state.server && this.#people.isListed(state.server)) {
      this.#people.join(state.server);
      this.#link.dispatch({ type: 'joined' });
    }
    if (this.#link.state.status === 'online' && isLive(this.#call.state))
      this.#followPeer(this.#call.state.call);
  }

  /** The peer of the call may have another name now, or none. */
  #followPeer({ id: callId, peer }: Call): void {
    const user = this.#people.findSession(peer.sid) ?? this.#people.find(peer.name);
    // Right after we came back ourselves, the other one may still be on the way.
    const isSettled = this.#ports.clock.now() - this.#backAtMs >= CALL_TIMINGS.rejoinMs;
    if (!user && isSettled) this.#call.dispatch({ type: 'remote-gone', callId });
    if (user && user.name !== peer.name)
      this.#call.dispatch({ type: 'remote-renamed', callId, name: user.name });
  }

  #whenServerErrs(message: Extract<ServerMessage, { type: 'error' }>): void {
    const { code = 'internal', message: text = 'The server refused a message.', call } = message;
    if (message.fatal) this.#link.dispatch({ type: 'refused', code });
    // Said once per message: only an offer that does not reach the other one is news to the call.
    if (call && message.re === 'video-offer') {
      this.#call.dispatch({ type: 'remote-unavailable', callId: call.id });
    }
    if (code !== 'peer-unavailable' || !call) this.#report(new CallError('server-error', text, code));
  }

  #whenLinkSettles(state: LinkState, previous: LinkState): void {
    if (state.status === 'connecting' && previous.status !== 'connecting') this.#people.startOver();
    if (state.status === 'online' && previous.status !== 'online') {
      if (!('first' in previous)) this.#backAtMs = this.#ports.clock.now();
      this.#outbox.flush();
    }
    this.#publish();
  }

  #whenMediaSettles(state: MediaState, previous: MediaState): void {
    if (state.audio !== previous.audio || state.video !== previous.video)
      this.#localMedia = toLocalMedia(this.#ports.media.stream, state);
    const now = sending(state);
    const before = sending(previous);
    if (now.audio !== before.audio || now.video !== before.video)
      this.#call.dispatch({ type: 'local-media', media: now });
    this.#publish();
  }

  #onlineLink(): Extract<LinkState, { status: 'online' }> {
    this.#checkAlive();
    const { state } = this.#link;
    if (state.status !== 'online')
      throw new CallError('not-online', 'There is no connection to the server.', state.status);
    return state;
  }

  #checkAlive(): void {
    if (this.#disposed) throw new CallError('disposed', 'This controller was disposed; make a new one.');
  }

  #report(error: CallError): void {
    for (const listener of [...this.#errorListeners]) {
      try {
        listener(error);
      } catch (thrown) {
        // Must not stop what we are in the middle of; it comes up later, as any uncaught error does.
        this.#ports.clock.after(0, () => {
          throw thrown;
        });
      }
    }
  }

  #picture(): Snapshot {
    return {
      link: this.#link.state,
      self: this.#people.self,
      users: this.#people.others,
      call: this.#call.state,
      media: this.#localMedia,
      chat: this.#chat.log,
    };
  }

  /** Swaps the snapshot, unless a machine is in the middle of something: then the last one to settle does. */
  #publish(): void {
    if (this.#disposed || this.#link.busy || this.#call.busy || this.#media.busy) return;
    this.#store.set(this.#picture());
  }
}

const withDefaults = (media: Partial<MediaKinds>, defaults: MediaKinds): MediaKinds => ({
  audio: media.audio ?? defaults.audio,
  video: media.video ?? defaults.video,
});

const toLocalMedia = (stream: StreamHandle, { audio, video }: MediaState): LocalMedia =>
  Object.freeze({ stream, microphone: audio, camera: video });
