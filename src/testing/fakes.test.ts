/** The fakes keep the contracts of the ports they stand for. */
import { browserClock } from '../browser/clock.js';
import { BusSignal } from '../core/link/bus-signal.js';
import { clockContract } from './clock.contract.js';
import { FakeClock } from './fake-clock.js';
import { FakeMedia } from './fake-media.js';
import { FakeNotes } from './fake-notes.js';
import { FakePeers } from './fake-peers.js';
import { mediaContract } from './media.contract.js';
import { MemoryBus } from './memory-bus.js';
import { notesContract } from './notes.contract.js';
import { peerContract } from './peer.contract.js';
import { signalContract } from './signal.contract.js';

peerContract('fake', { peers: new FakePeers(browserClock), newStream: () => ({ id: 'none' }) });

signalContract('memory', () => Promise.resolve(new BusSignal(new MemoryBus(browserClock), browserClock)));

mediaContract('fake', {
  create: () => new FakeMedia(),
  isLit: (port, kind) => (port as FakeMedia).lit.has(kind),
  isMuted: (port, kind) => (port as FakeMedia).muted.has(kind),
  lose: (port, kind) => {
    (port as FakeMedia).lose(kind);
  },
  silence: (port, kind, isSilent) => {
    (port as FakeMedia).pause(kind, isSilent ? 'silent' : 'over');
  },
  ask: (port, kind, what) => {
    const failures = { impossible: 'media-overconstrained', nonsense: 'media-constraints' } as const;
    if (what !== 'possible') (port as FakeMedia).failures[kind] = failures[what];
  },
});

notesContract('fake', {
  create: () => new FakeNotes(browserClock),
  copy: (port) => (port as FakeNotes).copy(),
  now: () => browserClock.now(),
});

clockContract('fake', {
  create: () => new FakeClock(),
  pass: (clock, ms) => {
    (clock as FakeClock).advance(ms);
  },
});
