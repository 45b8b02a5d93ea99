/**
 * The commands a plain button can give with `command` and `commandfor` (HTML, invoker commands), as requests. A
 * button's `value` says whom `--call` and `--call-audio` are for.
 */
import { isLive } from '../../core/call/call-state.js';
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

type Command = (snapshot: Snapshot, value: string) => CallRequest | undefined;

const COMMANDS: Readonly<Record<string, Command>> = {
  '--call': (_, value) => new CallDialRequest(value),
  '--call-audio': (_, value) => new CallDialRequest(value, { audio: true, video: false }),
  '--answer': () => new CallAcceptRequest(),
  '--answer-audio': () => new CallAcceptRequest({ audio: true, video: false }),
  // Pressed late, or twice, it must not end the call that was answered meanwhile.
  '--decline': ({ call }) =>
    isLive(call) && call.phase !== 'incoming' ? undefined : new CallHangupRequest(),
  '--hang-up': () => new CallHangupRequest(),
  '--toggle-mic': ({ media }) => new CallSetDeviceRequest('audio', !media.microphone.on),
  '--toggle-camera': ({ media }) => new CallSetDeviceRequest('video', !media.camera.on),
  '--toggle-dnd': ({ self }) => new CallSetStateRequest(self.state === 'dnd' ? 'available' : 'dnd'),
  '--sign-out': () => new CallSignOutRequest(),
};

/** The request a command stands for now; undefined where it has none to make, or is somebody else's. */
export const toRequest = (command: string, snapshot: Snapshot, value: string): CallRequest | undefined =>
  Object.hasOwn(COMMANDS, command) ? COMMANDS[command]?.(snapshot, value) : undefined;
