/** What tabs know of each other: who is in which call, and what becomes of one that dies without a word. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock } from '../../testing/fake-clock.js';
import { MemoryBus } from '../../testing/memory-bus.js';
import { World } from '../../testing/world.js';
import { Controller } from '../call-controller.js';
import { type CallPhase, type CallState, IDLE } from '../call/call-state.js';
import { newLeg } from '../call/call-steps.js';
import { BusSignal } from '../link/bus-signal.js';
import type { BusPort } from '../ports.js';
import { OtherTabs } from './other-tabs.js';
import { FakeMedia } from '../../testing/fake-media.js';
import { FakePeers } from '../../testing/fake-peers.js';

function inCall(phase: Exclude<CallPhase, 'idle' | 'ended'>, name = 'naomi'): CallState {
  const leg = newLeg(
    { id: 'c', direction: 'incoming', peer: { name, v1: true }, media: { audio: true, video: true } },
    { pc: 1, received: 1 },
  );
  return { ...leg, phase, ringing: false, slow: false, sinceMs: 0, why: 'network', restarts: 0 };
}

class Browser {
  readonly clock = new FakeClock();
  readonly bus = new MemoryBus(this.clock);

  open(bus: BusPort = this.bus): { readonly tab: OtherTabs; readonly heard: (string | null)[] } {
    const heard: (string | null)[] = [];
    const tab = new OtherTabs(bus, this.clock.id(), () => {
      heard.push(tab.elsewhere && `${tab.elsewhere.phase} ${tab.elsewhere.name}`);
    });
    return { tab, heard };
  }

  settle(): void {
    this.clock.advance(100);
  }
}

void describe('a tab', () => {
  void it('hears of the call in another one, of each phase once, and of its end', () => {
    const browser = new Browser();
    const [one, other] = [browser.open(), browser.open()];
    for (const state of [
      inCall('incoming'),
      inCall('incoming'),
      inCall('connecting'),
      inCall('active'),
      IDLE,
    ]) {
      one.tab.follow(state);
      browser.settle();
    }
    assert.deepEqual(other.heard, ['incoming naomi', 'connecting naomi', 'active naomi', null]);
    assert.deepEqual(one.heard, []);
  });

  void it('that opens later hears of the call there is', () => {
    const browser = new Browser();
    browser.open().tab.follow(inCall('active'));
    const late = browser.open();
    browser.settle();
    assert.deepEqual(late.tab.elsewhere, { phase: 'active', name: 'naomi' });
  });

  void it('is told of the call that goes on rather than of one that rings', () => {
    const browser = new Browser();
    const [one, other, third] = [browser.open(), browser.open(), browser.open()];
    one.tab.follow(inCall('active', 'naomi'));
    other.tab.follow(inCall('incoming', 'oleg'));
    browser.settle();
    assert.deepEqual(third.tab.elsewhere, { phase: 'active', name: 'naomi' });
    one.tab.follow(IDLE);
    browser.settle();
    assert.deepEqual(third.tab.elsewhere, { phase: 'incoming', name: 'oleg' });
  });

  void it('forgets one that died without a word', () => {
    const browser = new Browser();
    const { bus } = browser;
    let die = (): void => undefined;
    const mortal: BusPort = {
      open: (receive) => ({ ...bus.open(receive), close: () => undefined }),
      watch: (sid, gone) => bus.watch(sid, gone),
      hold: (sid) => (die = bus.hold(sid)),
    };
    const [one, other] = [browser.open(mortal), browser.open()];
    one.tab.follow(inCall('active'));
    browser.settle();
    die();
    browser.settle();
    assert.equal(other.tab.elsewhere, null);
  });

  void it('that closes ends its call for the others, and hears nothing more', () => {
    const browser = new Browser();
    const [one, other] = [browser.open(), browser.open()];
    one.tab.follow(inCall('active'));
    browser.settle();
    one.tab.close();
    other.tab.follow(inCall('active', 'priya'));
    browser.settle();
    assert.equal(other.tab.elsewhere, null);
    assert.deepEqual(one.heard, []);
  });

  void it('drops what is no word of a tab', () => {
    const browser = new Browser();
    const { tab, heard } = browser.open();
    const stranger = browser.bus.open(() => undefined);
    const call = { phase: 'active', name: 'naomi' };
    for (const junk of [
      'text',
      null,
      { kind: 'in', call },
      { kind: 'in', id: 1, call },
      { kind: 'in', id: 'x' },
      { kind: 'in', id: 'x', call: { phase: 'idle', name: 'naomi' } },
      { kind: 'in', id: 'x', call: { phase: 'active', name: 1 } },
      { kind: 'other', id: 'x', call },
    ])
      stranger.post(junk);
    browser.settle();
    assert.deepEqual([tab.elsewhere, heard], [null, []]);
  });

  void it('is alone where there is no bus', () => {
    const tab = new OtherTabs(undefined, 'x', () => undefined);
    tab.follow(inCall('active'));
    tab.close();
    assert.equal(tab.elsewhere, null);
  });
});

void describe('a controller', () => {
  void it('shows in its snapshot what another tab is in', async () => {
    const world = new World();
    const tabs = new MemoryBus(world.clock);
    const enter = (name: string): Controller => {
      const { clock, bus } = world;
      const signal = new BusSignal(bus, clock);
      const ports = { clock, signal, peers: new FakePeers(clock), media: new FakeMedia(), tabs };
      const controller = new Controller(ports);
      controller.signIn(name);
      return controller;
    };
    const [naomi, ben] = [enter('naomi'), enter('ben')];
    const priya = world.enter('priya');
    await world.settle();
    priya.controller.call('naomi');
    await world.settle();
    assert.deepEqual(ben.snapshot.elsewhere, { phase: 'incoming', name: 'priya' });
    assert.equal(naomi.snapshot.elsewhere, null);
    naomi.accept();
    await world.settle();
    assert.deepEqual(ben.snapshot.elsewhere, { phase: 'active', name: 'priya' });
    naomi.dispose();
    await world.settle();
    assert.equal(ben.snapshot.elsewhere, null);
  });
});
