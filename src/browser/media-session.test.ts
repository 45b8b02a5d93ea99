/** What the system shows of a call and may ask of it, and that nothing of that is left. */
import { expect } from '@open-wc/testing';
import { FakeController } from '../testing/fake-controller.js';
import * as scenes from '../testing/scenes.js';
import { watchMediaSession } from './media-session.js';

const ALL = ['hangup', 'togglecamera', 'togglemicrophone'];

describe('what the system shows of a call', () => {
  /** What the system has: the handlers by action, and what is active. */
  let handlers: Map<string, () => void>;
  let isActive: Record<'microphone' | 'camera', boolean | undefined>;
  let refuses: boolean;
  let stops: (() => void)[];

  const session = navigator.mediaSession;
  const replace = (name: string, value: unknown): void => {
    Object.defineProperty(session, name, { configurable: true, value });
  };
  const watch = (run?: (command: string) => void): FakeController => {
    const controller = new FakeController({ media: scenes.localMedia() });
    stops.push(watchMediaSession(controller, run ? { runCommand: run } : {}));
    return controller;
  };
  const known = (): readonly string[] => [...handlers.keys()].sort();

  beforeEach(() => {
    handlers = new Map();
    isActive = { microphone: undefined, camera: undefined };
    stops = [];
    refuses = false;
    replace('setActionHandler', (action: string, handler: (() => void) | null) => {
      if (refuses) throw new TypeError(`no such action: ${action}`);
      if (handler) handlers.set(action, handler);
      else handlers.delete(action);
    });
    replace('setMicrophoneActive', (on: boolean) => {
      isActive.microphone = on;
      return Promise.reject(new DOMException('hidden', 'InvalidStateError'));
    });
    replace('setCameraActive', (on: boolean) => {
      isActive.camera = on;
    });
  });
  afterEach(() => {
    for (const stop of stops) stop();
    session.metadata = null;
    for (const name of ['setActionHandler', 'setMicrophoneActive', 'setCameraActive'])
      Reflect.deleteProperty(session, name);
  });

  it('is whom it is with and what can be asked, from the first ring of one’s own to the end', () => {
    const controller = watch();
    for (const [call, expected] of [
      [scenes.incoming(), []],
      [scenes.outgoing(), ALL],
      [scenes.connecting(), ALL],
      [scenes.active(), ALL],
      [scenes.reconnecting(), ALL],
      [scenes.ended('ended'), []],
    ] as const) {
      controller.set({ call });
      expect(known(), call.phase).to.deep.equal(expected);
      expect(session.metadata?.title, call.phase).to.equal(expected.length > 0 ? 'naomi' : undefined);
    }
  });

  it('follows the microphone, the camera, and a name', () => {
    const controller = watch();
    controller.set({ call: scenes.active() });
    expect(isActive).to.deep.equal({ microphone: true, camera: true });
    controller.set({ media: scenes.localMedia({ microphone: { status: 'muted', on: false } }) });
    expect(isActive).to.deep.equal({ microphone: false, camera: true });
    controller.set({ media: scenes.localMedia({ camera: { status: 'off', on: false } }) });
    expect(isActive).to.deep.equal({ microphone: true, camera: false });
    controller.set({ call: scenes.active({ call: scenes.call('naomi2') }) });
    expect(session.metadata?.title).to.equal('naomi2');
    controller.set({ call: scenes.ended('ended') });
    expect(isActive).to.deep.equal({ microphone: false, camera: false });
  });

  it('does what is asked of it', () => {
    const controller = watch();
    controller.set({ call: scenes.active() });
    for (const action of ['togglemicrophone', 'togglecamera', 'hangup']) handlers.get(action)?.();
    expect(controller.commands).to.deep.equal([
      ['setDevice', 'audio', false],
      ['setDevice', 'video', false],
      ['hangUp'],
    ]);
  });

  it('leaves that to the page where the page wants to be asked', () => {
    const commands: string[] = [];
    const controller = watch((command) => commands.push(command));
    controller.set({ call: scenes.active() });
    for (const action of ['togglemicrophone', 'togglecamera', 'hangup']) handlers.get(action)?.();
    expect(commands).to.deep.equal(['--toggle-mic', '--toggle-camera', '--hang-up']);
    expect(controller.commands).to.deep.equal([]);
  });

  it('is the call that began last, of two on one page, and then the one before', () => {
    const [one, two] = [watch(), watch()];
    one.set({ call: scenes.active() });
    two.set({ call: scenes.active({ call: scenes.call('priya') }) });
    one.set({ media: scenes.localMedia({ microphone: { status: 'muted', on: false } }) });
    expect([session.metadata?.title, isActive.microphone]).to.deep.equal(['priya', true]);
    handlers.get('hangup')?.();
    expect([one.commands, two.commands]).to.deep.equal([[], [['hangUp']]]);
    two.set({ call: scenes.ended('ended') });
    expect([session.metadata?.title, isActive.microphone]).to.deep.equal(['naomi', false]);
    handlers.get('hangup')?.();
    expect(one.commands).to.deep.equal([['hangUp']]);
    one.set({ call: scenes.ended('ended') });
    expect(known()).to.deep.equal([]);
  });

  it('is nothing once nobody watches, also in the middle of a call', () => {
    const controller = watch();
    controller.set({ call: scenes.active() });
    for (const stop of stops.splice(0)) stop();
    expect([known(), session.metadata, controller.subscriptions]).to.deep.equal([[], null, 0]);
  });

  it('gives back what the page itself showed before, or shows meanwhile', () => {
    const controller = watch();
    const song = new MediaMetadata({ title: 'A song' });
    session.metadata = song;
    controller.set({ call: scenes.active() });
    controller.set({ call: scenes.ended('ended') });
    expect(session.metadata).to.equal(song);
    controller.set({ call: scenes.active() });
    const other = new MediaMetadata({ title: 'Another song' });
    session.metadata = other;
    controller.set({ call: scenes.ended('ended') });
    expect(session.metadata).to.equal(other);
  });

  it('is the name alone in a browser that knows no more', () => {
    refuses = true;
    for (const name of ['setMicrophoneActive', 'setCameraActive']) replace(name, undefined);
    watch().set({ call: scenes.active() });
    expect(session.metadata?.title).to.equal('naomi');
  });
});
