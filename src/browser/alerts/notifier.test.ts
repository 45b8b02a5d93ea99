/** What is notified, in what order, and what comes back; the browser's own notifications are replaced by noted ones. */
import { expect, nextFrame } from '@open-wc/testing';
import { Recorder } from '../../testing/recorder.js';
import { type Note, Notifier } from './notifier.js';

const RING: Note = {
  tag: 'call-elements:1',
  title: 'naomi is calling you',
  ring: { answer: 'Answer', decline: 'Decline' },
  silent: true,
};
const MISSED: Note = { tag: RING.tag, title: 'Missed call from naomi', silent: true };

const log = new Recorder<string>();

class NotedNotification extends EventTarget {
  static permission: NotificationPermission = 'granted';
  static asked = 0;
  static last: NotedNotification | undefined;
  onclick: (() => void) | null = null;
  readonly title: string;
  constructor(title: string, readonlyOptions: NotificationOptions) {
    super();
    this.title = title;
    NotedNotification.last = this;
    log.add(`open ${title}${readonlyOptions.requireInteraction ? ' until answered' : ''}`);
  }
  close(): void {
    log.add(`close ${this.title}`);
  }
  static requestPermission(): Promise<NotificationPermission> {
    NotedNotification.asked += 1;
    return Promise.resolve('granted');
  }
}

/** A worker as a page sees it; `answers`: it has our lines. */
class NotedWorkers extends EventTarget {
  readonly shown: { readonly title: string; readonly options: NotificationOptions; close(): void }[] = [];
  readonly greeted = new Recorder<unknown>();
  readonly ready: Promise<ServiceWorkerRegistration>;
  constructor(answers: boolean) {
    super();
    const active = {
      postMessage: (hello: unknown, [port]: readonly MessagePort[]) => {
        if (answers) port?.postMessage('client-1');
        this.greeted.add(hello);
      },
    };
    const registration = {
      active,
      showNotification: (title: string, options: NotificationOptions) => {
        const close = (): void => {
          log.add(`close ${title}`);
        };
        this.shown.push({ title, options, close });
        log.add(`worker shows ${title}`);
        return Promise.resolve();
      },
      getNotifications: () => Promise.resolve(this.shown),
    };
    this.ready = Promise.resolve(registration as unknown as ServiceWorkerRegistration);
  }
}

describe('notifications', () => {
  const Native = window.Notification;
  const acts: string[] = [];
  const notifiers: Notifier[] = [];
  const make = (): Notifier => {
    const notifier = new Notifier((action, tag) => acts.push(`${action} ${tag}`));
    notifiers.push(notifier);
    return notifier;
  };
  /** What the browser counts as a gesture lasts a moment. */
  const isInGesture = (isActive: boolean): void => {
    Object.defineProperty(navigator, 'userActivation', { value: { isActive }, configurable: true });
  };
  const useWorkers = (workers: unknown): void => {
    Object.defineProperty(navigator, 'serviceWorker', { value: workers, configurable: true });
  };

  beforeEach(() => {
    window.Notification = NotedNotification as unknown as typeof Notification;
    NotedNotification.permission = 'granted';
    NotedNotification.asked = 0;
    log.items.length = 0;
    acts.length = 0;
    useWorkers(undefined);
    isInGesture(true);
  });

  afterEach(async () => {
    for (const notifier of notifiers.splice(0)) notifier.stop();
    // They are closed one after the other.
    await nextFrame();
    window.Notification = Native;
    Reflect.deleteProperty(navigator, 'serviceWorker');
    Reflect.deleteProperty(navigator, 'userActivation');
  });

  it('stay until the ringing ends', async () => {
    const notifier = make();
    notifier.show(RING);
    notifier.show({ ...RING });
    notifier.show(null);
    await log.first((one) => one.startsWith('close'));
    expect(log.items).to.deep.equal([
      'open naomi is calling you until answered',
      'close naomi is calling you',
    ]);
  });

  it('become that of a missed call', async () => {
    const notifier = make();
    notifier.show(RING);
    notifier.show(MISSED);
    await log.first((one) => one === 'open Missed call from naomi');
    notifier.show(null);
    await log.first((one) => one === 'close Missed call from naomi');
  });

  it('come in the order they were asked for', async () => {
    const notifier = make();
    const other = { ...RING, tag: 'call-elements:2', title: 'oleg is calling you' };
    notifier.show(RING);
    notifier.show(other);
    notifier.show(null);
    await log.first((one) => one === 'close oleg is calling you');
    expect(log.items.map((one) => one.replace(/ is calling.*/, ''))).to.deep.equal([
      'open naomi',
      'close naomi',
      'open oleg',
      'close oleg',
    ]);
  });

  it('bring the page to the front when they are clicked', async () => {
    const { focus } = window;
    let focused = 0;
    window.focus = () => (focused += 1);
    const notifier = make();
    notifier.show(RING);
    await log.first(() => true);
    NotedNotification.last?.onclick?.();
    window.focus = focus;
    expect([focused, log.items.at(-1)]).to.deep.equal([1, 'close naomi is calling you']);
    expect(acts).to.deep.equal([]);
  });

  it('are not shown, and no error, without permission, without the browser having any, and where it throws', async () => {
    for (const stub of [
      Object.assign(class extends NotedNotification {}, { permission: 'denied' }),
      undefined,
      Object.assign(
        function throws() {
          throw new TypeError('Illegal constructor. Use a service worker.');
        },
        { permission: 'granted' },
      ),
    ]) {
      window.Notification = stub as unknown as typeof Notification;
      const notifier = make();
      notifier.show(RING);
      notifier.show(null);
      notifier.ask();
      await nextFrame();
      window.Notification = NotedNotification as unknown as typeof Notification;
      notifier.show({ ...MISSED, tag: 'later' });
      await log.first((one) => one === 'open Missed call from naomi');
      expect(log.items).to.deep.equal(['open Missed call from naomi']);
      log.items.length = 0;
    }
  });

  it('ask for permission once, and only where nothing was decided', () => {
    const notifier = make();
    notifier.ask();
    NotedNotification.permission = 'denied';
    notifier.ask();
    expect(NotedNotification.asked).to.equal(0);
    NotedNotification.permission = 'default';
    notifier.ask();
    notifier.ask();
    expect(NotedNotification.asked).to.equal(1);
  });

  it('ask at the next gesture where the browser did not count the first as one', () => {
    NotedNotification.permission = 'default';
    const notifier = make();
    isInGesture(false);
    notifier.ask();
    expect(NotedNotification.asked).to.equal(0);
    isInGesture(true);
    notifier.ask();
    expect(NotedNotification.asked).to.equal(1);
  });

  describe('with a service worker', () => {
    const greet = async (answers: boolean) => {
      const workers = new NotedWorkers(answers);
      useWorkers(workers);
      const notifier = make();
      await workers.greeted.first(() => true);
      // The answer comes by a port: whatever is sent after it has arrived, it has too.
      const { port1, port2 } = new MessageChannel();
      await new Promise((resolve) => {
        port1.onmessage = resolve;
        port2.postMessage(0);
      });
      return { workers, notifier };
    };

    it('have buttons, and tell the worker whom they are for', async () => {
      const { workers, notifier } = await greet(true);
      notifier.show(RING);
      await log.first((one) => one === 'worker shows naomi is calling you');
      const { options } = workers.shown[0] ?? {};
      expect(options).to.deep.equal({
        tag: RING.tag,
        silent: true,
        requireInteraction: true,
        actions: [
          { action: 'answer', title: 'Answer' },
          { action: 'decline', title: 'Decline' },
        ],
        data: { callElements: { client: 'client-1', tag: RING.tag } },
      });
      notifier.show(null);
      await log.first((one) => one === 'close naomi is calling you');
    });

    it('have none when nothing rings any more', async () => {
      const { workers, notifier } = await greet(true);
      notifier.show(MISSED);
      await log.first((one) => one.startsWith('worker'));
      expect(workers.shown[0]?.options).to.deep.include({ actions: [], requireInteraction: false });
    });

    it('are plain where the page’s worker knows nothing of calls', async () => {
      const { workers, notifier } = await greet(false);
      notifier.show(RING);
      await log.first((one) => one.startsWith('open'));
      expect(workers.shown).to.deep.equal([]);
    });

    it('answer and decline by what the worker says, and nothing else it says', async () => {
      const { workers, notifier } = await greet(true);
      const say = (data: unknown) => workers.dispatchEvent(new MessageEvent('message', { data }));
      for (const junk of [
        null,
        'answer',
        { action: 'answer', tag: RING.tag },
        { type: 'call-elements/1', action: 'explode', tag: RING.tag },
        { type: 'call-elements/1', action: 'answer' },
      ])
        say(junk);
      say({ type: 'call-elements/1', action: 'answer', tag: RING.tag });
      say({ type: 'call-elements/1', action: 'decline', tag: RING.tag });
      notifier.stop();
      say({ type: 'call-elements/1', action: 'answer', tag: RING.tag });
      expect(acts).to.deep.equal([`answer ${RING.tag}`, `decline ${RING.tag}`]);
    });
  });
});
