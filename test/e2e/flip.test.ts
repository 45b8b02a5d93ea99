/** The other camera in the middle of a call, on a phone that opens one camera at a time and on a desk with two. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { launchChromium, launchFirefox, noFirefox } from './support/browsers.js';
import type { Person } from './support/person.js';
import { assertMediaBothWays, assertNothingLeft, talk } from './support/scenario.js';
import { setScene } from './support/scene.js';

/** Two cameras: the second of Chromium's three cannot be sent. */
function haveTwoCameras(): void {
  const { mediaDevices } = navigator;
  const list = mediaDevices.enumerateDevices.bind(mediaDevices);
  mediaDevices.enumerateDevices = async () => {
    const all = await list();
    const second = all.filter(({ kind }) => kind === 'videoinput')[1];
    return all.filter((device) => device !== second);
  };
}

/** Firefox has one: it is two here, by name, and opens once for each. */
function pretendTwoCameras(): void {
  const { mediaDevices } = navigator;
  const list = mediaDevices.enumerateDevices.bind(mediaDevices);
  const open = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.enumerateDevices = async () => {
    const others = (await list()).filter(({ kind }) => kind !== 'videoinput');
    const cameras = ['front', 'back'].map((name) => ({
      kind: 'videoinput',
      deviceId: name,
      groupId: name,
      label: `The ${name} camera`,
    }));
    return [...others, ...(cameras as unknown as MediaDeviceInfo[])];
  };
  mediaDevices.getUserMedia = async (constraints = {}) => {
    if (!constraints.video) return open(constraints);
    const deviceId = JSON.stringify(constraints.video).includes('back') ? 'back' : 'front';
    const stream = await open({ ...constraints, video: true });
    for (const track of stream.getVideoTracks()) {
      // Firefox says of it that it looks away.
      const { facingMode: _away, ...settings } = track.getSettings();
      track.getSettings = () => ({ ...settings, deviceId });
    }
    return stream;
  };
}

/** Runs after it: the first one looks at the person, the last one away, and only one is open at a time. */
function beAPhone(): void {
  const { mediaDevices } = navigator;
  const list = mediaDevices.enumerateDevices.bind(mediaDevices);
  mediaDevices.enumerateDevices = async () => {
    const all = await list();
    const cameras = all.filter(({ kind }) => kind === 'videoinput');
    for (const [at, camera] of cameras.entries())
      (camera as InputDeviceInfo).getCapabilities = () => ({
        facingMode: [at === 0 ? 'user' : 'environment'],
      });
    return all;
  };
  const open = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (constraints = {}) => {
    const { video } = constraints;
    if (!video) return open(constraints);
    if (window.probe.tracks.some(({ kind, readyState }) => kind === 'video' && readyState === 'live'))
      throw new DOMException('Could not start video source', 'NotReadableError');
    const cameras = (await mediaDevices.enumerateDevices()).filter(({ kind }) => kind === 'videoinput');
    const facingMode = JSON.stringify(video).includes('environment') ? 'environment' : 'user';
    const deviceId = cameras.at(facingMode === 'user' ? 0 : -1)?.deviceId ?? '';
    const stream = await open({ ...constraints, video: deviceId ? { deviceId: { exact: deviceId } } : true });
    for (const track of stream.getVideoTracks()) {
      const settings = track.getSettings();
      track.getSettings = () => ({ ...settings, facingMode });
    }
    return stream;
  };
}

/** The camera that is sent now. */
const sent = ({ page }: Person): Promise<MediaTrackSettings | undefined> =>
  page.evaluate(() =>
    window.probe.connections
      .at(-1)
      ?.getSenders()
      .find(({ track }) => track?.kind === 'video')
      ?.track?.getSettings(),
  );

/** The button waits for the camera, which may come later than the call. */
const flip = (person: Person): Promise<void> =>
  person.click('call-flip-button >>> button[aria-disabled="false"]');

/** Waits until the camera that is sent has another value here. */
const sendsAnother = (person: Person, key: 'deviceId' | 'facingMode', former?: string): Promise<void> =>
  person.waitFor(
    (name, value) => {
      const track = window.probe.connections
        .at(-1)
        ?.getSenders()
        .find((sender) => sender.track?.kind === 'video')?.track;
      return track?.readyState === 'live' && track.getSettings()[name] !== value;
    },
    key,
    former ?? '',
  );

const flipIn = (
  title: string,
  launch: () => Promise<Browser>,
  haveTwo: () => void,
  skip: string | false,
): void => {
  void describe(`the other camera in ${title}`, { skip }, () => {
    const scene = setScene({ launch });

    const inCall = async (...scripts: readonly (() => void)[]): Promise<readonly [Person, Person]> => {
      const naomi = await scene.join('naomi', { page: 'flip.html', scripts });
      const priya = await scene.join('priya');
      await talk(naomi, priya);
      return [naomi, priya];
    };

    for (const [machine, scripts, key] of [
      ['a phone', [haveTwo, beAPhone], 'facingMode'],
      ['a desk', [haveTwo], 'deviceId'],
    ] as const) {
      void it(`of ${machine} is sent without a new negotiation, and the first one again`, async () => {
        const [naomi, priya] = await inCall(...scripts);
        const sdp = await naomi.page.evaluate(() => window.probe.connections.at(-1)?.localDescription?.sdp);
        const first = (await sent(naomi))?.[key];
        await flip(naomi);
        await sendsAnother(naomi, key, first);
        await assertMediaBothWays(naomi, priya);
        const second = (await sent(naomi))?.[key];
        await flip(naomi);
        await sendsAnother(naomi, key, second);
        assert.equal((await sent(naomi))?.[key], first);
        await assertMediaBothWays(naomi, priya);
        assert.equal((await naomi.leftovers()).tracks, 2);
        assert.equal(
          await naomi.page.evaluate(() => window.probe.connections.at(-1)?.localDescription?.sdp),
          sdp,
        );
        await naomi.hangUp();
        await Promise.all([naomi.phase('ended'), priya.phase('ended')]);
        await assertNothingLeft(naomi, priya);
      });
    }
  });
};

const withThree = '--use-fake-device-for-media-stream=device-count=3';
flipIn('Chromium', () => launchChromium(withThree), haveTwoCameras, false);
flipIn('Firefox', launchFirefox, pretendTwoCameras, noFirefox);
