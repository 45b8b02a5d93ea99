/** How many packets of a kind have come over the bridge: what a page has sent, whatever it says of that itself. */
import type { Network, Side } from './namespaces.js';

interface Listing {
  readonly nftables: readonly { readonly counter?: { readonly packets: number } }[];
}

export class Counter {
  readonly #network: Network;
  readonly #name: string;

  /** Counts the UDP packets of a side to these addresses from now on; `name` is used once in a network. */
  constructor(network: Network, name: string, side: Side, to: string) {
    this.#network = network;
    this.#name = name;
    network.nft(`add counter bridge lab ${name}
      add rule bridge lab in iifname ${side}-eth0 ip protocol udp ip daddr ${to} counter name ${name}`);
  }

  get packets(): number {
    const text = this.#network.in('r', 'nft', '-j', 'list', 'counter', 'bridge', 'lab', this.#name);
    return (JSON.parse(text) as Listing).nftables.find(({ counter }) => counter)?.counter?.packets ?? 0;
  }
}
