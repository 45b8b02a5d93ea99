/** Lets the device vibrate, where it can and where the person has touched the page: before that a browser complains. */
const ROUND = [400, 250, 400, 1_950];
/** As many rounds as a browser takes at once: a minute. */
const PATTERN = Array.from({ length: 20 }, () => ROUND).flat();

const canVibrate = (): boolean =>
  'vibrate' in navigator &&
  (navigator as { readonly userActivation?: UserActivation }).userActivation?.hasBeenActive !== false;

export class Vibration {
  #isOn = false;

  set(wanted: boolean): void {
    if (wanted === this.#isOn || !canVibrate()) return;
    this.#isOn = wanted;
    navigator.vibrate(wanted ? PATTERN : 0);
  }
}
