/** An element that is moved into another window is seen there, not where it came from. */
import { expect, fixture, html, nextFrame } from '@open-wc/testing';
import { ReactiveElement } from 'lit';
import { InView } from './in-view.js';

class InViewHost extends ReactiveElement {
  readonly inView = new InView(this);
}
customElements.define('in-view-host', InViewHost);

function hide(page: Document, isHidden: boolean): void {
  if (isHidden) Object.defineProperty(page, 'visibilityState', { value: 'hidden', configurable: true });
  else Reflect.deleteProperty(page, 'visibilityState');
  page.dispatchEvent(new Event('visibilitychange'));
}

describe('whether an element can be seen', () => {
  afterEach(() => {
    hide(document, false);
  });

  it('is a matter of the page that it is in', async () => {
    const frame = await fixture<HTMLIFrameElement>(html`<iframe title="Another window"></iframe>`);
    const other = frame.contentDocument;
    if (!other) throw new Error('The frame has no page.');
    const host = new InViewHost();
    const isSeen = (): boolean => host.inView.value;
    host.textContent = 'Here';
    document.body.append(host);
    while (!isSeen()) await nextFrame();

    other.body.append(host);
    while (!isSeen()) await nextFrame();
    await host.updateComplete;
    hide(document, true);
    expect([isSeen(), host.isUpdatePending]).to.deep.equal([true, false]);
    hide(other, true);
    expect([isSeen(), host.isUpdatePending]).to.deep.equal([false, true]);

    document.body.append(host);
    hide(document, false);
    while (!isSeen()) await nextFrame();
    host.remove();
    expect(isSeen()).to.equal(false);
  });
});
