/**
 * Brings the machines together: who hears of what, and when the snapshot is swapped. What a call, the link and the
 * devices do is decided by their machines; what a person may command, and when, stands in call-controller.ts.
 */
import { DEFAULT_LIMITS, PEER_TYPES, type PeerMessage, type ServerMessage } from '../protocol/index.js';
import { CallDriver } from './call/call-driver.js';
import { type CallMessage, timingsOf } from './call/call-events.js';
import { isLive } from './call/call-state.js';
import { IceServers } from './call/ice-servers.js';
import { MissedCalls } from './call/missed-calls.js';
import { PathDoctor } from './call/path-doctor.js';
import { ChatRoom } from './chat/chat-room.js';
import type { ControllerOptions, IceOptions, Unsubscribe } from './controller.js';
import { type ErrorListener, ErrorListeners } from './error-listeners.js';
import { CallError } from './errors.js';
import { LinkDriver } from './link/link-driver.js';
import type { LinkState } from './link/link-state.js';
import { MediaDriver } from './media/media-driver.js';
import { sending } from './media/media-machine.js';
import { MEDIA_OFF, type MediaState, toLocalMedia } from './media/media-state.js';
import { Outbox } from './outbox.js';
import { Rejoin } from './rejoin.js';
import { type ReadOptions, optionReader } from './read-options.js';
import { Recorder } from './report/recorder.js';
import { PeerFollower } from './people/peer-follower.js';
import { People } from './people/people.js';
import type { Ports } from './ports.js';
import { FirstPicture } from './quality/first-picture.js';
import { planSending } from './quality/plan-sending.js';
import { QualitySampler } from './quality/sampler.js';
import type { LocalMedia, Snapshot } from './snapshot.js';
import { ServerErrors } from './server-errors.js';
import { Store } from './store.js';
import { OtherTabs } from './tabs/other-tabs.js';

export class Engine {
  readonly #ports: Ports;
  readonly #options: ControllerOptions;
  readonly #read: () => ReadOptions;
  readonly link: LinkDriver;
  readonly call: CallDriver;
  readonly media: MediaDriver;
  readonly people = new People();
  readonly #peer: PeerFollower;
  readonly chat: ChatRoom;
  readonly outbox: Outbox;
  readonly missed = new MissedCalls();
  readonly #tabs: OtherTabs;
  readonly #quality: QualitySampler;
  readonly #firstPicture: FirstPicture;
  readonly #rejoin: Rejoin;
  readonly #store: Store<Snapshot>;
  readonly #errorListeners: ErrorListeners;
  readonly #iceServers: IceServers;
  readonly #doctor: PathDoctor;
  readonly #serverErrors: ServerErrors;
  readonly recorder: Recorder;
  #localMedia: LocalMedia;
  #disposed = false;

  constructor(ports: Ports, options: ControllerOptions = {}) {
    this.#ports = ports;
    this.#options = options;
    this.#errorListeners = new ErrorListeners(ports.clock);
    const report = this.#errorListeners.tell.bind(this.#errorListeners);
    this.#read = optionReader(options, report);
    this.recorder = new Recorder(ports, this.#read);
    this.#localMedia = toLocalMedia(ports.media.stream, MEDIA_OFF);
    this.link = this.#createLink(report);
    this.outbox = new Outbox((message) => this.link.state.status === 'online' && this.link.send(message));
    this.chat = this.#createChat();
    this.media = new MediaDriver(ports.media, {
      report,
      journal: this.recorder.journal,
      replaced: () => {
        this.#localMedia = toLocalMedia(ports.media.stream, this.media.state);
        this.call.dispatch({ type: 'local-media', media: sending(this.media.state) });
      },
      settled: this.#whenMediaSettles.bind(this),
    });
    this.#iceServers = new IceServers({
      clock: ports.clock,
      own: () => options.iceServers ?? [],
      ask: () => this.link.send({ type: 'sync', what: 'ice' }),
      report,
    });
    this.call = this.#createCallDriver(report);
    this.#peer = new PeerFollower(this.people, ports.clock, (event) => {
      this.call.dispatch(event);
    });
    this.#doctor = this.#createDoctor(report);
    this.#serverErrors = new ServerErrors(ports.clock, this, report);
    this.#quality = new QualitySampler(ports, () => this.recorder.look(this.call), this.publish.bind(this));
    this.#firstPicture = new FirstPicture(ports.clock, () => {
      this.call.applySending();
    });
    this.#tabs = new OtherTabs(ports.tabs, ports.clock.id(), this.publish.bind(this));
    this.#rejoin = new Rejoin(ports, options, this);
    this.#store = new Store(this.#picture(), (error) => {
      this.#errorListeners.tell(new CallError('invalid-state', `A listener threw: ${String(error)}`));
    });
    this.recorder.follow(this);
  }

  get snapshot(): Snapshot {
    return this.#store.current;
  }

  get iceOptions(): IceOptions {
    return { iceServers: this.#iceServers.all, privacy: this.#read().privacy };
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
    this.#firstPicture.dispose();
    this.#doctor.dispose();
    this.#serverErrors.dispose();
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
    this.#read();
    this.people.want(name);
    this.#rejoin.adopt();
    const { state } = this.link;
    if ('server' in state) this.link.sendName();
    else this.link.dispatch({ type: state.status === 'waiting' ? 'wake' : 'connect' });
    this.publish();
  }

  /** The page or the network is back. */
  wake(): void {
    this.call.wake();
    this.link.dispatch({ type: 'wake' });
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
    this.#doctor.look(this.call.state);
    this.#store.set(this.#picture());
  }

  /** Tells others what this person has chosen; a legacy server would not know what that is. */
  sendState(): void {
    const { state } = this.link;
    if (state.status === 'online' && state.server.v1)
      this.link.send({ type: 'state', state: this.people.self.state });
  }

  #createLink(report: (error: CallError) => void): LinkDriver {
    const { clock, signal } = this.#ports;
    return new LinkDriver({
      clock,
      signal,
      credentials: this.#options,
      wantedName: () => this.people.wantedName,
      ownName: () => this.people.ownName,
      heldName: () => this.people.heldName,
      gap: () => {
        this.call.dispatch({ type: 'resync' });
      },
      message: this.#receive.bind(this),
      report,
      journal: this.recorder.journal,
      settled: this.#whenLinkSettles.bind(this),
    });
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

  #createDoctor(report: (error: CallError) => void): PathDoctor {
    const { clock, isOffline = () => false } = this.#ports;
    return new PathDoctor({
      clock,
      isOffline,
      isOnline: () => this.link.state.status === 'online',
      relayOnly: () => this.call.privacy.relayOnly,
      hears: (peer) => this.#peer.hears(peer),
      evidence: () => this.call.evidence(),
      iceServers: () => this.#iceServers.all,
      due: this.publish.bind(this),
      report,
    });
  }

  #createCallDriver(report: (error: CallError) => void): CallDriver {
    const { clock, peers, media, savesData = () => false } = this.#ports;
    const read = this.#read;
    return new CallDriver(
      {
        clock,
        peers,
        peerOptions: () => ({
          local: media.stream,
          iceServers: this.#iceServers.all,
          relayOnly: read().privacy === 'relay',
          sending: planSending(read(), savesData(), this.#firstPicture.isDue),
        }),
        isOnline: () => this.link.state.status === 'online' && !this.link.isDoubted,
        roundTripMs: () => this.#quality.roundTripMs,
        checkLink: () => {
          this.link.dispatch({ type: 'doubt' });
        },
        renewIceServers: () => this.#iceServers.renew(),
        turnRefused: (callId) => {
          this.#doctor.tell(callId, 'turn-auth');
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
        journal: this.recorder.journal,
        settled: () => {
          this.#tabs.follow(this.call.state);
          this.#quality.follow(this.call.state);
          this.#firstPicture.follow(this.call.state);
          this.publish();
        },
      },
      timingsOf(() => read().ringTimeoutMs),
      this.#deskOptions,
    );
  }

  get #deskOptions(): ConstructorParameters<typeof CallDriver>[2] {
    return {
      lookUp: (name) => this.people.find(name),
      devicesOf: (name) => this.people.devicesOf(name),
      ownSid: () => this.people.self.sid,
      preconnects: () => this.#options.preconnect === true,
      heldCandidates: DEFAULT_LIMITS.heldCandidates,
    };
  }

  #sendToPeer(message: CallMessage): void {
    const toSid = this.#peer.deviceFor(message, this.call.state);
    this.outbox.post({ ...message, name: this.people.ownName, ...(toSid ? { toSid } : {}) });
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
        this.#iceServers.take(message.iceServers);
        this.call.useIceServers();
        break;
      case 'peer-state':
        this.#peer.hear(message, this.call.state);
        break;
      case 'error':
        this.#serverErrors.hear(message);
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
    if (isLive(this.call.state)) this.#peer.follow(this.call.state.call);
  }

  #whenLinkSettles(state: LinkState, previous: LinkState): void {
    if (state.status === 'connecting' && previous.status !== 'connecting') this.people.startOver();
    if (state.status === 'online' && previous.status !== 'online') {
      const isBack = !('first' in previous);
      if (isBack) this.#peer.beginAnew();
      // The server knows nobody's choice from before, takes a newcomer for available, or knows what a former page chose.
      if (isBack || this.link.isResumed || this.people.self.state !== 'available') this.sendState();
      this.outbox.flush();
      if (isBack) this.call.wake(true);
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

  #picture(): Snapshot {
    return {
      link: this.link.state,
      self: this.people.self,
      users: this.people.others,
      call: this.call.state,
      quality: this.#quality.quality,
      diagnosis: this.#doctor.diagnosis,
      missed: this.missed.list,
      elsewhere: this.#tabs.elsewhere,
      media: this.#localMedia,
      chat: this.chat.log,
    };
  }
}
