/** What getUserMedia is asked for, and prompts that a test answers: for tests in a real browser. */
import { Recorder } from './recorder.js';

/** Every request to getUserMedia as the kinds it was for, answered by the browser or by the test. */
export class MediaRequests {
  readonly #devices = navigator.mediaDevices;
  readonly seen = new Recorder<string>();
  readonly constraints: MediaStreamConstraints[] = [];
  /** Waited for, and may throw, before the browser is asked. */
  before: (kinds: string) => Promise<void> | undefined = () => undefined;

  constructor() {
    const browser = this.#devices.getUserMedia.bind(this.#devices);
    this.#devices.getUserMedia = async (constraints = {}) => {
      const kinds = (['audio', 'video'] as const).filter((kind) => constraints[kind]).join('+');
      this.constraints.push(constraints);
      this.seen.add(kinds);
      await this.before(kinds);
      return browser(constraints);
    };
  }

  restore(): void {
    Reflect.deleteProperty(this.#devices, 'getUserMedia');
  }
}

/** A prompt that waits for the person. */
export function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

export const refuse = (name: string) => Promise.reject(new DOMException('', name));
