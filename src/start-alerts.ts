/** Alerts for a program with a controller and no elements: what it leaves out is English, and acts on the controller. */
import {
  type AlertHooks,
  type AlertOptions,
  type RunningAlerts,
  startAlerts as start,
} from './browser/start-alerts.js';
import type { CallController } from './core/controller.js';
import { en } from './i18n/en.js';

const HOOKS: Pick<AlertHooks, 'word'> = {
  word: (key, { name = '' } = {}) => en[key].replace('{name}', name),
};

/** Rings, notifies and says so in the page's title as `controller` goes; `stop()` ends it. */
export const startAlerts = (
  controller: CallController,
  options: AlertOptions & Partial<AlertHooks> = {},
): RunningAlerts =>
  start(controller, options, {
    ...HOOKS,
    answer: () => {
      controller.accept();
    },
    decline: () => {
      controller.hangUp();
    },
    ...options,
  });
