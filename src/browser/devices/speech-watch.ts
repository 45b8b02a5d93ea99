/**
 * Whether somebody speaks into a microphone that is muted: a muted track is silence, so a clone of it listens, which is
 * sent nowhere.
 */
import { AudioLevel } from './audio-level.js';

const LOOK_MS = 100;
/** A cough is not speech: so long it must be loud, out of so long. */
const SPOKEN_LOOKS = 4;
const REMEMBERED_LOOKS = 20;
/** −35 dB: a voice before the machine, not one in the next room. */
const SPEECH_LEVEL = 0.5;

export interface SpeechListener {
  /** Each change. */
  tell(isSpeaking: boolean): void;
  /** The microphone was closed: the clone, which would keep it lit, is gone too. */
  ended(): void;
}

/** Until the microphone is closed or the answer is called. */
export function watchSpeech(muted: MediaStreamTrack, listener: SpeechListener): () => void {
  const clone = muted.clone();
  clone.enabled = true;
  const level = new AudioLevel(clone);
  let looks: readonly boolean[] = [];
  let isSpeaking = false;
  const stop = (): void => {
    clearInterval(timer);
    level.close();
    clone.stop();
  };
  const look = (): void => {
    if (muted.readyState === 'ended') {
      stop();
      listener.ended();
      return;
    }
    looks = [...looks, level.read() > SPEECH_LEVEL].slice(-REMEMBERED_LOOKS);
    const spoken = looks.filter(Boolean).length;
    const now = isSpeaking ? spoken > 0 : spoken >= SPOKEN_LOOKS;
    if (now === isSpeaking) return;
    isSpeaking = now;
    listener.tell(now);
  };
  // `stop()` of a track tells nobody, so this is looked for as well.
  const timer = setInterval(look, LOOK_MS);
  return stop;
}
