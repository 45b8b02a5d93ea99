import { expect, waitUntil } from '@open-wc/testing';
import { figuresBetween } from '../../core/quality/figures.js';
import type { MeasuredQuality, QualityRating } from '../../core/quality/quality-state.js';
import { chromiumReport } from '../../testing/sample-reports.js';
import { active, signedIn } from '../../testing/scenes.js';
import { itIsAnElement, mount } from '../shared/element.contract.js';
import './call-quality.define.js';

const figures = figuresBetween(chromiumReport({ at: 2 }), chromiumReport({ at: 4, lost: 10 }));
const quality = (changes: Partial<MeasuredQuality> = {}): MeasuredQuality => ({
  callId: 'call-1',
  rating: 'fair',
  cause: 'loss',
  figures,
  summary: null,
  ...changes,
});
const summary = {
  durationMs: 1,
  path: null,
  rating: null,
  ratedMs: { good: 0, fair: 0, poor: 0, lost: 0 },
  bytesSent: 0,
  bytesReceived: 0,
};
const scene = { ...signedIn(), call: active(), quality: quality() };

describe('call-quality', () => {
  itIsAnElement({ tag: 'call-quality', snapshot: scene, russian: 'Связь средняя' });

  const states: readonly (readonly [QualityRating, number, string])[] = [
    ['good', 4, 'The connection is good'],
    ['fair', 3, 'The connection is fair'],
    ['poor', 2, 'The connection is poor'],
    ['lost', 1, 'The connection is lost'],
  ];
  for (const [rating, bars, name] of states) {
    it(`shows ${rating} by ${String(bars)} bars and a name, not by a colour alone`, async () => {
      const { element, $ } = await mount('call-quality', { ...scene, quality: quality({ rating }) });
      expect(element.shadowRoot?.querySelectorAll('.full').length).to.equal(bars);
      expect($('button').title).to.equal(name);
      expect(element.matches(`:state(${rating})`)).to.equal(true);
    });
  }

  it('opens the same in words, with the figures, at a press; and closes at another', async () => {
    const { $ } = await mount('call-quality', scene);
    expect($('[popover]').matches(':popover-open')).to.equal(false);
    $('button').click();
    expect($('[popover]').matches(':popover-open')).to.equal(true);
    expect($('[part=text]').innerText).to.contain('Some of the sound does not arrive.');
    const rows = $('dl')
      .innerText.replaceAll(/[\u2066-\u2069]/g, '')
      .replaceAll(/\s+/g, ' ');
    for (const text of ['Direct · UDP', '880 kb/s', '1,680 kb/s', '40 ms', '10%', '640 × 480, 30 a second'])
      expect(rows).to.contain(text);
    // What the rating is made of besides.
    for (const text of ['Wait before playing 50 ms', 'Sound lost 10%', 'Your sound lost 2%'])
      expect(rows).to.contain(text);
    $('button').click();
    expect($('[popover]').matches(':popover-open')).to.equal(false);
  });

  it('says when a relay carries the call', async () => {
    const relayed = figuresBetween(undefined, chromiumReport({ at: 1, relayed: true }));
    const { element, $ } = await mount('call-quality', { ...scene, quality: quality({ figures: relayed }) });
    expect($('dl').textContent).to.contain('Through a relay (TURN)');
    expect(element.matches(':state(relay)')).to.equal(true);
  });

  it('leaves out what is not known, and a picture that is not sent', async () => {
    const { $ } = await mount('call-quality', {
      ...scene,
      quality: quality({ figures: figuresBetween(undefined, []) }),
    });
    expect($('dl').textContent).not.to.contain('There and back').and.not.to.contain('picture');
  });

  it('has the safety code in the panel, whichever the connection has now, and what it is for', async () => {
    const { $, element, provider, set } = await mount('call-quality', scene);
    provider.controller.code = '12345 67890';
    $('button').click();
    await waitUntil(() => element.shadowRoot?.querySelector('[part=code]'));
    expect($('[part=code]').textContent).to.equal('12345 67890');
    expect($('[part=safety]').innerText).to.contain('nobody sits between you');
    provider.controller.code = '09876 54321';
    await set({ quality: quality({ rating: 'good', cause: null }) });
    await waitUntil(() => $('[part=code]').textContent === '09876 54321');
    provider.controller.code = undefined;
    await set({ quality: quality() });
    await waitUntil(() => !element.shadowRoot?.querySelector('[part=safety]'));
  });

  it('goes on being measured in an open panel', async () => {
    const { $, set } = await mount('call-quality', scene);
    $('button').click();
    await set({ quality: quality({ rating: 'good', cause: null }) });
    expect($('[popover]').matches(':popover-open')).to.equal(true);
    expect($('[part=text]').innerText.trim()).to.equal('The connection is good');
  });

  for (const [when, none] of [
    ['there is no call', null],
    ['it is over', quality({ summary })],
  ] as const) {
    it(`has nothing to press when ${when}, and says so`, async () => {
      const { element, $ } = await mount('call-quality', { ...scene, quality: none });
      expect($('button').ariaDisabled).to.equal('true');
      expect($('button').title).to.equal('No call to measure');
      $('button').click();
      expect(element.shadowRoot?.querySelector('[popover]')).to.equal(null);
      expect(element.matches(':state(idle)')).to.equal(true);
    });
  }

  it('has no bar and says that it measures until it knows', async () => {
    const { element, $ } = await mount('call-quality', {
      ...scene,
      quality: quality({ rating: null, cause: null, figures: null }),
    });
    expect(element.shadowRoot?.querySelectorAll('.full').length).to.equal(0);
    expect($('button').title).to.equal('The connection is being measured');
    expect(element.matches(':state(unknown)')).to.equal(true);
  });
});
