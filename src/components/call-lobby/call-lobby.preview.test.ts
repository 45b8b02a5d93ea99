/** What a lobby opens, and that it closes that again. */
import { expect, nextFrame } from '@open-wc/testing';
import type { CallPreviewRequest } from '../../events/requests.js';
import { active, ended, incoming, localMedia } from '../../testing/scenes.js';
import { requestsAtWindow } from '../shared/element.contract.js';
import { CLOSED, OFF, showLobby } from './lobby-scene.contract.js';

describe('call-lobby and what is open', () => {
  describe('opens', () => {
    it('nothing before it is asked, and then asks for both', async () => {
      const { $, asked } = await showLobby(CLOSED);
      expect(asked()).to.deep.equal([]);
      $('[part~=open-button]').click();
      expect(asked()).to.deep.equal(['call-preview-request']);
    });

    it('by itself with `auto`, once', async () => {
      const { asked, set } = await showLobby(CLOSED, 'auto');
      while (asked().length === 0) await nextFrame();
      await set({ media: localMedia({ microphone: OFF, camera: OFF }) });
      expect(asked()).to.deep.equal(['call-preview-request']);
    });

    it('nothing by itself while it cannot be seen', async () => {
      const { asked, element } = await showLobby(CLOSED, 'auto hidden');
      for (let frame = 0; frame < 5; frame += 1) await nextFrame();
      expect(asked()).to.deep.equal([]);
      element.hidden = false;
      while (asked().length === 0) await nextFrame();
    });

    it('by itself with `auto` again after a call, and otherwise when it is asked again', async () => {
      for (const [attributes, expected] of [
        ['auto', 2],
        ['', 1],
      ] as const) {
        const { $, asked, set } = await showLobby(CLOSED, attributes);
        if (!attributes) $('[part~=open-button]').click();
        while (asked().length === 0) await nextFrame();
        await set({ call: active(), media: localMedia() });
        expect(asked()).to.have.length(1);
        await set({ call: ended('ended'), media: CLOSED });
        expect(asked()).to.have.length(expected);
      }
    });

    it('nothing after a veto', async () => {
      const { $, asked } = await showLobby(CLOSED);
      const { events, stop } = requestsAtWindow('call-preview-request', true);
      $('[part~=open-button]').click();
      stop();
      expect([events.length, asked().length]).to.deep.equal([1, 0]);
    });
  });

  it('closes what it opened when it is removed, and nothing else', async () => {
    const { element, $, asked, provider } = await showLobby(CLOSED);
    element.remove();
    expect(asked()).to.deep.equal([]);
    provider.append(element);
    await element.updateComplete;
    $('[part~=open-button]').click();
    element.remove();
    expect((provider.requests as CallPreviewRequest[]).map(({ type, on }) => [type, on])).to.deep.equal([
      ['call-preview-request', true],
      ['call-preview-request', false],
    ]);
  });

  for (const [title, scenes] of [
    ['rings', [incoming()]],
    ['has rung and was not taken', [incoming(), ended('declined')]],
  ] as const) {
    it(`closes what it opened with \`auto\` when it is removed while a call ${title}`, async () => {
      const { element, asked, provider, set } = await showLobby(CLOSED, 'auto');
      while (asked().length === 0) await nextFrame();
      for (const call of scenes) await set({ call, media: localMedia() });
      element.remove();
      expect((provider.requests as CallPreviewRequest[]).at(-1)).to.include({
        type: 'call-preview-request',
        on: false,
      });
    });
  }

  it('closes what it opened when it is for another provider, and opens nothing there that nobody asked for', async () => {
    const { element, $, provider } = await showLobby(CLOSED);
    const other = document.createElement('fake-provider');
    other.id = 'other';
    document.body.append(other);
    $('[part~=open-button]').click();
    element.for = 'other';
    await element.updateComplete;
    const asked = (): boolean[][] =>
      [provider, other].map(({ requests }) => (requests as CallPreviewRequest[]).map(({ on }) => on));
    expect(asked()).to.deep.equal([[true, false], []]);
    element.remove();
    other.remove();
    expect(asked()).to.deep.equal([[true, false], []]);
  });
});
