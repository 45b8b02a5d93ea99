import { expect } from '@open-wc/testing';
import type { CallSetDeviceRequest } from '../../events/requests.js';
import { localMedia } from '../../testing/scenes.js';
import { itIsAnElement, mount, requestsAtWindow } from '../shared/element.contract.js';
import './call-camera-toggle.define.js';

const on = { media: localMedia() };
const off = { media: localMedia({ camera: { status: 'off', on: false } }) };
const failed = (code: 'media-missing' | 'media-insecure' | 'media-policy') => ({
  media: localMedia({ camera: { status: 'failed', on: false, code } }),
});

describe('call-camera-toggle', () => {
  itIsAnElement({ tag: 'call-camera-toggle', snapshot: off, russian: 'Выключить камеру' });

  it('keeps its name and changes what is pressed', async () => {
    const { $, set } = await mount('call-camera-toggle', on);
    expect($('button').ariaPressed).to.equal('false');
    expect($('button').title).to.equal('Turn camera off');
    await set(off);
    expect($('button').ariaPressed).to.equal('true');
    expect($('button').title).to.equal('Turn camera off');
  });

  it('can be called something else by an attribute', async () => {
    const { $ } = await mount('call-camera-toggle', on, 'label="Quiet"');
    expect($('button').textContent).to.contain('Quiet');
  });

  it('asks for the other setting and waits until it is so', async () => {
    const { $, provider, set } = await mount('call-camera-toggle', on);
    $('button').click();
    await set({});
    const [request] = provider.requests as CallSetDeviceRequest[];
    expect(request).to.include({ type: 'call-set-device-request', kind: 'video', on: false });
    expect($('button').ariaPressed).to.equal('false');
  });

  it('asks to switch on what is off', async () => {
    const { $, provider } = await mount('call-camera-toggle', off);
    $('button').click();
    expect(provider.requests[0]).to.include({ kind: 'video', on: true });
  });

  it('hands nothing to the provider when the page vetoes', async () => {
    const { $, provider } = await mount('call-camera-toggle', on);
    const { events, stop } = requestsAtWindow('call-set-device-request', true);
    $('button').click();
    stop();
    expect(events).to.have.length(1);
    expect(provider.requests).to.deep.equal([]);
  });

  it('says why a device is not there, and tries it again when pressed', async () => {
    const { $, provider, element } = await mount('call-camera-toggle', failed('media-missing'));
    expect(element.matches(':state(unavailable)')).to.equal(true);
    expect($('button').title).to.contain('Not found');
    expect($('button').ariaDisabled).to.equal('false');
    $('button').click();
    expect(provider.requests[0]).to.include({ on: true });
  });

  for (const code of ['media-insecure', 'media-policy'] as const) {
    it(`does nothing after ${code}, which only the page can mend`, async () => {
      const { $, provider } = await mount('call-camera-toggle', failed(code));
      $('button').click();
      expect($('button').ariaDisabled).to.equal('true');
      expect(provider.requests).to.deep.equal([]);
    });
  }

  it('shows its state from the snapshot', async () => {
    const { element, set } = await mount('call-camera-toggle', off);
    expect(element.matches(':state(off)')).to.equal(true);
    await set({ media: localMedia({ camera: { status: 'requesting', on: true, request: 1 } }) });
    expect(element.matches(':state(requesting)')).to.equal(true);
    expect(element.matches(':state(off)')).to.equal(false);
  });
});
