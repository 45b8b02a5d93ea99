/**
 * The one place where the core meets a browser: builds a controller on real sockets, peer connections, devices and
 * clocks. Also what a program without any element uses.
 */
import { Controller } from '../core/call-controller.js';
import type { CallController, ControllerOptions } from '../core/controller.js';
import type { Backend } from '../core/link/own-signal.js';
import type { SignalPort } from '../core/ports.js';
import { openTabs } from './broadcast-bus.js';
import { chooseDevice, chosenDevice } from './devices/chosen-devices.js';
import { chooseProcessing, chosenProcessing } from './devices/chosen-processing.js';
import { browserClock } from './clock.js';
import type { Constraints } from './constraints.js';
import { DeferredSignal } from './deferred-signal.js';
import { watchDevices } from './devices/device-policy.js';
import { type MediaSessionOptions, watchMediaSession } from './media-session.js';
import { toMediaStream } from './media-stream.js';
import { type PageLifeOptions, watchPage } from './page-life.js';
import { rtcPeers } from './rtc-peer.js';
import { stretch } from './stretch.js';
import { TabNotes } from './tab-notes.js';
import { UserMedia } from './user-media.js';
import { type WakeLockOptions, watchWakeLock } from './wake-lock.js';
import { WebSocketSignal } from './web-socket-signal.js';

export { browserClock, chooseDevice, chooseProcessing, chosenDevice, chosenProcessing, toMediaStream };
export type { Constraints };

export interface BrowserOptions
  extends ControllerOptions, PageLifeOptions, WakeLockOptions, MediaSessionOptions {
  /**
   * `wss://…` or any URL relative to the page, empty for the page's own host, or `broadcast:ROOM` for the tabs of
   * this browser with no server.
   */
  readonly server?: string;
  /** Instead of a server: a backend with messages of its own, or a signal port. */
  readonly signal?: Backend | SignalPort | undefined;
  /**
   * Camera and microphone constraints (MediaTrackConstraints), read whenever a device is opened, and by
   * `controller.applyConstraints()` for those that are.
   */
  readonly constraints?: Constraints;
}

export interface BrowserController {
  readonly controller: CallController;
  /** Ends everything, the listeners on the page included. */
  dispose(): void;
}

const BROADCAST = 'broadcast:';

function toSignal({ server = '', signal }: BrowserOptions): SignalPort {
  const rare = () => import('./rare-signals.js');
  if (signal) return new DeferredSignal(async () => (await rare()).toOwnSignal(signal));
  if (!server.startsWith(BROADCAST)) return new WebSocketSignal(server || '/');
  const room = server.slice(BROADCAST.length);
  return new DeferredSignal(async () => (await rare()).createBroadcastSignal(room));
}

const isOffline = (): boolean => !navigator.onLine;

const isHidden = (): boolean => document.hidden;

/** Chromium's; elsewhere nobody can say. */
const savesData = (): boolean =>
  (navigator as { connection?: { readonly saveData?: boolean } }).connection?.saveData === true;

export function createController(options: BrowserOptions): BrowserController {
  const media = new UserMedia(() => options.constraints ?? {});
  const signal = toSignal(options);
  // A page may set its signal after it began: until then it must not take what was left for that.
  const { server = '', room = '' } = options;
  const notes = new TabNotes(options.signal ? 'signal' : `${server}${room && `#${room}`}`);
  const ports = {
    clock: browserClock,
    signal,
    peers: rtcPeers,
    media,
    tabs: openTabs(),
    notes,
    isHidden,
    isOffline,
    savesData,
    stretch,
    browser: navigator.userAgent,
  };
  const controller = new Controller(ports, options);
  const watches = [
    watchPage(controller, options),
    watchDevices(controller),
    watchWakeLock(controller, options),
    watchMediaSession(controller, options),
  ];
  return {
    controller,
    dispose: () => {
      for (const stop of watches) stop();
      controller.dispose();
    },
  };
}
