/** What can happen in the middle of setting a real connection up: it is closed at any step, and the line is a mess. */
import { expect } from '@open-wc/testing';
import { Controller } from '../core/call-controller.js';
import { BusSignal } from '../core/link/bus-signal.js';
import type { Peer, PeerEvent } from '../core/ports.js';
import { ChaosSignal } from '../testing/chaos-signal.js';
import { FakeNotes } from '../testing/fake-notes.js';
import { MemoryBus } from '../testing/memory-bus.js';
import { Recorder } from '../testing/recorder.js';
import { browserClock } from './clock.js';
import { rtcPeers } from './rtc-peer.js';
import { UserMedia } from './user-media.js';

type Method = (...args: unknown[]) => Promise<unknown>;

const STEPS = ['setLocalDescription', 'setRemoteDescription', 'addIceCandidate'] as const;

/** Calls `step` before and after each thing that a connection waits for; the answer stops that. */
function watchSteps(step: () => void): () => void {
  const prototype = RTCPeerConnection.prototype as unknown as Record<(typeof STEPS)[number], Method>;
  const natives = STEPS.map((name) => [name, prototype[name]] as const);
  for (const [name, native] of natives) {
    prototype[name] = async function (...args) {
      step();
      const result = await native.apply(this, args);
      step();
      return result;
    };
  }
  return () => {
    for (const [name, native] of natives) prototype[name] = native;
  };
}

interface Ends {
  readonly caller: Peer;
  readonly callee: Peer;
  readonly heard: Recorder<readonly [who: 'caller' | 'callee', event: PeerEvent]>;
  readonly connected: () => boolean;
}

function twoEnds(): Ends {
  const heard: Ends['heard'] = new Recorder();
  const create = (who: 'caller' | 'callee', other: () => Peer): Peer =>
    rtcPeers.create({ local: new MediaStream(), iceServers: [], relayOnly: false }, (event) => {
      if (event.type === 'description') other().receive(event.description, who === 'caller');
      if (event.type === 'candidate') other().addCandidate(event.candidate);
      heard.add([who, event]);
    });
  const caller: Peer = create('caller', () => callee);
  const callee: Peer = create('callee', () => caller);
  const isConnected = (who: string): boolean =>
    heard.items.some(
      ([from, event]) => from === who && event.type === 'connection' && event.state === 'connected',
    );
  return { caller, callee, heard, connected: () => isConnected('caller') && isConnected('callee') };
}

function call({ caller, callee }: Ends): void {
  caller.offer();
  callee.admit();
}

describe('a connection that is closed while it is set up', () => {
  for (const victim of ['caller', 'callee'] as const) {
    it(`at any step says nothing more, and the other end takes no harm: the ${victim}’s`, async function () {
      this.timeout(60_000);
      const unhandled: unknown[] = [];
      const note = (event: PromiseRejectionEvent): void => void unhandled.push(event.reason);
      addEventListener('unhandledrejection', note);
      let at = 0;
      for (let wasCut = true; wasCut; at += 1) {
        const ends = twoEnds();
        const closed = new Recorder<number>();
        let left = at;
        const stop = watchSteps(() => {
          if (left-- !== 0) return;
          ends[victim].close();
          closed.add(ends.heard.items.filter(([who]) => who === victim).length);
        });
        call(ends);
        await Promise.race([closed.first(() => true), ends.heard.until(ends.connected)]);
        // Another pair, set up from beginning to end, gives whatever is still under way its time.
        const others = twoEnds();
        call(others);
        await others.heard.until(others.connected);
        stop();
        const after = ends.heard.items.filter(([who]) => who === victim).length;
        wasCut = closed.items.length > 0;
        if (wasCut) expect(after, `after step ${String(at)}`).to.equal(closed.items[0]);
        expect(ends.heard.items.filter(([, event]) => event.type === 'error')).to.deep.equal([]);
        for (const peer of [ends.caller, ends.callee, others.caller, others.callee]) peer.close();
      }
      removeEventListener('unhandledrejection', note);
      expect(at, 'steps that were tried').to.be.greaterThan(8);
      expect(unhandled).to.deep.equal([]);
    });
  }
});

describe('two controllers with real connections, on a line that brings everything twice and in another order', () => {
  it('talk, look for another path at once, reload, and leave nothing', async function () {
    this.timeout(60_000);
    const bus = new MemoryBus(browserClock);
    const open = (notes = new FakeNotes(browserClock)) => {
      const media = new UserMedia();
      const signal = new ChaosSignal(new BusSignal(bus, browserClock), browserClock, {
        twice: 1,
        delayMs: 40,
      });
      const controller = new Controller({ clock: browserClock, signal, peers: rtcPeers, media, notes });
      const log = new Recorder<string>();
      controller.subscribe(({ call, users }) => log.add(`${call.phase} ${String(users.length)}`));
      const phase = (wanted: string): Promise<void> =>
        log.until(() => controller.snapshot.call.phase === wanted);
      return { controller, log, phase, media, notes };
    };
    let [naomi, priya] = [open(), open()];
    naomi.controller.signIn('naomi');
    priya.controller.signIn('priya');
    for (const { controller, log } of [naomi, priya])
      await log.until(() => controller.snapshot.users.length === 1);
    for (let round = 0; round < 3; round += 1) {
      naomi.controller.call(priya.controller.snapshot.self.name ?? '');
      await priya.phase('incoming');
      priya.controller.accept();
      await Promise.all([naomi.phase('active'), priya.phase('active')]);
      naomi.controller.leavePage();
      naomi.controller.dispose();
      await priya.phase('reconnecting');
      naomi = open(naomi.notes);
      naomi.controller.rejoin();
      await Promise.all([naomi.phase('active'), priya.phase('active')]);
      priya.controller.hangUp();
      await Promise.all([naomi.phase('ended'), priya.phase('ended')]);
      [naomi, priya] = [priya, naomi];
      await naomi.log.until(() => naomi.controller.snapshot.users.length === 1);
    }
    for (const { controller, media } of [naomi, priya]) {
      expect(media.stream.getTracks()).to.deep.equal([]);
      controller.dispose();
    }
  });
});
