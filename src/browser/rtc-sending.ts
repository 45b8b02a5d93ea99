/**
 * Tells a transceiver how to send. Limits follow at once and need no negotiation; an order of codecs counts for the
 * next description. A browser that does not know a limit, or refuses it, sends without: that is no reason to end a call.
 */
import type { KindSending } from '../core/quality/sending.js';

/** Before a description is made. */
export function preferCodecs(transceiver: RTCRtpTransceiver, { codecs = [] }: KindSending): void {
  const kind = transceiver.receiver.track.kind;
  const known = RTCRtpReceiver.getCapabilities(kind)?.codecs ?? [];
  const rankOf = ({ mimeType }: { readonly mimeType: string }): number => {
    const rank = codecs.findIndex((name) => mimeType.toLowerCase() === `${kind}/${name.toLowerCase()}`);
    return rank < 0 ? codecs.length : rank;
  };
  // Without a wish the browser's own order stays, whatever an engine makes of being told it.
  if (!known.some((codec) => rankOf(codec) < codecs.length)) return;
  try {
    transceiver.setCodecPreferences([...known].sort((a, b) => rankOf(a) - rankOf(b)));
  } catch {
    // It sends in its own order.
  }
}

/** Once there is a description. */
export async function limitSending(sender: RTCRtpSender, sending: KindSending): Promise<void> {
  const parameters = sender.getParameters() as RTCRtpSendParameters & {
    degradationPreference?: KindSending['degradationPreference'];
  };
  const [encoding] = parameters.encodings;
  if (!encoding) return;
  const { degradationPreference, priority = 'low', ...wish } = sending;
  encoding.priority = priority;
  for (const limit of ['maxBitrate', 'maxFramerate', 'scaleResolutionDownBy'] as const) {
    const value = wish[limit];
    // What is not said is as it was before anybody said anything; audio must not even be told a scale of 1.
    if (value !== undefined) encoding[limit] = value;
    else if (limit === 'scaleResolutionDownBy' && encoding[limit] !== undefined) encoding[limit] = 1;
    else Reflect.deleteProperty(encoding, limit);
  }
  if (degradationPreference) parameters.degradationPreference = degradationPreference;
  else Reflect.deleteProperty(parameters, 'degradationPreference');
  await sender.setParameters(parameters).catch(() => undefined);
}

/** For the track that is sent now. */
export function hintContent(track: MediaStreamTrack | null, { contentHint = '' }: KindSending): void {
  if (track && track.contentHint !== contentHint) track.contentHint = contentHint;
}
