/** A video has its stream as long as it is in the page, and no longer. */
import { expect } from '@open-wc/testing';
import { html, LitElement, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { expectSame } from './element.contract.js';
import { ShownStream } from './shown-stream.js';

class ShownStreamHost extends LitElement {
  readonly stream = new MediaStream();
  key = 0;

  constructor() {
    super();
    new ShownStream(this, 'video', () => this.stream);
  }

  override render(): TemplateResult {
    return html`${keyed(this.key, html`<video></video>`)}`;
  }
}
customElements.define('shown-stream-host', ShownStreamHost);

async function show(): Promise<{ host: ShownStreamHost; video: () => HTMLVideoElement | null }> {
  const host = new ShownStreamHost();
  document.body.append(host);
  await host.updateComplete;
  return { host, video: () => host.renderRoot.querySelector('video') };
}

describe('a stream that is shown', () => {
  it('is taken from a video that is taken out, and given back where that is put', async () => {
    const { host, video } = await show();
    expectSame(video()?.srcObject, host.stream);
    host.remove();
    expect(video()?.srcObject).to.equal(null);
    document.body.append(host);
    await host.updateComplete;
    expectSame(video()?.srcObject, host.stream);
    host.remove();
  });

  it('goes to the video that takes the place of another one', async () => {
    const { host, video } = await show();
    const first = video();
    host.key += 1;
    host.requestUpdate();
    await host.updateComplete;
    expect(first?.srcObject).to.equal(null);
    expectSame(video()?.srcObject, host.stream);
    host.remove();
  });
});
