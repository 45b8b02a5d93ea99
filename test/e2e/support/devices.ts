/** Devices as a person meets them: allowed or not, in use elsewhere; and what the page then shows. */
import assert from 'node:assert/strict';
import type { BrowserContext, PermissionState } from 'puppeteer-core';
import type { MediaKinds } from '../../../src/core/index.js';
import type { Person } from './person.js';

declare global {
  interface Window {
    /** The other program that has the camera is closed. */
    cameraIsFree?: boolean;
  }
}

export interface Permissions {
  readonly camera: PermissionState;
  readonly microphone: PermissionState;
}

/** Answers the prompts of a page beforehand, or takes back what was allowed. */
export async function permit(context: BrowserContext, url: string, permissions: Permissions): Promise<void> {
  for (const name of ['camera', 'microphone'] as const)
    await context.setPermission(new URL(url).origin, { permission: { name }, state: permissions[name] });
}

/** Runs in the page: another program has the camera, until it is free. */
export function keepCameraBusy(): void {
  const { mediaDevices } = navigator;
  const open = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = (constraints = {}) =>
    constraints.video && !window.cameraIsFree
      ? Promise.reject(new DOMException('Could not start video source', 'NotReadableError'))
      : open(constraints);
}

/** What somebody is told that the other one sends. */
export async function isToldOf(person: Person, media: MediaKinds): Promise<void> {
  await person.waitFor(({ audio, video }) => {
    const call = document.querySelector('call-provider')?.controller?.snapshot.call;
    return call?.phase === 'active' && call.remote.media.audio === audio && call.remote.media.video === video;
  }, media);
}

/** Somebody without a camera is initials and no black picture; who is silent is said to be. */
export async function assertShown(person: Person, { audio, video }: MediaKinds): Promise<void> {
  const { isHidden, initials } = await person.view.evaluate(() => {
    const panel = document.querySelector('call-video-panel')?.shadowRoot;
    return {
      isHidden: panel?.querySelector<HTMLVideoElement>('.remote')?.hidden,
      initials: panel?.querySelectorAll('.person').length,
    };
  });
  assert.deepEqual([isHidden, initials], video ? [false, 0] : [true, 1]);
  assert.equal((await person.panelText()).includes('Muted'), !audio);
}

/** What a toggle says to the person, and whether it shows the device as not available. */
export function toggleOf(
  person: Person,
  device: 'mic' | 'camera',
): Promise<{ title: string | undefined; isUnavailable: boolean | undefined }> {
  return person.view.evaluate(
    (tag) => {
      const toggle = document.querySelector(tag);
      return {
        title: toggle?.shadowRoot?.querySelector('button')?.title,
        isUnavailable: toggle?.matches(':state(unavailable)'),
      };
    },
    `call-${device}-toggle` as const,
  );
}

/** Waits until so many have come; what comes at the same time from elsewhere may be sooner here. */
export async function errorsOf(person: Person, count: number): Promise<readonly string[]> {
  await person.waitFor((wanted: number) => window.probe.errors.length >= wanted, count);
  return person.view.evaluate(() => window.probe.errors);
}
