/**
 * A peer connection made before the person has called, because a call is likely: the pointer is over a call button.
 * It has its offer ready and has sent nothing, looked up nothing and opened no device. It is let go if no call comes.
 */
import type { ClockPort, Peer, PeerEvent, PeerOptions, PeerPort } from '../ports.js';
import type { Sending } from '../quality/sending.js';

/** How long after the last sign of a call it is kept, in milliseconds. */
const KEEP_MS = 30_000;

export interface SparePeerPorts {
  readonly clock: ClockPort;
  readonly peers: PeerPort;
  peerOptions(): PeerOptions;
}

interface Spare {
  readonly peer: Peer;
  readonly relayOnly: boolean;
  /** In which order its offer has them. */
  readonly codecs: string;
  listener: (event: PeerEvent) => void;
}

export class SparePeer {
  readonly #ports: SparePeerPorts;
  #spare: Spare | undefined;
  #cancelExpiry = (): void => undefined;

  constructor(ports: SparePeerPorts) {
    this.#ports = ports;
  }

  prepare(): void {
    this.#spare ??= this.#create();
    this.#cancelExpiry();
    this.#cancelExpiry = this.#ports.clock.after(KEEP_MS, () => {
      this.drop();
    });
  }

  /** The prepared one, from now on the caller's; undefined where there is none that is as it would be made now. */
  take(listener: (event: PeerEvent) => void): Peer | undefined {
    const spare = this.#spare;
    const { relayOnly, iceServers, sending = {} } = this.#ports.peerOptions();
    if (spare?.relayOnly !== relayOnly || spare.codecs !== codecsOf(sending)) {
      this.drop();
      return undefined;
    }
    this.#forget();
    spare.listener = listener;
    spare.peer.useIceServers(iceServers);
    spare.peer.setSending(sending);
    return spare.peer;
  }

  drop(): void {
    this.#spare?.peer.close();
    this.#forget();
  }

  #forget(): void {
    this.#cancelExpiry();
    this.#spare = undefined;
  }

  #create(): Spare {
    const options = this.#ports.peerOptions();
    const spare: Spare = {
      peer: this.#ports.peers.create(options, (event) => {
        spare.listener(event);
      }),
      relayOnly: options.relayOnly,
      codecs: codecsOf(options.sending),
      // All that it can say before it was asked for anything is that it broke.
      listener: () => {
        this.drop();
      },
    };
    spare.peer.prepare();
    return spare;
  }
}

const codecsOf = ({ audio, video }: Sending = {}): string => JSON.stringify([audio?.codecs, video?.codecs]);
