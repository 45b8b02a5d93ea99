/** Shows elements alone, in a provider that does nothing, with devices that have names as those of people do. */
import '../../src/components/call-lobby/call-lobby.define.js';
import '../../src/components/call-notice/call-notice.define.js';
import type { LitElement } from 'lit';
import type { Snapshot } from '../../src/core/snapshot.js';
import { registerFakeProvider } from '../../src/testing/fake-provider.js';
import type { ElementScene } from './device-scenes.js';

const DEVICES = [
  ['videoinput', 'Integrated Camera (04f2:b6d9)'],
  ['videoinput', 'Desk camera'],
  ['audioinput', 'Built-in microphone'],
  ['audioinput', 'A headset with a name that is far too long for any column that there is'],
  ['audiooutput', 'Built-in speakers'],
] as const;

const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));

export function equip(permission: PermissionState = 'granted'): void {
  const { mediaDevices, permissions } = navigator;
  const named = DEVICES.map(([kind, label]) => ({ kind, label, deviceId: label, groupId: label }));
  // One of each kind, as browsers list them before they are allowed.
  const unnamed = ['videoinput', 'audioinput', 'audiooutput'].map((kind) => ({
    ...{ kind, label: '', deviceId: '', groupId: '' },
  }));
  const list = permission === 'granted' ? named : unnamed;
  mediaDevices.enumerateDevices = () => Promise.resolve(list as MediaDeviceInfo[]);
  permissions.query = () =>
    Promise.resolve(Object.assign(new EventTarget(), { state: permission }) as PermissionStatus);
}

export async function showElements(scene: ElementScene, snapshot: Partial<Snapshot>): Promise<void> {
  registerFakeProvider();
  equip(scene.permission);
  const provider = document.createElement('fake-provider');
  provider.controller.set(snapshot);
  for (const { tag, attributes = {} } of scene.tags) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    provider.append(element);
  }
  document.body.append(provider);
  const first = provider.firstElementChild as LitElement;
  await first.updateComplete;
  for (let left = 30; left > 0; left -= 1) await frame();
  for (const selector of scene.press ?? []) {
    first.renderRoot.querySelector<HTMLElement>(selector)?.click();
    await first.updateComplete;
    while (first.renderRoot.querySelector('[aria-busy=true]')) await frame();
  }
}
