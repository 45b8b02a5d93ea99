/**
 * What a person wants of their devices, and tells, mostly before a call: the requests and the fact of the elements for that,
 * apart from the others so that they come with these elements.
 */
import type { AudioProcessing } from '../core/media/audio-processing.js';
import type { MediaKinds } from '../core/stream-handle.js';
import { CallRequest } from './request-base.js';

/** Open camera and microphone before a call, to be looked at and listened to; or close them, unless a call has them now. */
export class CallPreviewRequest extends CallRequest {
  static readonly type = 'call-preview-request';
  readonly on: boolean;
  constructor(on: boolean) {
    super(CallPreviewRequest.type);
    this.on = on;
  }
}

/** Try devices again that failed, as they were: what was muted stays muted. */
export class CallRetryDevicesRequest extends CallRequest {
  static readonly type = 'call-retry-devices-request';
  readonly kinds: Partial<MediaKinds>;
  constructor(kinds: Partial<MediaKinds>) {
    super(CallRetryDevicesRequest.type);
    this.kinds = kinds;
  }
}

/** Have the sound of the microphone treated so from now on; null: as page and browser decide. It is remembered. */
export class CallChooseProcessingRequest extends CallRequest {
  static readonly type = 'call-choose-processing-request';
  readonly processing: AudioProcessing | null;
  constructor(processing: AudioProcessing | null) {
    super(CallChooseProcessingRequest.type);
    this.processing = processing;
  }
}

/** A person has looked at themselves and is ready. Told by a `call-lobby`, not by the provider. */
export class CallReadyEvent extends Event {
  static readonly type = 'call-ready';
  /** Whom the lobby is for; empty: nobody in particular. */
  readonly to: string;
  constructor(to: string) {
    super(CallReadyEvent.type, { bubbles: true, composed: true });
    this.to = to;
  }
}
