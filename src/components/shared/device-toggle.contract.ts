/** What both device toggles owe, checked on each of them. */
import { expect } from '@open-wc/testing';
import type { MediaErrorCode } from '../../core/errors.js';
import type { DeviceState } from '../../core/media/media-state.js';
import type { Snapshot } from '../../core/snapshot.js';
import type { MediaKind } from '../../core/stream-handle.js';
import type { CallSetDeviceRequest } from '../../events/requests.js';
import { localMedia } from '../../testing/scenes.js';
import { itSaysItsNameOnce } from './button-face.contract.js';
import { itIsAnElement, mount, requestsAtWindow } from './element.contract.js';

export interface DeviceToggleContract {
  readonly tag: 'call-mic-toggle' | 'call-camera-toggle';
  readonly kind: MediaKind;
  readonly device: 'microphone' | 'camera';
  /** The device as it is when it is switched off. */
  readonly off: DeviceState;
  readonly label: string;
  readonly russian: string;
}

export function itTogglesADevice({ tag, kind, device, off, label, russian }: DeviceToggleContract): void {
  const show = (state?: DeviceState, attributes = '') => mount(tag, scene(state), attributes);
  const scene = (state?: DeviceState): Partial<Snapshot> => ({
    media: localMedia(state ? { [device]: state } : {}),
  });
  const failed = (code: MediaErrorCode): DeviceState => ({ status: 'failed', on: false, code });

  itIsAnElement({ tag, snapshot: scene(off), russian });

  it('keeps its name and changes what is pressed', async () => {
    const { $, set } = await show();
    expect($('button').ariaPressed).to.equal('false');
    expect($('button').title).to.equal(label);
    await set(scene(off));
    expect($('button').ariaPressed).to.equal('true');
    expect($('button').title).to.equal(label);
  });

  it('can be called something else by an attribute', async () => {
    const { $ } = await show(undefined, 'label="Quiet"');
    expect($('button').textContent).to.contain('Quiet');
  });

  itSaysItsNameOnce(label, show);

  it('asks for the other setting and waits until it is so', async () => {
    const { $, provider, set } = await show();
    $('button').click();
    await set({});
    const [request] = provider.requests as CallSetDeviceRequest[];
    expect(request).to.include({ type: 'call-set-device-request', kind, on: false });
    expect($('button').ariaPressed).to.equal('false');
  });

  it('asks to switch on what is off', async () => {
    const { $, provider } = await show(off);
    $('button').click();
    expect(provider.requests[0]).to.include({ kind, on: true });
  });

  it('hands nothing to the provider when the page vetoes', async () => {
    const { $, provider } = await show();
    const { events, stop } = requestsAtWindow('call-set-device-request', true);
    $('button').click();
    stop();
    expect(events).to.have.length(1);
    expect(provider.requests).to.deep.equal([]);
  });

  it('says why a device is not there, and tries it again when pressed', async () => {
    const { $, provider, element } = await show(failed('media-missing'));
    expect(element.matches(':state(unavailable)')).to.equal(true);
    expect($('button').title).to.contain('Not found');
    expect($('button').ariaDisabled).to.equal('false');
    $('button').click();
    expect(provider.requests[0]).to.include({ kind, on: true });
  });

  for (const code of ['media-insecure', 'media-policy'] as const) {
    it(`does nothing after ${code}, which only the page can mend`, async () => {
      const { $, provider } = await show(failed(code));
      $('button').click();
      expect($('button').ariaDisabled).to.equal('true');
      expect(provider.requests).to.deep.equal([]);
    });
  }

  it('shows its state from the snapshot', async () => {
    const { element, set } = await show(off);
    expect(element.matches(':state(off)')).to.equal(true);
    await set(scene({ status: 'requesting', on: true, request: 1 }));
    expect(element.matches(':state(requesting)')).to.equal(true);
    expect(element.matches(':state(off)')).to.equal(false);
  });
}
