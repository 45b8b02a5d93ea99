/** What a page asks of its camera and microphone changes in the middle of a call, on a machine that has three of each. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Constraints } from '../../src/browser/constraints.js';
import type { DeviceChoice } from '../../src/core/index.js';
import { launchChromium } from './support/browsers.js';
import { errorsOf, isToldOf } from './support/devices.js';
import type { Person } from './support/person.js';
import { assertMediaBothWays, assertNothingLeft, talk } from './support/scenario.js';
import { setScene } from './support/scene.js';

const ask = ({ page }: Person, constraints: Constraints): Promise<void> =>
  page.$eval(
    'call-provider',
    (provider, wish) => {
      provider.constraints = wish;
    },
    constraints,
  );

/** The device that is sent from now, as the browser names it. */
const sends = (person: Person, kind: 'audio' | 'video'): Promise<string | undefined> =>
  person.page.evaluate(
    (wanted) =>
      window.probe.connections
        .at(-1)
        ?.getSenders()
        .find(({ track }) => track?.kind === wanted)
        ?.track?.getSettings().deviceId,
    kind,
  );

/** Waits until that device is sent, and no other is open. */
async function sendsOnly(person: Person, kind: 'audio' | 'video', deviceId: string): Promise<void> {
  await person.waitFor(
    (wanted, id) =>
      window.probe.connections
        .at(-1)
        ?.getSenders()
        .some(({ track }) => track?.kind === wanted && track.getSettings().deviceId === id),
    kind,
    deviceId,
  );
  assert.equal((await person.leftovers()).tracks, 2);
}

/** Another device than the one that is sent now: the last one, since Chromium's second fake camera cannot be sent. */
async function another(person: Person, kind: 'audio' | 'video'): Promise<string> {
  const now = await sends(person, kind);
  const devices = await person.page.evaluate(async () =>
    (await navigator.mediaDevices.enumerateDevices()).map(({ kind: type, deviceId }) => [type, deviceId]),
  );
  const found = devices.filter(([type, id]) => type === `${kind}input` && id !== now).at(-1)?.[1];
  assert.ok(found);
  return found;
}

/** The person's choice of a microphone, as an element asks for it. */
const choose = ({ page }: Person, device: DeviceChoice | null): Promise<void> =>
  page.$eval(
    'call-provider',
    (provider, wish) => {
      const request = new Event('call-choose-device-request', { cancelable: true });
      provider.dispatchEvent(Object.assign(request, { kind: 'audio', device: wish }));
    },
    device,
  );

/** The list of devices is without that one until it is plugged in. */
const unplug = ({ page }: Person, gone: string): Promise<void> =>
  page.evaluate((id) => {
    const { mediaDevices } = navigator;
    const list = mediaDevices.enumerateDevices.bind(mediaDevices);
    mediaDevices.enumerateDevices = async () => (await list()).filter(({ deviceId }) => deviceId !== id);
  }, gone);

const plugIn = ({ page }: Person): Promise<void> =>
  page.evaluate(() => {
    Reflect.deleteProperty(navigator.mediaDevices, 'enumerateDevices');
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
  });

/** Waits until a video in the panel is as wide and as high as that. */
const isShown = (person: Person, video: '.remote' | '.self video', ratio: number): Promise<void> =>
  person.waitFor(
    (selector, wanted) => {
      const found = document
        .querySelector('call-video-panel')
        ?.shadowRoot?.querySelector<HTMLVideoElement>(selector);
      return found && Math.abs(found.videoWidth / found.videoHeight - wanted) < 0.01;
    },
    video,
    ratio,
  );

void describe('constraints that change in a call', () => {
  const scene = setScene({
    launch: () => launchChromium('--use-fake-device-for-media-stream=device-count=3'),
  });

  const inCall = async (): Promise<readonly [Person, Person]> => {
    const [naomi, priya] = [await scene.join('naomi'), await scene.join('priya')];
    await talk(naomi, priya);
    await assertMediaBothWays(naomi, priya);
    return [naomi, priya];
  };

  const hangUp = async (naomi: Person, priya: Person): Promise<void> => {
    await naomi.hangUp();
    await Promise.all([naomi.phase('ended'), priya.phase('ended')]);
    await assertNothingLeft(naomi, priya);
  };

  void it('show another picture on both sides, without a new negotiation', async () => {
    const [naomi, priya] = await inCall();
    const descriptions = (): Promise<string | undefined> =>
      naomi.page.evaluate(() => window.probe.connections.at(-1)?.localDescription?.sdp);
    await isShown(priya, '.remote', 4 / 3);
    const before = await descriptions();
    await ask(naomi, { video: { width: 320, height: 180 } });
    await isShown(naomi, '.self video', 16 / 9);
    await isShown(priya, '.remote', 16 / 9);
    assert.equal(await descriptions(), before);
    assert.deepEqual(await errorsOf(naomi, 0), []);
    await hangUp(naomi, priya);
  });

  void it('switch to another camera, which the other side sees', async () => {
    const [naomi, priya] = await inCall();
    const camera = await another(naomi, 'video');
    await ask(naomi, { video: { deviceId: camera, width: 320, height: 180 } });
    await sendsOnly(naomi, 'video', camera);
    await isShown(naomi, '.self video', 16 / 9);
    await isShown(priya, '.remote', 16 / 9);
    await assertMediaBothWays(naomi, priya);
    await hangUp(naomi, priya);
  });

  void it('switch to another microphone, which stays muted until the person is heard again', async () => {
    const [naomi, priya] = await inCall();
    await naomi.toggleMic();
    await isToldOf(priya, { audio: false, video: true });
    const microphone = await another(naomi, 'audio');
    await ask(naomi, { audio: { deviceId: { exact: microphone } } });
    await sendsOnly(naomi, 'audio', microphone);
    assert.equal(
      await naomi.page.evaluate(
        () => window.probe.tracks.find((one) => one.kind === 'audio' && one.readyState === 'live')?.enabled,
      ),
      false,
    );
    await naomi.toggleMic();
    await isToldOf(priya, { audio: true, video: true });
    await priya.page.bringToFront();
    await priya.hears();
    await hangUp(naomi, priya);
  });

  void it('give way to the microphone that the person chooses, and to that one again when it is back', async () => {
    const [naomi, priya] = await inCall();
    const described = (): Promise<string | undefined> =>
      naomi.page.evaluate(() => window.probe.connections.at(-1)?.localDescription?.sdp);
    const before = await described();
    const first = await sends(naomi, 'audio');
    const microphone = await another(naomi, 'audio');
    await choose(naomi, { deviceId: microphone });
    await sendsOnly(naomi, 'audio', microphone);
    await choose(naomi, null);
    assert.ok(first);
    await sendsOnly(naomi, 'audio', first);
    await unplug(naomi, microphone);
    await choose(naomi, { deviceId: microphone });
    await plugIn(naomi);
    await sendsOnly(naomi, 'audio', microphone);
    assert.equal(await described(), before);
    assert.deepEqual(await errorsOf(naomi, 0), []);
    await priya.page.bringToFront();
    await priya.hears();
    await hangUp(naomi, priya);
  });

  void it('keep the former camera when there is no such one, and say why', async () => {
    const [naomi, priya] = await inCall();
    const camera = await sends(naomi, 'video');
    assert.ok(camera);
    await ask(naomi, { video: { deviceId: { exact: 'nobody' } } });
    assert.deepEqual(await errorsOf(naomi, 1), ['media-overconstrained']);
    await sendsOnly(naomi, 'video', camera);
    await assertMediaBothWays(naomi, priya);
    await isToldOf(priya, { audio: true, video: true });
    await hangUp(naomi, priya);
  });

  void it('lose nothing when they make no sense, and say what to write', async () => {
    const [naomi, priya] = await inCall();
    const told = naomi.page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          document.addEventListener('call-error', ({ error }) => {
            resolve(`${error.code} ${String(error.detail)} ${error.message}`);
          });
        }),
    );
    await ask(naomi, { video: { width: 'big' } } as unknown as Constraints);
    assert.match(await told, /^media-constraints video .*constraints\.video\.width must be a number/);
    await assertMediaBothWays(naomi, priya);
    await hangUp(naomi, priya);
  });
});
