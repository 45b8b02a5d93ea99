/**
 * Brings the machines together: who hears of what, and when the snapshot is swapped. What a call, the link and the
 * devices do is decided by their machines; what a person may command, and when, stands in call-controller.ts.
 */
import {
  DEFAULT_LIMITS,
  type IceServer,
  PEER_TYPES,
  type PeerMessage,
  type ServerMessage,
  type ServerMessages,
} from '../protocol/index.js';
import { CallDriver } from './call/call-driver.js';
import { CALL_TIMINGS, type CallMessage, type CallTimings } from './call/call-events.js';
import { type Call, isLive } from './call/call-state.js';
import { MissedCalls } from './call/missed-calls.js';
import { ChatRoom } from './chat/chat-room.js';
import type { ControllerOptions, IceOptions, Unsubscribe } from './controller.js';
import { type ErrorListener, ErrorListeners } from './error-listeners.js';
import { CallError } from './errors.js';
import { LinkDriver } from './link/link-driver.js';
import type { LinkState } from './link/link-state.js';
import { MediaDriver } from './media/media-driver.js';
import { sending } from './media/media-machine.js';
import { MEDIA_OFF, type MediaState } from './media/media-state.js';
import { Outbox } from './outbox.js';
import { Rejoin } from './rejoin.js';
import { PeerWatch } from './people/peer-watch.js';
import { People } from './people/people.js';
import type { Ports } from './ports.js';
import { planSending } from './quality/plan-sending.js';
import { QualitySampler } from './quality/sampler.js';
import type { LocalMedia, Snapshot } from './snapshot.js';
import { Store } from './store.js';
import type { StreamHandle } from './stream-handle.js';
import { OtherTabs } from './tabs/other-tabs.js';

export class Engine {
  readonly #ports: Ports;
  readonly #options: ControllerOptions;
  readonly link: LinkDriver;
  readonly call: CallDriver;
  readonly media: MediaDriver;
  readonly people = new People();
  readonly #peerWatch = new PeerWatch(this.people);
  readonly chat: ChatRoom;
  readonly outbox: Outbox;
  readonly missed = new MissedCalls();
  readonly #tabs: OtherTabs;
  readonly #quality: QualitySampler;
  readonly #rejoin: Rejoin;
  readonly #store: Store<Snapshot>;
  readonly #errorListeners: ErrorListeners;
  #iceServers: readonly IceServer[] = [];
  #localMedia: LocalMedia;
  /** When the connection last came back after a loss. */
  #backAtMs = 0;
  #disposed = false;

  constructor(ports: Ports, options: ControllerOptions = {}) {
    this.#ports = ports;
    this.#options = options;
    this.#errorListeners = new ErrorListeners(ports.clock);
    this.#localMedia = toLocalMedia(ports.media.stream, MEDIA_OFF);
    const report = this.#report.bind(this);
    this.link = new LinkDriver({
      clock: ports.clock,
      signal: ports.signal,
      credentials: options,
      wantedName: () => this.people.wantedName,
      ownName: () => this.people.ownName,
      heldName: () => this.people.heldName,
      gap: () => {
        this.call.dispatch({ type: 'resync' });
      },
      message: this.#receive.bind(this),
      report,
      settled: this.#whenLinkSettles.bind(this),
    });
    this.outbox = new Outbox((message) => this.link.state.status === 'online' && this.link.send(message));
    this.chat = this.#createChat();
    this.media = new MediaDriver(ports.media, {
      report,
      replaced: () => {
        this.#localMedia = toLocalMedia(ports.media.stream, this.media.state);
        this.call.dispatch({ type: 'local-media', media: sending(this.media.state) });
      },
      settled: this.#whenMediaSettles.bind(this),
    });
    this.call = this.#createCallDriver(report);
    this.#quality = new QualitySampler(ports, () => this.call.stats(), this.publish.bind(this));
    this.#tabs = new OtherTabs(ports.tabs, ports.clock.id(), this.publish.bind(this));
    this.#rejoin = new Rejoin(ports, options, this);
    this.#store = new Store(this.#picture(), (error) => {
      this.#report(new CallError('invalid-state', `A listener threw: ${String(error)}`));
    });
  }

  get snapshot(): Snapshot {
    return this.#store.current;
  }

  get iceOptions(): IceOptions {
    const { iceServers = [], privacy = 'all' } = this.#options;
    return { iceServers: [...iceServers, ...this.#iceServers], privacy };
  }

  subscribe(listener: (current: Snapshot, previous: Snapshot) => void): Unsubscribe {
    return this.#store.subscribe(listener);
  }

  onError(listener: ErrorListener): Unsubscribe {
    return this.#errorListeners.add(listener);
  }

  /** Connects with this person while it rings. Of several devices only one will be the one that answers. */
  preconnects(name: string): boolean {
    return this.#options.preconnect === true && this.people.devicesOf(name).length < 2;
  }

  get isDisposed(): boolean {
    return this.#disposed;
  }

  /** Lets go of everything; what the machines had to say must have been said. */
  dispose(): void {
    this.#disposed = true;
    this.call.dispose();
    this.#quality.dispose();
    this.#tabs.close();
    this.link.dispose();
    this.chat.dispose();
    this.media.dispose();
    this.#store.clear();
    this.#errorListeners.clear();
  }

  /** Goes on with the call that the page before this one was in, if it was. */
  async rejoin(): Promise<void> {
    const taken = this.#rejoin.take();
    this.link.waitFor(taken);
    if (!(await taken)) return;
    const { status } = this.link.state;
    if (status === 'online') this.#whenListed();
    else this.link.dispatch({ type: status === 'waiting' ? 'wake' : 'connect' });
    this.publish();
  }

  /** Connects under this name, or takes it while connected. */
  signIn(name: string): void {
    this.people.want(name);
    this.#rejoin.adopt();
    const { state } = this.link;
    if ('server' in state) this.link.sendName();
    else this.link.dispatch({ type: state.status === 'waiting' ? 'wake' : 'connect' });
    this.publish();
  }

  /** The page or the network is back. */
  wake(): void {
    this.link.dispatch({ type: 'wake' });
    this.call.wake();
    this.#quality.wake();
  }

  /** The page goes away, for good or for a moment. */
  leavePage(): void {
    const { isKept, hasCall } = this.#rejoin.leave();
    this.call.dispatch({ type: 'leave-page', returns: hasCall });
    this.link.dispatch({ type: 'leave', returns: isKept });
  }

  /** Swaps the snapshot, unless a machine is in the middle of something: then the last one to settle does. */
  publish(): void {
    if (this.#disposed || this.link.busy || this.call.busy || this.media.busy) return;
    this.#store.set(this.#picture());
  }

  /** Tells others what this person has chosen; a legacy server would not know what that is. */
  sendState(): void {
    const { state } = this.link;
    if (state.status === 'online' && state.server.v1)
      this.link.send({ type: 'state', state: this.people.self.state });
  }

  #createChat(): ChatRoom {
    return new ChatRoom({
      clock: this.#ports.clock,
      send: (message) => this.link.send(message),
      sender: () => ({
        name: this.people.ownName,
        id: this.link.sessionNumber,
        v1: this.link.state.status === 'online' && this.link.state.server.v1,
      }),
      isV1: (name) => this.people.find(name)?.v1 ?? false,
      changed: this.publish.bind(this),
    });
  }

  #createCallDriver(report: (error: CallError) => void): CallDriver {
    const { clock, peers, media, savesData = () => false } = this.#ports;
    const options = this.#options;
    return new CallDriver(
      {
        clock,
        peers,
        peerOptions: () => {
          const { iceServers = [], privacy } = this.iceOptions;
          const sending = planSending(options, savesData());
          return { local: media.stream, iceServers, relayOnly: privacy === 'relay', sending };
        },
        isOnline: () => this.link.state.status === 'online',
        checkLink: () => {
          this.link.dispatch({ type: 'doubt' });
        },
        send: (message) => {
          this.#sendToPeer(message);
        },
        wantMedia: (kinds) => {
          this.media.dispatch({ type: 'want', kinds });
        },
        releaseMedia: () => {
          this.media.dispatch({ type: 'release' });
        },
        localMedia: () => sending(this.media.state),
        miss: (call, reason) => {
          this.missed.add(call, reason, clock.now());
        },
        report,
        settled: () => {
          this.#tabs.follow(this.call.state);
          this.#quality.follow(this.call.state);
          this.publish();
        },
      },
      timingsOf(options),
      {
        lookUp: (name) => this.people.find(name),
        devicesOf: (name) => this.people.devicesOf(name),
        ownSid: () => this.people.self.sid,
        preconnects: () => options.preconnect === true,
        heldCandidates: DEFAULT_LIMITS.heldCandidates,
      },
    );
  }

  #sendToPeer(message: CallMessage): void {
    const toSid = this.#deviceFor(message);
    this.outbox.post({ ...message, name: this.people.ownName, ...(toSid ? { toSid } : {}) });
  }

  /** Of somebody with several devices only one is in the call; while a call of ours rings, all are meant. */
  #deviceFor({ type, call }: CallMessage): string | undefined {
    const { state } = this.call;
    if (!isLive(state) || state.call.id !== call?.id) return undefined;
    if (state.phase === 'outgoing' || type === 'call-select') return undefined;
    const { name, sid } = state.call.peer;
    return sid !== undefined && this.#peerWatch.isOneOfSeveral(sid, name) ? sid : undefined;
  }

  #receive(message: ServerMessage): void {
    if (PEER_TYPES.has(message.type)) {
      this.call.receive(message as PeerMessage, this.people.self.name);
      return;
    }
    switch (message.type) {
      case 'userlist':
      case 'presence':
        this.#whenPeopleChange(message);
        break;
      case 'rejectusername':
        this.people.rename(message.name, message.code === 'reserved');
        break;
      case 'message':
        this.chat.hear(message, this.people.self.name);
        break;
      case 'ack':
        this.chat.acknowledged(message);
        break;
      case 'session':
        if (!message.iceServers) break;
        this.#iceServers = message.iceServers;
        this.call.useIceServers();
        break;
      case 'peer-state':
        this.#whenPeerSignals(message);
        break;
      case 'error':
        this.#whenServerErrs(message);
        break;
      default:
    }
    this.publish();
  }

  #whenPeopleChange(message: Extract<ServerMessage, { type: 'userlist' | 'presence' }>): void {
    if (!this.people.apply(message)) {
      this.link.send({ type: 'sync', what: 'presence' });
      return;
    }
    const { state } = this.link;
    if (state.status === 'connecting' && state.server && this.people.isListed(state.server)) {
      this.people.join(state.server);
      this.link.dispatch({ type: 'joined' });
    }
    if (this.link.state.status === 'online') this.#whenListed();
  }

  #whenListed(): void {
    this.#rejoin.check();
    if (isLive(this.call.state)) this.#followPeer(this.call.state.call);
  }

  /** The peer of the call may have another name now, or none. */
  #followPeer({ id: callId, peer }: Call): void {
    const seen = this.#peerWatch.look(peer);
    const user = seen.at === 'gone' ? undefined : seen.user;
    // Right after we came back ourselves, the other one may still be on the way.
    const isSettled = this.#ports.clock.now() - this.#backAtMs >= CALL_TIMINGS.rejoinMs;
    if (!user && isSettled) this.call.dispatch({ type: 'remote-gone', callId });
    if (user && user.name !== peer.name)
      this.call.dispatch({ type: 'remote-renamed', callId, name: user.name });
    // Somebody else may have the name. Where there are no sessions, the name is all there is.
    if (user?.sid !== undefined && seen.at === 'another')
      this.call.dispatch({ type: 'remote-session', callId, sid: user.sid });
    else if (user) this.call.dispatch({ type: 'remote-here', callId });
  }

  /** The server knows before the list does, and says it of the call's peer alone. */
  #whenPeerSignals({ sid, state: signal }: ServerMessages['peer-state']): void {
    const { state } = this.call;
    if (isLive(state) && state.call.peer.sid === sid)
      this.call.dispatch({ type: 'remote-signal', callId: state.call.id, signal });
  }

  #whenServerErrs(message: Extract<ServerMessage, { type: 'error' }>): void {
    const { code = 'internal', message: text = 'The server refused a message.', call } = message;
    if (message.fatal) this.link.dispatch({ type: 'refused', code });
    // Said once per message: only an offer that does not reach the other one is news to the call.
    if (call && message.re === 'video-offer') {
      this.call.dispatch({ type: 'remote-unavailable', callId: call.id });
    }
    const isShown = this.chat.refused(message) || call !== undefined;
    if (code !== 'peer-unavailable' || !isShown) this.#report(new CallError('server-error', text, code));
  }

  #whenLinkSettles(state: LinkState, previous: LinkState): void {
    if (state.status === 'connecting' && previous.status !== 'connecting') this.people.startOver();
    if (state.status === 'online' && previous.status !== 'online') {
      const isBack = !('first' in previous);
      if (isBack) this.#backAtMs = this.#ports.clock.now();
      // The server knows nobody's choice from before, takes a newcomer for available, or knows what a former page chose.
      if (isBack || this.link.isResumed || this.people.self.state !== 'available') this.sendState();
      this.outbox.flush();
      if (isBack) this.call.wake();
    }
    this.chat.follow(state.status);
    this.publish();
  }

  #whenMediaSettles(state: MediaState, previous: MediaState): void {
    if (state.audio !== previous.audio || state.video !== previous.video)
      this.#localMedia = toLocalMedia(this.#ports.media.stream, state);
    const now = sending(state);
    const before = sending(previous);
    if (now.audio !== before.audio || now.video !== before.video)
      this.call.dispatch({ type: 'local-media', media: now });
    this.publish();
  }

  #report(error: CallError): void {
    this.#errorListeners.tell(error);
  }

  #picture(): Snapshot {
    return {
      link: this.link.state,
      self: this.people.self,
      users: this.people.others,
      call: this.call.state,
      quality: this.#quality.quality,
      missed: this.missed.list,
      elsewhere: this.#tabs.elsewhere,
      media: this.#localMedia,
      chat: this.chat.log,
    };
  }
}

const timingsOf = (options: ControllerOptions): CallTimings => ({
  ...CALL_TIMINGS,
  get ringMs() {
    return Math.max(0, options.ringTimeoutMs ?? 0) || CALL_TIMINGS.ringMs;
  },
});

const toLocalMedia = (stream: StreamHandle, { audio, video }: MediaState): LocalMedia =>
  Object.freeze({ stream, microphone: audio, camera: video });
