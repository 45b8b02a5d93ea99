/** Whether a person expects to see their own picture as in a mirror: not that of a camera that looks away from them. */
export const isMirrored = (stream: MediaStream): boolean =>
  stream.getVideoTracks()[0]?.getSettings().facingMode !== 'environment';
