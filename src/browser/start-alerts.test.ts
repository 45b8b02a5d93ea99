import { expect, nextFrame } from '@open-wc/testing';
import { FakeController } from '../testing/fake-controller.js';
import { ONLINE, incoming } from '../testing/scenes.js';
import { type AlertHooks, type AlertOptions, startAlerts } from './start-alerts.js';

const TITLE = document.title;

describe('starting alerts', () => {
  const hooks: AlertHooks = {
    word: (key) => key,
    answer: () => undefined,
    decline: () => undefined,
  };
  const start = (options: AlertOptions = { ringtone: 'none' }) => {
    const controller = new FakeController();
    return { controller, running: startAlerts(controller, options, hooks) };
  };

  it('fetches nothing before somebody signs in, and rings then', async () => {
    const { controller, running } = start();
    controller.set({ call: incoming() });
    await nextFrame();
    expect(controller.subscriptions).to.equal(1);
    controller.set({ link: ONLINE });
    while (document.title === TITLE) await nextFrame();
    expect(document.title).to.equal('☎ naomi callingYouVideo');
    running.stop();
    expect(document.title).to.equal(TITLE);
    expect(controller.subscriptions).to.equal(0);
  });

  it('is told at once of an option that changes', async () => {
    const options = { ringtone: 'none', noAlerts: true };
    const { controller, running } = start(options);
    controller.set({ link: ONLINE, call: incoming() });
    await nextFrame();
    expect(controller.subscriptions).to.equal(1);
    options.noAlerts = false;
    running.look();
    while (document.title === TITLE) await nextFrame();
    options.noAlerts = true;
    running.look();
    expect(document.title).to.equal(TITLE);
    running.stop();
  });

  it('lets go of what comes too late', async () => {
    const { controller, running } = start();
    controller.set({ link: ONLINE, call: incoming() });
    running.stop();
    await nextFrame();
    await nextFrame();
    expect(document.title).to.equal(TITLE);
    expect(controller.subscriptions).to.equal(0);
  });
});
