/**
 * Records some seconds of sound and gives it as samples: those can be played without an address, which a strict page
 * would have to allow.
 */

/** −50 dB of full scale: less is a microphone that hears nothing. */
const SILENT = 0.003;

/** Rejects where the browser cannot record, or what it recorded is not what it plays. */
export async function record(
  stream: MediaStream,
  ms: number,
  context: BaseAudioContext,
  signal: AbortSignal,
): Promise<AudioBuffer> {
  // Chromium lets sound from a connection through only to what is played.
  const player = new Audio();
  player.muted = true;
  player.srcObject = stream;
  await player.play();
  try {
    const recorder = new MediaRecorder(new MediaStream(stream.getAudioTracks()));
    const parts: Blob[] = [];
    recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
    const isOver = new Promise((resolve) => {
      recorder.addEventListener('stop', resolve);
    });
    recorder.start();
    const stop = (): void => {
      if (recorder.state !== 'inactive') recorder.stop();
    };
    const timer = setTimeout(stop, ms);
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
    await isOver;
    clearTimeout(timer);
    return await context.decodeAudioData(await new Blob(parts).arrayBuffer());
  } finally {
    player.srcObject = null;
  }
}

export const isSilent = (buffer: AudioBuffer): boolean =>
  buffer.getChannelData(0).every((sample) => Math.abs(sample) < SILENT);
