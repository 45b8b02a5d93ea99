/**
 * The commands a plain button can give with `command` and `commandfor` (HTML, invoker commands), as requests. A
 * button's `value` says whom `--call` and `--call-audio` are for.
 */
import type { Snapshot } from '../../core/snapshot.js';
import type { CallRequest } from '../../events/request-base.js';
import {
  CallAcceptRequest,
  CallDialRequest,
  CallHangupRequest,
  CallSetDeviceRequest,
  CallSetStateRequest,
  CallSignOutRequest,
} from '../../events/requests.js';

const COMMANDS: Readonly<Record<string, (snapshot: Snapshot, value: string) => CallRequest>> = {
  '--call': (_, value) => new CallDialRequest(value),
  '--call-audio': (_, value) => new CallDialRequest(value, { audio: true, video: false }),
  '--answer': () => new CallAcceptRequest(),
  '--answer-audio': () => new CallAcceptRequest({ audio: true, video: false }),
  '--decline': () => new CallHangupRequest(),
  '--hang-up': () => new CallHangupRequest(),
  '--toggle-mic': ({ media }) => new CallSetDeviceRequest('audio', !media.microphone.on),
  '--toggle-camera': ({ media }) => new CallSetDeviceRequest('video', !media.camera.on),
  '--toggle-dnd': ({ self }) => new CallSetStateRequest(self.state === 'dnd' ? 'available' : 'dnd'),
  '--sign-out': () => new CallSignOutRequest(),
};

/** The request a command stands for, or undefined for a command of somebody else's. */
export const toRequest = (command: string, snapshot: Snapshot, value: string): CallRequest | undefined =>
  Object.hasOwn(COMMANDS, command) ? COMMANDS[command]?.(snapshot, value) : undefined;
