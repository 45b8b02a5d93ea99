import { expect, nextFrame } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { AudioProbe } from '../../testing/audio-probe.js';
import { DrawnSound } from '../../testing/drawn-sound.js';
import { active, localMedia } from '../../testing/scenes.js';
import { itIsAnElement, mount } from '../shared/element.contract.js';
import './call-audio-meter.define.js';

const SPEAKING = { status: 'on', on: true } as const;

/** A meter, and what it shows of a sound. */
async function show(snapshot: object, attributes = '') {
  const mounted = await mount('call-audio-meter', snapshot, attributes);
  const value = (): number => Number(mounted.$('[role=meter]').getAttribute('aria-valuenow'));
  const until = async (fits: (level: number) => boolean): Promise<void> => {
    while (!fits(value())) await nextFrame();
  };
  const untilSilent = async (isSilent: boolean): Promise<void> => {
    while (mounted.element.matches(':state(silent)') !== isSilent) await nextFrame();
  };
  return { ...mounted, value, until, untilSilent };
}

describe('call-audio-meter', () => {
  itIsAnElement({ tag: 'call-audio-meter', snapshot: { media: localMedia() }, russian: 'Уровень вашего' });

  describe('with a sound', () => {
    let sound: DrawnSound;
    const local = () => ({ media: localMedia({ stream: sound.stream, microphone: SPEAKING }) });
    beforeEach(() => {
      sound = new DrawnSound(0.3);
    });
    afterEach(() => sound.close());

    it('rises with the own microphone and falls with it, the bar as the value', async () => {
      const { $, until, value } = await show(local());
      await until((level) => level > 50);
      expect($('.bar').style.inlineSize).to.equal(`${value()}%`);
      sound.setVolume(0);
      await until((level) => level < 5);
    });

    it('is of the other person where it says so', async () => {
      const call = active({ remote: { stream: sound.stream, media: { audio: true, video: false } } });
      const { $, until } = await show({ call }, 'source="remote"');
      await until((level) => level > 50);
      expect($('[role=meter]').ariaLabel).to.equal('Level of the other person');
    });

    it('is of a stream of the page before that of a call', async () => {
      const { element, until } = await show({});
      element.stream = sound.stream;
      await until((level) => level > 50);
    });

    it('is silent for a microphone that is muted', async () => {
      const { until, untilSilent } = await show(local());
      await until((level) => level > 50);
      sound.track.enabled = false;
      await until((level) => level < 5);
      await untilSilent(false);
    });

    it('follows to another microphone in the same stream', async () => {
      const { until, untilSilent } = await show(local());
      const other = new DrawnSound(0.3);
      const former = sound.track;
      await until((level) => level > 50);
      sound.stream.removeTrack(former);
      former.stop();
      await untilSilent(true);
      sound.stream.addTrack(other.track);
      await until((level) => level > 50);
      await other.close();
    });

    it('moves once the person has dealt with a page whose sound had to wait for that', async () => {
      const probe = new AudioProbe();
      probe.install();
      try {
        const { until } = await show(local());
        await until((level) => level > 50);
        await Promise.all(probe.contexts.map((context) => context.suspend()));
        await sendKeys({ press: 'a' });
        while (!probe.states.every((state) => state === 'running')) await nextFrame();
      } finally {
        probe.remove();
      }
    });

    const WAYS: Readonly<Record<string, (element: HTMLElement) => void>> = {
      removed: (element) => {
        element.remove();
      },
      hidden: (element) => {
        element.hidden = true;
      },
    };
    for (const [way, leave] of Object.entries(WAYS)) {
      it(`keeps nothing open when it is ${way}`, async () => {
        const probe = new AudioProbe();
        probe.install();
        try {
          const { element, until } = await show(local());
          await until((level) => level > 50);
          leave(element);
          while (!probe.states.every((state) => state === 'closed')) await nextFrame();
          expect(probe.states).to.have.length.above(0);
          expect(sound.track.readyState).to.equal('live');
        } finally {
          probe.remove();
        }
      });
    }
  });
});
