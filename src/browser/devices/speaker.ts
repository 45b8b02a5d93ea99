/** Plays media elements on the speaker that the person chose, where a browser can; elsewhere the system decides. */
import { findChosen } from '../../core/media/device-choice.js';
import { chosenDevice, onDeviceChoice } from './chosen-devices.js';
import { listDevices } from './device-policy.js';

/** Safari cannot. */
export const canChooseSpeaker = (): boolean => 'setSinkId' in HTMLMediaElement.prototype;

/** The id of the chosen speaker; empty: the default, also while the chosen one is not there. */
async function chosenSink(): Promise<string> {
  const choice = chosenDevice('speaker');
  return (choice && findChosen(choice, 'speaker', await listDevices())?.deviceId) ?? '';
}

/** Follows the choice, and the speaker as it is plugged in, until the answer is called. */
export function followSpeaker(elements: readonly HTMLMediaElement[]): () => void {
  if (!canChooseSpeaker()) return () => undefined;
  const watching = new AbortController();
  const { signal } = watching;
  const move = async (): Promise<void> => {
    const sink = await chosenSink();
    if (signal.aborted) return;
    for (const element of elements)
      if (element.sinkId !== sink) await element.setSinkId(sink).catch(() => undefined);
  };
  let moving = Promise.resolve();
  /** One after the other, so that the last choice counts. A speaker that is refused leaves the sound where it is. */
  const follow = (): void => {
    moving = moving.then(move);
  };
  const { mediaDevices } = navigator as { readonly mediaDevices?: MediaDevices };
  mediaDevices?.addEventListener('devicechange', follow, { signal });
  const stop = onDeviceChoice((role) => {
    if (role === 'speaker') follow();
  });
  follow();
  return () => {
    watching.abort();
    stop();
  };
}
