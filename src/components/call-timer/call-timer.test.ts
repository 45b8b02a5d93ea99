import { expect } from '@open-wc/testing';
import { IDLE } from '../../core/call/call-state.js';
import { active, connecting, ended, outgoing, reconnecting, signedIn } from '../../testing/scenes.js';
import { itIsAnElement, mount } from '../shared/element.contract.js';
import './call-timer.define.js';

const HOUR_MS = 3_600_000;

describe('call-timer', () => {
  itIsAnElement({
    tag: 'call-timer',
    snapshot: { ...signedIn(), call: active() },
    russian: 'Длительность',
  });

  const at = async (nowMs: number) => {
    const mounted = await mount('call-timer');
    mounted.provider.now = () => nowMs;
    return mounted;
  };

  const times: readonly (readonly [number, string, string])[] = [
    [0, '00:00', 'PT0S'],
    [252_900, '04:12', 'PT252S'],
    [HOUR_MS + 252_000, '1:04:12', 'PT3852S'],
  ];
  for (const [ms, words, iso] of times) {
    it(`shows ${ms} ms as ${words}, for machines too`, async () => {
      const { $, set } = await at(1_000 + ms);
      await set({ call: active({ sinceMs: 1_000 }) });
      expect($('time').textContent).to.equal(words);
      expect($('time').getAttribute('datetime')).to.equal(iso);
    });
  }

  it('never counts below zero, whatever the clocks say', async () => {
    const { $, set } = await at(1_000);
    await set({ call: active({ sinceMs: 5_000 }) });
    expect($('time').getAttribute('datetime')).to.equal('PT0S');
  });

  it('goes on while the path is looked for', async () => {
    const { $, element, set } = await at(61_000);
    await set({ call: reconnecting('network', active({ sinceMs: 0 })) });
    expect($('time').textContent).to.equal('01:01');
    expect(element.matches(':state(reconnecting)')).to.equal(true);
  });

  it('keeps the time of the call that has ended, until it is put away', async () => {
    const { $, element, set } = await at(900_000);
    await set({ call: { ...ended('ended'), durationMs: 65_000 } });
    expect($('time').textContent).to.equal('01:05');
    expect(element.matches(':state(ended)')).to.equal(true);
    await set({ call: IDLE });
    expect(element.shadowRoot?.textContent).to.equal('');
  });

  for (const call of [IDLE, outgoing(), connecting(), ended('declined')]) {
    it(`is empty and keeps its place when the call is ${call.phase}`, async () => {
      const { element, set } = await at(1_000);
      await set({ call: active({ sinceMs: 0 }) });
      const full = element.getBoundingClientRect();
      await set({ call });
      const empty = element.getBoundingClientRect();
      expect(element.shadowRoot?.textContent).to.equal('');
      expect(element.matches(':state(idle)')).to.equal(true);
      expect([empty.width, empty.height]).to.deep.equal([full.width, full.height]);
    });
  }

  it('has digits of one width, so that nothing beside it moves', async () => {
    const { $ } = await mount('call-timer', { call: active() });
    expect(getComputedStyle($('time')).fontVariantNumeric).to.equal('tabular-nums');
  });

  it('is spoken only to whoever reads it, not each second', async () => {
    const { element } = await mount('call-timer', { call: active() });
    expect(element.shadowRoot?.querySelector('[role],[aria-live]')).to.equal(null);
    expect(element.shadowRoot?.textContent).to.contain('Call duration');
  });
});
