/**
 * Runs in the page after the probe: devices open as ever, but the page gets them only when the test lets go, as from a
 * person who is slow to answer the prompt. And a clock that is impatient.
 */
declare global {
  interface Window {
    /** While it is pending, devices are held. */
    gate?: Promise<void>;
    openGate?: () => void;
    holdDevices(): void;
  }
}

export function installGate(): void {
  const { mediaDevices } = navigator;
  const open = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (constraints) => {
    const stream = await open(constraints);
    await window.gate;
    return stream;
  };
  window.holdDevices = () => {
    window.gate = new Promise((resolve) => (window.openGate = resolve));
  };
}

/** Looking for a path takes half a second instead of thirty; every other wait is as long as ever. */
export function hurry(): void {
  const later = window.setTimeout.bind(window) as (run: () => void, ms: number) => number;
  window.setTimeout = ((run: () => void, ms = 0) =>
    later(run, ms === 30_000 ? 500 : ms)) as typeof setTimeout;
}
