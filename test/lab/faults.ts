/**
 * What can be done to the network of a row: cables, addresses, lost packets, narrow lines, cut sockets. Each takes effect at
 * once; `heal` takes back what was written into the bridge.
 */
import type { Network, Side } from './namespaces.js';
import { RELAY_PORT } from './servers.js';

/** How long a fault lasts where the fault is that it lasts, in milliseconds. Nothing else in the lab waits for a clock. */
export const LASTS = {
  shortBlip: 2_000,
  longBlip: 6_000,
  frozen: 10_000,
  outage: 20_000,
  blackhole: 30_000,
  narrow: 8_000,
  lossy: 8_000,
  /** A minute, and what clocks of servers may differ by. */
  credentials: 65_000,
} as const;

export const last = (fault: keyof typeof LASTS): Promise<void> =>
  new Promise((resolve) => {
    // eslint-disable-next-line no-restricted-syntax -- the fault itself lasts this long, by its definition
    setTimeout(resolve, LASTS[fault]);
  });

const port = (side: Side): string => `${side}-eth0`;

/** Both directions of what a side says. */
const ofSide = (side: Side, incoming: string, outgoing = incoming): string =>
  `add rule bridge lab in iifname ${port(side)} ${incoming}
   add rule bridge lab out oifname ${port(side)} ${outgoing}`;

export class Faults {
  readonly #network: Network;

  constructor(network: Network) {
    this.#network = network;
  }

  heal(): void {
    this.#network.nft('flush chain bridge lab in\nflush chain bridge lab out');
  }

  /** As if somebody pulled the cable; the system and the browser see it. */
  linkDown(side: Side): void {
    this.#network.in(side, 'ip', 'link', 'set', 'eth0', 'down');
  }

  linkUp(side: Side): void {
    this.#network.bringUp(side, 'eth0');
  }

  /** Nobody is told that no UDP packet arrives any more, or none of a side; TCP goes on. */
  swallowUdp(side?: Side): void {
    if (side) this.#network.nft(ofSide(side, 'ip protocol udp drop'));
    else
      this.#network.nft(`add rule bridge lab in ip protocol udp drop
                         add rule bridge lab out ip protocol udp drop`);
  }

  /** The socket to the relay stays open, and nothing arrives on it in either direction. */
  swallowSignaling(side: Side): void {
    this.#network.nft(ofSide(side, `tcp dport ${RELAY_PORT} drop`, `tcp sport ${RELAY_PORT} drop`));
  }

  /** So many of a hundred UDP packets of a side are lost, in each direction. */
  loseUdp(side: Side, percent: number): void {
    this.#network.nft(ofSide(side, `ip protocol udp numgen random mod 100 < ${percent} drop`));
  }

  /** What reaches a side comes through a line this narrow, behind a queue this long. */
  narrow(side: Side, rate: string, queueMs: number): void {
    const shape = ['tbf', 'rate', rate, 'burst', '4kb', 'latency', `${queueMs}ms`];
    this.#network.in('r', 'tc', 'qdisc', 'add', 'dev', port(side), 'root', ...shape);
  }

  /** Another network on the same device, as from one Wi-Fi to the next: no event tells the page. */
  changeAddress(side: Side): void {
    const [former, next] = side === 'a' ? ['10.77.0.2', '10.77.0.12'] : ['10.77.0.3', '10.77.0.13'];
    this.#network.in(side, 'ip', 'address', 'del', `${former}/24`, 'dev', 'eth0');
    this.#network.in(side, 'ip', 'address', 'add', `${next}/24`, 'dev', 'eth0');
    this.#network.bringUp(side, 'eth0');
  }

  /** A second device is there before the first one goes, as from Wi-Fi to mobile data. */
  plugSecond(side: Side): void {
    this.#network.plug(side, 'eth1', side === 'a' ? '10.77.0.22' : '10.77.0.23');
  }

  unplugFirst(side: Side): void {
    this.#network.in(side, 'ip', 'link', 'del', 'eth0');
  }

  /** The system resets every connection of the relay; both ends see it. */
  cutSockets(): void {
    this.#network.in('r', 'ss', '-K', 'sport', '=', `:${RELAY_PORT}`);
  }
}
