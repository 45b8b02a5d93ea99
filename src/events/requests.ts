/**
 * Requests: what a person asks for. One class each, typed fields, no behaviour. `RequestMap` is the list the provider
 * must handle in full: a request missing there does not compile.
 */
import type { ChosenState } from '../protocol/index.js';
import type { DeviceChoice, DeviceRole } from '../core/media/device-choice.js';
import type { MediaKind, MediaKinds } from '../core/stream-handle.js';
import type {
  CallChooseProcessingRequest,
  CallPreviewRequest,
  CallRetryDevicesRequest,
} from './before-a-call.js';
import { CallRequest } from './request-base.js';

export { CallChooseProcessingRequest, CallPreviewRequest, CallRetryDevicesRequest } from './before-a-call.js';

/** Sign in, or rename, as `name`. */
export class CallSignInRequest extends CallRequest {
  static readonly type = 'call-sign-in-request';
  readonly name: string;
  constructor(name: string) {
    super(CallSignInRequest.type);
    this.name = name;
  }
}

export class CallSignOutRequest extends CallRequest {
  static readonly type = 'call-sign-out-request';
  constructor() {
    super(CallSignOutRequest.type);
  }
}

/** Try the connection now. */
export class CallReconnectRequest extends CallRequest {
  static readonly type = 'call-reconnect-request';
  constructor() {
    super(CallReconnectRequest.type);
  }
}

/** Call `to` with the given media. */
export class CallDialRequest extends CallRequest {
  static readonly type = 'call-dial-request';
  readonly to: string;
  readonly media: MediaKinds;
  constructor(to: string, media: MediaKinds = { audio: true, video: true }) {
    super(CallDialRequest.type);
    this.to = to;
    this.media = media;
  }
}

/** Answer the ringing call, with what the caller invited to where nothing else is said. */
export class CallAcceptRequest extends CallRequest {
  static readonly type = 'call-accept-request';
  readonly media: Partial<MediaKinds>;
  constructor(media: Partial<MediaKinds> = {}) {
    super(CallAcceptRequest.type);
    this.media = media;
  }
}

/** End, cancel or decline, whichever the phase means; a ringing call can be declined with a message to the caller. */
export class CallHangupRequest extends CallRequest {
  static readonly type = 'call-hangup-request';
  readonly message: string | undefined;
  constructor(message?: string) {
    super(CallHangupRequest.type);
    this.message = message;
  }
}

/** Put the picture of the ended call away. */
export class CallDismissRequest extends CallRequest {
  static readonly type = 'call-dismiss-request';
  constructor() {
    super(CallDismissRequest.type);
  }
}

/** Put the missed calls away. */
export class CallClearMissedRequest extends CallRequest {
  static readonly type = 'call-clear-missed-request';
  constructor() {
    super(CallClearMissedRequest.type);
  }
}

/** Show others this state; in `dnd` calls come in quietly. */
export class CallSetStateRequest extends CallRequest {
  static readonly type = 'call-set-state-request';
  readonly state: ChosenState;
  constructor(state: ChosenState) {
    super(CallSetStateRequest.type);
    this.state = state;
  }
}

/** Switch the microphone (`audio`) or camera (`video`) on or off. */
export class CallSetDeviceRequest extends CallRequest {
  static readonly type = 'call-set-device-request';
  readonly kind: MediaKind;
  readonly on: boolean;
  constructor(kind: MediaKind, on: boolean) {
    super(CallSetDeviceRequest.type);
    this.kind = kind;
    this.on = on;
  }
}

/** Use this device from now on, in this call and later ones; null: the browser's default. It is remembered. */
export class CallChooseDeviceRequest extends CallRequest {
  static readonly type = 'call-choose-device-request';
  readonly kind: DeviceRole;
  readonly device: DeviceChoice | null;
  constructor(kind: DeviceRole, device: DeviceChoice | null) {
    super(CallChooseDeviceRequest.type);
    this.kind = kind;
    this.device = device;
  }
}

/** Say `text` to one person, or without `to` to everybody. */
export class CallSendMessageRequest extends CallRequest {
  static readonly type = 'call-send-message-request';
  readonly text: string;
  readonly to: string | null;
  constructor(text: string, to: string | null = null) {
    super(CallSendMessageRequest.type);
    this.text = text;
    this.to = to;
  }
}

/** Say a message of one's own that failed once more. */
export class CallResendMessageRequest extends CallRequest {
  static readonly type = 'call-resend-message-request';
  readonly mid: string;
  constructor(mid: string) {
    super(CallResendMessageRequest.type);
    this.mid = mid;
  }
}

/** What was said has been read: with one person, with null what was said to everybody, without it all. */
export class CallMarkReadRequest extends CallRequest {
  static readonly type = 'call-mark-read-request';
  readonly with: string | null | undefined;
  constructor(who?: string | null) {
    super(CallMarkReadRequest.type);
    this.with = who;
  }
}

export interface RequestMap {
  'call-sign-in-request': CallSignInRequest;
  'call-sign-out-request': CallSignOutRequest;
  'call-reconnect-request': CallReconnectRequest;
  'call-dial-request': CallDialRequest;
  'call-accept-request': CallAcceptRequest;
  'call-hangup-request': CallHangupRequest;
  'call-dismiss-request': CallDismissRequest;
  'call-clear-missed-request': CallClearMissedRequest;
  'call-set-state-request': CallSetStateRequest;
  'call-set-device-request': CallSetDeviceRequest;
  'call-choose-device-request': CallChooseDeviceRequest;
  'call-preview-request': CallPreviewRequest;
  'call-retry-devices-request': CallRetryDevicesRequest;
  'call-choose-processing-request': CallChooseProcessingRequest;
  'call-send-message-request': CallSendMessageRequest;
  'call-resend-message-request': CallResendMessageRequest;
  'call-mark-read-request': CallMarkReadRequest;
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- the DOM's own map, from which those of elements, document and window inherit, is extended by merging
  interface GlobalEventHandlersEventMap extends RequestMap {}
}
