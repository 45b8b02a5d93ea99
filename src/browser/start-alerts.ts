/**
 * The page's side of ringing, loaded when somebody signs in: most visits of a page never ring. Here stands what it may be
 * told and when it is fetched; what it does stands in alerts/.
 */
import type { CallController } from '../core/controller.js';

/** Read whenever something happens, so an object with getters can change its mind. */
export interface AlertOptions {
  /** The address of a sound; `none` for no sound at all; empty or absent for the built-in ones. */
  readonly ringtone?: string;
  /** Notifies while the page is hidden. The person is asked for the permission at a gesture after signing in. */
  readonly notify?: boolean;
  /** Does nothing. */
  readonly noAlerts?: boolean;
}

/** The words that are needed, by the names of their terms. */
export type AlertWord = 'callingYou' | 'callingYouVideo' | 'missed' | 'answer' | 'decline';

export interface AlertHooks {
  readonly word: (key: AlertWord, values?: Readonly<Record<string, string>>) => string;
  /** The person answered, or declined, from a notification. */
  readonly answer: () => void;
  readonly decline: () => void;
}

export interface RunningAlerts {
  /** An option changed: looks at once instead of when the next thing happens. */
  look(): void;
  /** Ends everything; nothing is left of it on the page. */
  stop(): void;
}

export function startAlerts(
  controller: CallController,
  options: AlertOptions,
  hooks: AlertHooks,
): RunningAlerts {
  let alerts: RunningAlerts | undefined;
  let isAsked = false;
  let isOver = false;
  const look = (): void => {
    if (isAsked || options.noAlerts || controller.snapshot.link.status === 'offline') return;
    isAsked = true;
    import('./alerts/alerts.js').then(
      ({ Alerts }) => {
        if (!isOver) alerts = new Alerts(controller, options, hooks);
      },
      () => {
        isAsked = false;
      },
    );
  };
  const unsubscribe = controller.subscribe(look);
  look();
  return {
    look: () => {
      look();
      alerts?.look();
    },
    stop: () => {
      isOver = true;
      unsubscribe();
      alerts?.stop();
    },
  };
}
