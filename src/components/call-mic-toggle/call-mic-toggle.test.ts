import { expect } from '@open-wc/testing';
import type { CallSetDeviceRequest } from '../../events/requests.js';
import { localMedia } from '../../testing/scenes.js';
import { itIsAnElement, mount, requestsAtWindow } from '../shared/element.contract.js';
import './call-mic-toggle.define.js';

const on = { media: localMedia() };
const off = { media: localMedia({ microphone: { status: 'muted', on: false } }) };
const failed = (code: 'media-missing' | 'media-insecure' | 'media-policy') => ({
  media: localMedia({ microphone: { status: 'failed', on: false, code } }),
});

describe('call-mic-toggle', () => {
  itIsAnElement({ tag: 'call-mic-toggle', snapshot: off, russian: 'Выключить микрофон' });

  it('keeps its name and changes what is pressed', async () => {
    const { $, set } = await mount('call-mic-toggle', on);
    expect($('button').ariaPressed).to.equal('false');
    expect($('button').title).to.equal('Mute microphone');
    await set(off);
    expect($('button').ariaPressed).to.equal('true');
    expect($('button').title).to.equal('Mute microphone');
  });

  it('can be called something else by an attribute', async () => {
    const { $ } = await mount('call-mic-toggle', on, 'label="Quiet"');
    expect($('button').textContent).to.contain('Quiet');
  });

  it('asks for the other setting and waits until it is so', async () => {
    const { $, provider, set } = await mount('call-mic-toggle', on);
    $('button').click();
    await set({});
    const [request] = provider.requests as CallSetDeviceRequest[];
    expect(request).to.include({ type: 'call-set-device-request', kind: 'audio', on: false });
    expect($('button').ariaPressed).to.equal('false');
  });

  it('asks to switch on what is off', async () => {
    const { $, provider } = await mount('call-mic-toggle', off);
    $('button').click();
    expect(provider.requests[0]).to.include({ kind: 'audio', on: true });
  });

  it('hands nothing to the provider when the page vetoes', async () => {
    const { $, provider } = await mount('call-mic-toggle', on);
    const { events, stop } = requestsAtWindow('call-set-device-request', true);
    $('button').click();
    stop();
    expect(events).to.have.length(1);
    expect(provider.requests).to.deep.equal([]);
  });

  it('says why a device is not there, and tries it again when pressed', async () => {
    const { $, provider, element } = await mount('call-mic-toggle', failed('media-missing'));
    expect(element.matches(':state(unavailable)')).to.equal(true);
    expect($('button').title).to.contain('Not found');
    expect($('button').ariaDisabled).to.equal('false');
    $('button').click();
    expect(provider.requests[0]).to.include({ on: true });
  });

  for (const code of ['media-insecure', 'media-policy'] as const) {
    it(`does nothing after ${code}, which only the page can mend`, async () => {
      const { $, provider } = await mount('call-mic-toggle', failed(code));
      $('button').click();
      expect($('button').ariaDisabled).to.equal('true');
      expect(provider.requests).to.deep.equal([]);
    });
  }

  it('shows its state from the snapshot', async () => {
    const { element, set } = await mount('call-mic-toggle', off);
    expect(element.matches(':state(off)')).to.equal(true);
    await set({ media: localMedia({ microphone: { status: 'requesting', on: true, request: 1 } }) });
    expect(element.matches(':state(requesting)')).to.equal(true);
    expect(element.matches(':state(off)')).to.equal(false);
  });
});
