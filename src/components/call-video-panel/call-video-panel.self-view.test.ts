/** One's own picture: when it is there, and how it is moved between the corners. */
import { expect } from '@open-wc/testing';
import { sendMouse } from '@web/test-runner-commands';
import type { Snapshot } from '../../core/snapshot.js';
import { active, connecting, drawnStream, localMedia, signedIn } from '../../testing/scenes.js';
import { expectSame, mount } from '../shared/element.contract.js';
import './call-video-panel.define.js';

const inCall = (changes: Partial<Snapshot> = {}): Partial<Snapshot> => ({
  ...signedIn(),
  call: active({ remote: { stream: drawnStream(), media: { audio: true, video: true } } }),
  media: localMedia({ stream: drawnStream() }),
  ...changes,
});
const show = (changes: Partial<Snapshot>, attributes = '') => mount('call-video-panel', changes, attributes);
const has = (element: Element, selector: string): boolean =>
  Boolean(element.shadowRoot?.querySelector(selector));

describe('one’s own picture in a call-video-panel', () => {
  it('is shown muted while the camera is on', async () => {
    const stream = drawnStream();
    const { $, element, set } = await show(inCall({ media: localMedia({ stream }) }));
    const video = $<HTMLVideoElement>('.self video');
    expectSame(video.srcObject, stream);
    expect(video.muted).to.equal(true);
    await set({ media: localMedia({ stream, camera: { status: 'off', on: false } }) });
    expect(has(element, '.self')).to.equal(false);
    expectSame(video.srcObject, null);
  });

  it('lies beside what is said of the call, also on a low stage', async () => {
    const { $, element } = await show(inCall({ call: connecting(true) }));
    element.style.cssText = 'inline-size: 344px; block-size: 352px';
    const [self, words, row] = ['.self', '.words', '.controls'].map((one) => $(one).getBoundingClientRect());
    expect(words?.right).to.be.below(self?.left ?? 0);
    expect(words?.bottom).to.be.below(row?.top ?? 0);
  });

  it('is let go of while the panel is not in the page', async () => {
    const stream = drawnStream();
    const { $, element } = await show(inCall({ media: localMedia({ stream }) }));
    const video = $<HTMLVideoElement>('.self video');
    const next = element.nextSibling;
    const parent = element.parentNode;
    element.remove();
    expectSame(video.srcObject, null);
    parent?.insertBefore(element, next);
    await element.updateComplete;
    expectSame($<HTMLVideoElement>('.self video').srcObject, stream);
  });

  it('is as in a mirror, unless its camera looks away from the person', async () => {
    const stream = drawnStream();
    const { $, set } = await show(inCall({ media: localMedia({ stream }) }));
    const isFlipped = (): boolean => getComputedStyle($('.self video')).transform.startsWith('matrix(-1');
    expect(isFlipped()).to.equal(true);
    for (const track of stream.getTracks()) track.getSettings = () => ({ facingMode: 'environment' });
    await set({ media: localMedia({ stream }) });
    expect(isFlipped()).to.equal(false);
  });

  it('is not started anew by what else happens in a call', async () => {
    const { element, $ } = await show(inCall());
    const video = $<HTMLVideoElement>('.self video');
    let sets = 0;
    const { srcObject } = video;
    Object.defineProperty(video, 'srcObject', {
      configurable: true,
      get: () => srcObject,
      set: () => (sets += 1),
    });
    element.requestUpdate();
    await element.updateComplete;
    element.noControls = true;
    await element.updateComplete;
    expect(sets).to.equal(0);
  });

  it('can be left out', async () => {
    const { element } = await show(inCall(), 'no-self-view');
    expect(has(element, '.self')).to.equal(false);
  });

  const corners = (): readonly [string, string, boolean, boolean][] => [
    ['ltr', 'ArrowLeft', true, false],
    ['ltr', 'ArrowUp', false, true],
    ['rtl', 'ArrowRight', false, false],
  ];
  for (const [dir, key, isLeft, isTop] of corners()) {
    it(`moves by ${key} in ${dir}`, async () => {
      const { $, element, provider } = await show(inCall());
      provider.dir = dir;
      $('.self').dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
      await element.updateComplete;
      expectCorner(element, $('.self'), isLeft, isTop);
    });
  }

  it('goes round the corners when it is pressed', async () => {
    const { $, element } = await show(inCall());
    const places = new Set<string>();
    for (let at = 0; at < 4; at += 1) {
      $('.self').click();
      await element.updateComplete;
      places.add($('.self').className);
    }
    expect(places.size).to.equal(4);
  });

  it('stays in the corner where it is let go', async () => {
    const { $, element } = await show(inCall());
    const from = middleOf($('.self'));
    const stage = element.getBoundingClientRect();
    await sendMouse({ type: 'move', position: from });
    await sendMouse({ type: 'down' });
    await sendMouse({ type: 'move', position: [Math.round(stage.left + 90), Math.round(stage.top + 90)] });
    await sendMouse({ type: 'up' });
    await element.updateComplete;
    expectCorner(element, $('.self'), true, true);
    expect($('.self').style.getPropertyValue('translate')).to.equal('');
  });

  it('can be pressed on after it was dragged, as the keyboard does', async () => {
    const { $, element } = await show(inCall());
    const [x, y] = middleOf($('.self'));
    await sendMouse({ type: 'move', position: [x, y] });
    await sendMouse({ type: 'down' });
    await sendMouse({ type: 'move', position: [x - 20, y - 20] });
    await sendMouse({ type: 'up' });
    await element.updateComplete;
    const place = $('.self').className;
    $('.self').click();
    await element.updateComplete;
    expect($('.self').className).not.to.equal(place);
  });

  it('that went while it was held does not follow the mouse when it is back', async () => {
    const { $, set } = await show(inCall());
    const [x, y] = middleOf($('.self'));
    await sendMouse({ type: 'move', position: [x, y] });
    await sendMouse({ type: 'down' });
    await set({ call: { phase: 'idle' } });
    await sendMouse({ type: 'up' });
    await set(inCall());
    await sendMouse({ type: 'move', position: [x - 20, y - 20] });
    expect($('.self').style.getPropertyValue('translate')).to.equal('');
  });
});

const middleOf = (element: Element): [number, number] => {
  const { left, top, width, height } = element.getBoundingClientRect();
  return [Math.round(left + width / 2), Math.round(top + height / 2)];
};

function expectCorner(panel: Element, self: Element, isLeft: boolean, isTop: boolean): void {
  const [x, y] = middleOf(self);
  const [midX, midY] = middleOf(panel);
  expect(x < midX, 'left').to.equal(isLeft);
  expect(y < midY, 'top').to.equal(isTop);
}
