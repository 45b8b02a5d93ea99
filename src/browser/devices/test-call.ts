/**
 * A call to oneself: connects, records some seconds of what comes back, and plays it, as others would hear it. The
 * microphone is never heard while it is open to a recording.
 */
import type { RtcConfiguration } from './rtc-configuration.js';
import { callOneself, type LoopCall } from './loop-call.js';
import { isSilent, record } from './recording.js';
import { SpeakerOutput } from './speaker-output.js';

const RECORDING_MS = 3_000;

export type TestCallState =
  | { readonly status: 'connecting' }
  /** `received` is what the other side sees. */
  | { readonly status: 'recording'; readonly received: MediaStream; readonly lengthMs: number }
  | { readonly status: 'playing'; readonly received: MediaStream }
  | {
      readonly status: 'done';
      readonly roundTripMs: number;
      readonly isRelayed: boolean;
      /** Absent without a microphone. */
      readonly isSilent?: boolean;
    };

/** There is a path, and what came back could not be recorded or played. */
export class UnheardError extends Error {}

/** Rejects when `signal` ends it, there is no path, or nothing can be heard (`UnheardError`). */
export async function runTestCall(
  stream: MediaStream,
  configuration: RtcConfiguration,
  signal: AbortSignal,
  tell: (state: TestCallState) => void,
): Promise<void> {
  tell({ status: 'connecting' });
  const loop = await callOneself(stream, configuration, signal);
  signal.addEventListener('abort', loop.close);
  try {
    const { roundTripMs, isRelayed, received } = loop;
    const heard =
      received.getAudioTracks().length > 0 ? { isSilent: await hearBack(loop, signal, tell) } : {};
    if (!signal.aborted) tell({ status: 'done', roundTripMs, isRelayed, ...heard });
  } finally {
    loop.close();
  }
}

async function hearBack(
  { received }: LoopCall,
  signal: AbortSignal,
  tell: (state: TestCallState) => void,
): Promise<boolean> {
  const output = new SpeakerOutput();
  try {
    await output.start();
    tell({ status: 'recording', received, lengthMs: RECORDING_MS });
    const buffer = await record(received, RECORDING_MS, output.context, signal);
    if (isSilent(buffer) || signal.aborted) return true;
    tell({ status: 'playing', received });
    const source = new AudioBufferSourceNode(output.context, { buffer });
    source.connect(output.input);
    source.start();
    await output.play([source], signal);
    return false;
  } catch (error) {
    throw new UnheardError('could not be heard', { cause: error });
  } finally {
    output.close();
  }
}
