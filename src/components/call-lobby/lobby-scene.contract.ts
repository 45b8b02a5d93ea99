/** A lobby in a page, with what its tests ask of it. */
import { nextFrame } from '@open-wc/testing';
import type { LocalMedia } from '../../core/snapshot.js';
import { localMedia, signedIn } from '../../testing/scenes.js';
import { mount } from '../shared/element.contract.js';
import './call-lobby.define.js';

export const OFF = { status: 'off', on: true } as const;
export const CLOSED: LocalMedia = localMedia({ microphone: OFF, camera: OFF });

export async function showLobby(media: LocalMedia, attributes = '') {
  const mounted = await mount('call-lobby', { ...signedIn(), media }, attributes);
  const { element, provider } = mounted;
  const says = async (words: string): Promise<void> => {
    while (!element.shadowRoot?.textContent.includes(words)) await nextFrame();
  };
  const asked = (): string[] => provider.requests.map(({ type }) => type);
  const video = (): HTMLVideoElement => mounted.$<HTMLVideoElement>('video');
  return { ...mounted, says, asked, video };
}
