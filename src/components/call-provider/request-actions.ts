/**
 * What each request does: the one place where a person's wish becomes a command. The types demand an action for
 * every request there is. Requests are told by their type, not their class, so that those of another copy of this
 * library count too.
 */
import type { Choice } from '../../browser/devices/choices.js';
import type { CallController } from '../../core/controller.js';
import type { RequestMap } from '../../events/requests.js';
import { loadOnce } from '../shared/load-again.js';

type Actions = {
  readonly [T in keyof RequestMap]: (controller: CallController, request: RequestMap[T]) => void;
};

const choices = loadOnce(() => import('../../browser/devices/choices.js'));

/** A browser's matter, of all its calls. The engine brings the code; before there is one, it comes when somebody chooses. */
function choose(_: CallController, request: Choice): void {
  void choices().then((code) => {
    code.choose(request);
  });
}

const ACTIONS: Actions = {
  'call-sign-in-request': (controller, { name }) => {
    controller.signIn(name);
  },
  'call-sign-out-request': (controller) => {
    controller.signOut();
  },
  'call-reconnect-request': (controller) => {
    controller.reconnect();
  },
  'call-dial-request': (controller, { to, media }) => {
    controller.call(to, media);
  },
  'call-accept-request': (controller, { media }) => {
    controller.accept(media);
  },
  'call-hangup-request': (controller, { message }) => {
    controller.hangUp(message);
  },
  'call-dismiss-request': (controller) => {
    controller.dismiss();
  },
  'call-clear-missed-request': (controller) => {
    controller.clearMissed();
  },
  'call-set-state-request': (controller, { state }) => {
    controller.setState(state);
  },
  'call-set-device-request': (controller, { kind, on }) => {
    controller.setDevice(kind, on);
  },
  'call-retry-devices-request': (controller, { kinds }) => {
    controller.retryDevices(kinds);
  },
  'call-choose-device-request': choose,
  'call-choose-processing-request': choose,
  'call-preview-request': (controller, { on }) => {
    controller.setPreview(on);
  },
  'call-send-message-request': (controller, { text, to }) => {
    controller.sendMessage(text, to);
  },
  'call-resend-message-request': (controller, { mid }) => {
    controller.resendMessage(mid);
  },
  'call-mark-read-request': (controller, { with: who }) => {
    controller.markRead(who);
  },
};

export type AnyRequest = RequestMap[keyof RequestMap];

export const REQUEST_TYPES = Object.keys(ACTIONS) as readonly (keyof RequestMap)[];

/** Carries a request out. Throws what the controller throws. */
export function act(controller: CallController, request: AnyRequest): void {
  const action = ACTIONS[request.type as keyof RequestMap] as (
    controller: CallController,
    request: AnyRequest,
  ) => void;
  action(controller, request);
}
