/** What every end of the peer port owes the core; run on the fake and on RTCPeerConnection. */
import { expect } from '@open-wc/testing';
import type { IceServerOption, Peer, PeerEvent, PeerPort } from '../core/ports.js';
import type { StreamHandle } from '../core/stream-handle.js';
import { Recorder } from './recorder.js';

export interface PeerHarness {
  readonly peers: PeerPort;
  newStream(): StreamHandle;
}

type Of<T extends PeerEvent['type']> = Extract<PeerEvent, { type: T }>;

class End {
  readonly log = new Recorder<PeerEvent>();
  readonly peer: Peer;

  constructor({ peers, newStream }: PeerHarness, hear: (event: PeerEvent) => void = () => undefined) {
    this.peer = peers.create({ local: newStream(), iceServers: [], relayOnly: false }, (event) => {
      hear(event);
      this.log.add(event);
    });
  }

  all<T extends PeerEvent['type']>(type: T): readonly Of<T>[] {
    return this.log.items.filter((event): event is Of<T> => event.type === type);
  }

  first<T extends PeerEvent['type']>(type: T): Promise<Of<T>> {
    return this.log.first((event): event is Of<T> => event.type === type);
  }

  connected(times = 1): Promise<void> {
    return this.log.until(
      () => this.all('connection').filter(({ state }) => state === 'connected').length >= times,
    );
  }
}

/** Two ends whose events reach each other; the callee is polite. */
function pair(harness: PeerHarness): { caller: End; callee: End } {
  const ends: { caller: End; callee: End } = {
    caller: new End(harness, (event) => {
      pass(event, ends.callee.peer, true);
    }),
    callee: new End(harness, (event) => {
      pass(event, ends.caller.peer, false);
    }),
  };
  return ends;
}

function pass(event: PeerEvent, to: Peer, polite: boolean): void {
  if (event.type === 'description') to.receive(event.description, polite);
  if (event.type === 'candidate') to.addCandidate(event.candidate);
}

export function peerContract(name: string, harness: PeerHarness): void {
  describe(`peer port: ${name}`, () => {
    let open: readonly End[] = [];
    const use = <T extends Record<string, End>>(ends: T): T => {
      open = [...open, ...Object.values(ends)];
      return ends;
    };
    afterEach(() => {
      for (const { peer } of open) peer.close();
      open = [];
    });

    it('connects with one offer and one answer, and gives each side one remote stream', async () => {
      const { caller, callee } = use(pair(harness));
      caller.peer.offer();
      callee.peer.admit();
      await Promise.all([caller.connected(), callee.connected()]);
      await Promise.all([caller.first('remote-stream'), callee.first('remote-stream')]);
      expect(caller.all('description').map(({ description }) => description.type)).to.deep.equal(['offer']);
      expect(callee.all('description').map(({ description }) => description.type)).to.deep.equal(['answer']);
      expect(caller.all('remote-stream').length + callee.all('remote-stream').length).to.equal(2);
    });

    it('applies the offer while it rings, but answers nothing and makes no candidate before it is admitted', async () => {
      const { caller, callee } = use(pair(harness));
      caller.peer.offer();
      await callee.first('remote-stream');
      await caller.log.until(() => caller.all('candidate').some(({ candidate }) => candidate === null));
      expect(callee.all('description')).to.deep.equal([]);
      expect(callee.all('candidate')).to.deep.equal([]);
      callee.peer.admit();
      await Promise.all([caller.connected(), callee.connected()]);
    });

    it('says nothing of an offer that is only prepared, and connects with it', async () => {
      const { caller, callee } = use(pair(harness));
      const other = use(pair(harness));
      caller.peer.prepare();
      other.caller.peer.offer();
      await other.caller.first('candidate');
      expect(caller.log.items).to.deep.equal([]);
      caller.peer.offer();
      callee.peer.admit();
      await Promise.all([caller.connected(), callee.connected()]);
      expect(caller.all('description').length + callee.all('description').length).to.equal(2);
    });

    it('keeps candidates that come before their description', async () => {
      const caller: End = new End(harness);
      const callee: End = new End(harness, (event) => {
        pass(event, caller.peer, false);
      });
      use({ caller, callee });
      callee.peer.admit();
      caller.peer.offer();
      const { description } = await caller.first('description');
      await caller.log.until(() => caller.all('candidate').some(({ candidate }) => candidate === null));
      for (const { candidate } of caller.all('candidate')) callee.peer.addCandidate(candidate);
      callee.peer.receive(description, true);
      await Promise.all([caller.connected(), callee.connected()]);
    });

    it('takes other servers at any time, and restarts with them', async () => {
      const { caller, callee } = use(pair(harness));
      const servers: IceServerOption[] = [];
      caller.peer.useIceServers(servers);
      caller.peer.offer();
      callee.peer.admit();
      await Promise.all([caller.connected(), callee.connected()]);
      for (const { peer } of [caller, callee]) peer.useIceServers(servers);
      caller.peer.restartIce();
      await callee.log.until(
        () => callee.all('description').filter((one) => one.description.type === 'answer').length === 2,
      );
      expect([...caller.all('error'), ...callee.all('error')]).to.deep.equal([]);
    });

    it('survives that both restart ICE in the same moment', async () => {
      const { caller, callee } = use(pair(harness));
      caller.peer.offer();
      callee.peer.admit();
      await Promise.all([caller.connected(), callee.connected()]);
      caller.peer.restartIce();
      callee.peer.restartIce();
      const answers = (): number =>
        callee.all('description').filter((one) => one.description.type === 'answer').length;
      await callee.log.until(() => answers() >= 2);
      expect([...caller.all('error'), ...callee.all('error')]).to.deep.equal([]);
    });

    it('says with an answer which offer it is to, and answers the last of several', async () => {
      const { caller, callee } = use(pair(harness));
      const answering = use({ end: new End(harness) }).end;
      answering.peer.admit();
      caller.peer.offer();
      callee.peer.admit();
      await Promise.all([caller.connected(), callee.connected()]);
      const { description } = await caller.first('description');
      caller.peer.restartIce();
      await caller.log.until(() => caller.all('description').length === 2);
      const restart = caller.all('description').at(-1)?.description ?? description;
      answering.peer.receive(description, true, 7);
      answering.peer.receive(restart, true, 8);
      await answering.log.until(() => answering.all('description').at(-1)?.n === 8);
      expect(caller.all('description').map(({ n }) => n)).to.deep.equal([undefined, undefined]);
    });

    it('offers again when a restart is asked for while the last offer was never answered', async () => {
      let isCut = false;
      const ends: { caller: End; callee: End } = {
        caller: new End(harness, (event) => {
          if (!isCut) pass(event, ends.callee.peer, true);
        }),
        callee: new End(harness, (event) => {
          if (!isCut) pass(event, ends.caller.peer, false);
        }),
      };
      const { caller, callee } = use(ends);
      caller.peer.offer();
      callee.peer.admit();
      await Promise.all([caller.connected(), callee.connected()]);
      isCut = true;
      caller.peer.restartIce();
      callee.peer.restartIce();
      const offers = (end: End): number =>
        end.all('description').filter((one) => one.description.type === 'offer').length;
      await Promise.all([
        caller.log.until(() => offers(caller) === 2),
        callee.log.until(() => offers(callee) === 1),
      ]);
      isCut = false;
      caller.peer.restartIce();
      await callee.log.until(
        () =>
          callee.all('description').at(-1)?.description.type === 'answer' &&
          callee.all('description').length >= 3,
      );
      expect([...caller.all('error'), ...callee.all('error')]).to.deep.equal([]);
    });

    it('takes no answer but the one to its last offer', async () => {
      let isHeld = false;
      const ends: { caller: End; callee: End } = {
        caller: new End(harness, (event) => {
          pass(event, ends.callee.peer, true);
        }),
        callee: new End(harness, (event) => {
          if (event.type !== 'description' || !isHeld) pass(event, ends.caller.peer, false);
        }),
      };
      const { caller, callee } = use(ends);
      caller.peer.offer();
      callee.peer.admit();
      await Promise.all([caller.connected(), callee.connected()]);
      isHeld = true;
      for (const count of [2, 3]) {
        caller.peer.restartIce();
        await callee.log.until(() => callee.all('description').length === count);
      }
      const [, late, last] = callee.all('description').map(({ description }) => description);
      if (!late || !last) throw new Error('There are no two.');
      caller.peer.receive(late, false, 2);
      caller.peer.receive(last, false, 3);
      const [, theirs] = await caller.peer.descriptions();
      const originOf = (sdp = ''): string | undefined => /^o=.*$/m.exec(sdp)?.[0];
      expect(originOf(late.sdp)).not.to.equal(originOf(last.sdp));
      expect(originOf(theirs)).to.equal(originOf(last.sdp));
    });

    it('is told how to send at any time, and makes no offer for it', async () => {
      const { caller, callee } = use(pair(harness));
      const sending = {
        audio: { priority: 'high' },
        video: { maxBitrate: 200_000, codecs: ['VP8'] },
      } as const;
      callee.peer.setSending(sending);
      caller.peer.setSending(sending);
      caller.peer.offer();
      callee.peer.admit();
      await Promise.all([caller.connected(), callee.connected()]);
      caller.peer.setSending({});
      callee.peer.setSending({ video: { scaleResolutionDownBy: 2, maxFramerate: 15 } });
      // A restart comes after them in the queue, so its answer is the second and last one.
      caller.peer.restartIce();
      await callee.log.until(() => callee.all('description').length === 2);
      expect(caller.all('description').map(({ description }) => description.type)).to.deep.equal([
        'offer',
        'offer',
      ]);
      expect([...caller.all('error'), ...callee.all('error')]).to.deep.equal([]);
    });

    it('answers what it has counted, and nothing once it is closed', async () => {
      const { caller } = use(pair(harness));
      expect(await caller.peer.stats()).to.be.an('array');
      caller.peer.close();
      expect(await caller.peer.stats()).to.deep.equal([]);
      expect([...(await caller.peer.traffic())]).to.deep.equal([]);
    });

    it('answers the descriptions that both have agreed on, its own first, and none before or after', async () => {
      const { caller, callee } = use(pair(harness));
      caller.peer.offer();
      await callee.first('remote-stream');
      expect(await caller.peer.descriptions()).to.deep.equal([]);
      callee.peer.admit();
      await Promise.all([caller.connected(), callee.connected()]);
      const [own, theirs] = await caller.peer.descriptions();
      const lines = (sdp = ''): readonly string[] => [...new Set(sdp.match(/^a=fingerprint:.*$/gm))];
      expect(lines(own)).to.have.length(1);
      expect((await callee.peer.descriptions()).map(lines)).to.deep.equal([lines(theirs), lines(own)]);
      caller.peer.close();
      expect(await caller.peer.descriptions()).to.deep.equal([]);
    });

    it('reports a description that is none', async () => {
      const { caller } = use({ caller: new End(harness) });
      caller.peer.receive({ type: 'offer', sdp: 'nonsense' }, true);
      expect((await caller.first('error')).message).to.be.a('string').that.is.not.empty;
    });

    it('is silent after it was closed, twice', async () => {
      const { caller, callee } = use(pair(harness));
      caller.peer.offer();
      await caller.first('description');
      caller.peer.close();
      caller.peer.close();
      const count = caller.log.items.length;
      caller.peer.restartIce();
      caller.peer.receive({ type: 'answer', sdp: 'nonsense' }, false);
      // The other end's own steps give anything still under way time to show.
      callee.peer.receive({ type: 'offer', sdp: 'nonsense' }, true);
      await callee.first('error');
      expect(caller.log.items.length).to.equal(count);
    });
  });
}
