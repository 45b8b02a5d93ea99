import { expect, nextFrame } from '@open-wc/testing';
import { FakeController } from './testing/fake-controller.js';
import { ONLINE, ended, incoming, missed } from './testing/scenes.js';
import { startAlerts } from './start-alerts.js';

const TITLE = document.title;

describe('alerts for a controller without elements', () => {
  const workers = new EventTarget();
  before(() => {
    Object.assign(workers, { ready: new Promise(() => undefined) });
    Object.defineProperty(navigator, 'serviceWorker', { value: workers, configurable: true });
  });
  after(() => {
    Reflect.deleteProperty(navigator, 'serviceWorker');
  });

  const press = (action: string): void => {
    const data = { type: 'call-elements/1', action, tag: 'call-elements:call-1' };
    workers.dispatchEvent(new MessageEvent('message', { data }));
  };

  it('are in English, and answer and decline by the controller', async () => {
    const controller = new FakeController({ link: ONLINE, call: incoming() });
    const alerts = startAlerts(controller, { ringtone: 'none' });
    while (document.title === TITLE) await nextFrame();
    expect(document.title).to.equal('☎ naomi is calling you with video');
    press('answer');
    press('decline');
    expect(controller.commands).to.deep.equal([['accept'], ['hangUp']]);
    Object.defineProperty(document, 'hasFocus', { value: () => false, configurable: true });
    controller.set({ call: ended('cancelled'), missed: [missed()] });
    expect(document.title).to.equal('☎ Missed call from naomi');
    Reflect.deleteProperty(document, 'hasFocus');
    alerts.stop();
    expect(document.title).to.equal(TITLE);
  });

  it('take a program’s own words and ways', async () => {
    const controller = new FakeController({ link: ONLINE, call: incoming() });
    const answers: string[] = [];
    const alerts = startAlerts(controller, {
      ringtone: 'none',
      word: (key) => `[${key}]`,
      answer: () => answers.push('mine'),
    });
    while (document.title === TITLE) await nextFrame();
    expect(document.title).to.equal('☎ naomi [callingYouVideo]');
    press('answer');
    expect([answers, controller.commands]).to.deep.equal([['mine'], []]);
    alerts.stop();
  });
});
