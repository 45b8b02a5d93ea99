/** Tells of every gesture that may count as a person's permission to be heard: each browser counts others. */
const TYPES = ['pointerdown', 'pointerup', 'touchend', 'keydown', 'click'] as const;

/** The answer stops it. `run` is called within the gesture, whatever the page does with it. */
export function onGesture(run: () => void): () => void {
  const over = new AbortController();
  for (const type of TYPES)
    addEventListener(type, run, { capture: true, passive: true, signal: over.signal });
  return () => {
    over.abort();
  };
}
