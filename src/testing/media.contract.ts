/** What every end of the media port owes the core; run on the fake and on getUserMedia. */
import { expect } from '@open-wc/testing';
import type { MediaPort } from '../core/ports.js';
import type { MediaKind } from '../core/stream-handle.js';

export interface MediaHarness {
  create(): MediaPort;
  /** Whether the device of this kind is open: its light is on. */
  isLit(port: MediaPort, kind: MediaKind): boolean;
  isMuted(port: MediaPort, kind: MediaKind): boolean;
  /** Makes the device go away by itself. */
  lose(port: MediaPort, kind: MediaKind): void;
  /** The device stays open and gives nothing, or something again. */
  silence(port: MediaPort, kind: MediaKind, isSilent: boolean): void;
  /** Asks something else of this kind from now on: what it can do, what no device can, or what makes no sense. */
  ask(port: MediaPort, kind: MediaKind, what: 'possible' | 'impossible' | 'nonsense'): void;
}

const BOTH = { audio: true, video: true };

export function mediaContract(name: string, harness: MediaHarness): void {
  describe(`media port: ${name}`, () => {
    let port: MediaPort;
    beforeEach(() => {
      port = harness.create();
    });
    afterEach(() => {
      port.stop('audio');
      port.stop('video');
    });

    it('opens what is asked for, into one and the same stream', async () => {
      const { stream } = port;
      const result = await port.open(BOTH);
      expect(result).to.deep.equal({ opened: BOTH, errors: {} });
      expect(port.stream).to.equal(stream);
      expect([harness.isLit(port, 'audio'), harness.isLit(port, 'video')]).to.deep.equal([true, true]);
    });

    it('opens only the kind that is asked for', async () => {
      await port.open({ audio: true, video: false });
      expect([harness.isLit(port, 'audio'), harness.isLit(port, 'video')]).to.deep.equal([true, false]);
    });

    it('mutes without closing, and closes when stopped', async () => {
      await port.open(BOTH);
      port.setEnabled('audio', false);
      expect([harness.isMuted(port, 'audio'), harness.isLit(port, 'audio')]).to.deep.equal([true, true]);
      port.setEnabled('audio', true);
      expect(harness.isMuted(port, 'audio')).to.equal(false);
      port.stop('video');
      port.stop('video');
      expect([harness.isLit(port, 'audio'), harness.isLit(port, 'video')]).to.deep.equal([true, false]);
    });

    it('forgets with the device that it was muted', async () => {
      await port.open(BOTH);
      port.setEnabled('audio', false);
      port.stop('audio');
      await port.open(BOTH);
      expect([harness.isLit(port, 'audio'), harness.isMuted(port, 'audio')]).to.deep.equal([true, false]);
    });

    it('says when an open device gives nothing, and when that is over', async () => {
      const pauses: string[] = [];
      await port.open(BOTH);
      const told = new Promise<void>((resolve) => {
        port.onPaused = (kind, pause) => {
          pauses.push(`${kind} ${pause}`);
          if (pause === 'silent') harness.silence(port, kind, false);
          else resolve();
        };
      });
      harness.silence(port, 'video', true);
      await told;
      expect(pauses).to.deep.equal(['video silent', 'video over']);
      expect(harness.isLit(port, 'video')).to.equal(true);
    });

    it('keeps a device dark that was stopped before it opened', async () => {
      const opening = port.open(BOTH);
      port.stop('video');
      expect((await opening).opened).to.deep.equal({ audio: true, video: false });
      expect(harness.isLit(port, 'video')).to.equal(false);
    });

    it('says when a device goes away by itself, and not when it was stopped', async () => {
      const lost: MediaKind[] = [];
      port.onEnded = (kind) => lost.push(kind);
      await port.open(BOTH);
      port.stop('video');
      harness.lose(port, 'audio');
      expect(lost).to.deep.equal(['audio']);
    });

    it('lets what is open follow what is asked of it, and nothing else', async () => {
      await port.open({ audio: false, video: true });
      harness.ask(port, 'video', 'possible');
      const { opened, errors } = await port.adjust(BOTH);
      expect([opened, errors]).to.deep.equal([{ audio: false, video: true }, {}]);
      expect([harness.isLit(port, 'audio'), harness.isLit(port, 'video')]).to.deep.equal([false, true]);
    });

    it('keeps a device that cannot do what is asked of it, and says why', async () => {
      await port.open(BOTH);
      harness.ask(port, 'video', 'impossible');
      const { opened, errors } = await port.adjust(BOTH);
      expect([opened, errors]).to.deep.equal([BOTH, { video: 'media-overconstrained' }]);
      expect(harness.isLit(port, 'video')).to.equal(true);
    });

    it('leaves out what makes no sense, and says so', async () => {
      harness.ask(port, 'video', 'nonsense');
      for (const step of ['open', 'adjust'] as const) {
        const { opened, errors } = await port[step](BOTH);
        expect([opened, errors]).to.deep.equal([BOTH, { video: 'media-constraints' }]);
      }
    });

    it('keeps muted what is muted, also when it has to be opened anew', async () => {
      await port.open(BOTH);
      port.setEnabled('audio', false);
      harness.ask(port, 'audio', 'impossible');
      await port.adjust(BOTH);
      expect([harness.isMuted(port, 'audio'), harness.isLit(port, 'audio')]).to.deep.equal([true, true]);
    });

    it('keeps a device dark that is stopped while it follows', async () => {
      await port.open(BOTH);
      harness.ask(port, 'video', 'impossible');
      const adjusting = port.adjust(BOTH);
      port.stop('video');
      const { opened, errors } = await adjusting;
      expect([opened, errors]).to.deep.equal([{ audio: true, video: false }, {}]);
      expect(harness.isLit(port, 'video')).to.equal(false);
    });

    it('adjusts what is still being opened once it is there', async () => {
      const opening = port.open(BOTH);
      harness.ask(port, 'audio', 'nonsense');
      const adjusting = port.adjust(BOTH);
      expect((await opening).opened).to.deep.equal(BOTH);
      expect((await adjusting).errors).to.deep.equal({ audio: 'media-constraints' });
    });
  });
}
