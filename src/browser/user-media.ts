/**
 * The media port over getUserMedia: one stream for the page's side of a call, whose tracks come and go, and which
 * follow the page's constraints and the person's choice when these change. How devices are asked for stands in
 * device-request.ts, which one is asked for in device-policy.ts.
 */
import type { MediaErrorCode } from '../core/errors.js';
import type { ClockPort, MediaOpened, MediaPort } from '../core/ports.js';
import type { MediaKind, MediaKinds } from '../core/stream-handle.js';
import { chosenDevice } from './devices/chosen-devices.js';
import { browserClock } from './clock.js';
import { asksForAnother, isTreatedAs, wishFor } from './constraints.js';
import { isFormerDefault, withChoice } from './devices/device-policy.js';
import { requestDevices } from './device-request.js';
import { mediaErrorCode, mediaErrorHint } from './media-errors.js';

const KINDS: readonly MediaKind[] = ['audio', 'video'];

type Wishes = Partial<Record<MediaKind, MediaTrackConstraints>>;

/** One opening or adjusting, from what was asked to what came of it. */
interface Attempt {
  readonly kinds: readonly MediaKind[];
  /** Aborted for a kind that was stopped meanwhile. */
  readonly wanted: Readonly<Record<MediaKind, AbortSignal>>;
  readonly wishes: Wishes;
  readonly errors: Map<MediaKind, unknown>;
}

export class UserMedia implements MediaPort {
  readonly stream = new MediaStream();
  onEnded: ((kind: MediaKind) => void) | undefined;
  /** Read anew in each attempt, so that they can change at any time. */
  readonly #constraints: () => unknown;
  readonly #clock: Pick<ClockPort, 'after'>;
  readonly #wanted = { audio: new AbortController(), video: new AbortController() };
  readonly #enabled: Record<MediaKind, boolean> = { audio: true, video: true };
  /** What each kind was last opened or adjusted with. */
  readonly #wishes: Wishes = {};
  /** The kinds that were opened as the person had chosen them. */
  readonly #chosen = new Set<MediaKind>();
  #underWay: Promise<unknown> = Promise.resolve();

  constructor(constraints: () => unknown = () => ({}), clock: Pick<ClockPort, 'after'> = browserClock) {
    this.#constraints = constraints;
    this.#clock = clock;
  }

  open(kinds: MediaKinds): Promise<MediaOpened> {
    const opening = this.#open(KINDS.filter((kind) => kinds[kind]));
    this.#underWay = Promise.all([this.#underWay, opening]);
    return opening;
  }

  adjust(kinds: MediaKinds): Promise<MediaOpened> {
    const adjusting = this.#underWay.then(() =>
      this.#adjust(KINDS.filter((kind) => kinds[kind] && this.#track(kind))),
    );
    this.#underWay = adjusting;
    return adjusting;
  }

  setEnabled(kind: MediaKind, enabled: boolean): void {
    this.#enabled[kind] = enabled;
    const track = this.#track(kind);
    if (track) track.enabled = enabled;
  }

  stop(kind: MediaKind): void {
    this.#wanted[kind].abort();
    this.#wanted[kind] = new AbortController();
    this.#enabled[kind] = true;
    this.#close(kind);
  }

  async #open(kinds: readonly MediaKind[]): Promise<MediaOpened> {
    const attempt = this.#begin(kinds);
    await withChoices(attempt);
    const wanted = kinds.filter((kind) => !attempt.wanted[kind].aborted);
    if (wanted.length > 0) await this.#request(wanted, attempt, attempt.wishes);
    return this.#outcome(attempt);
  }

  async #adjust(kinds: readonly MediaKind[]): Promise<MediaOpened> {
    const attempt = this.#begin(kinds);
    const before = this.#inShort(kinds);
    await withChoices(attempt);
    const done = await Promise.all(kinds.map((kind) => this.#follow(kind, attempt)));
    await this.#reopen(
      kinds.filter((kind, at) => !done[at] && !attempt.wanted[kind].aborted),
      attempt,
    );
    const isSame = before === this.#inShort(kinds);
    return { ...this.#outcome(attempt), ...(isSame ? { isSame } : {}) };
  }

  /** Which tracks are open, and with what wishes. */
  #inShort(kinds: readonly MediaKind[]): string {
    return JSON.stringify(kinds.map((kind) => [this.#track(kind)?.id, this.#wishes[kind]]));
  }

  #begin(kinds: readonly MediaKind[]): Attempt {
    const wanted = { audio: this.#wanted.audio.signal, video: this.#wanted.video.signal };
    const attempt: Attempt = { kinds, wanted, wishes: {}, errors: new Map() };
    for (const kind of kinds) {
      try {
        attempt.wishes[kind] = wishFor(this.#constraints(), kind);
      } catch (error) {
        // Nonsense is no reason to have no camera: then it is as it was before.
        attempt.wishes[kind] = this.#wishes[kind] ?? {};
        attempt.errors.set(kind, error instanceof TypeError ? error : new TypeError(String(error)));
      }
    }
    return attempt;
  }

  /** Lets the open track follow; false: only opening anew does it. */
  async #follow(kind: MediaKind, { wishes, errors }: Attempt): Promise<boolean> {
    const track = this.#track(kind);
    const wish = wishes[kind] ?? {};
    if (track && (this.#isGivenUp(kind) || (await isFormerDefault(track)))) return false;
    if (!track || JSON.stringify(wish) === JSON.stringify(this.#wishes[kind])) return true;
    if (asksForAnother(track.getSettings(), wish)) return false;
    try {
      await track.applyConstraints(wish);
    } catch (error) {
      if (mediaErrorCode(error, kind) === 'media-overconstrained') return false;
      errors.set(kind, error);
      return true;
    }
    this.#wishes[kind] = wish;
    return isTreatedAs(track.getSettings(), wish);
  }

  /** The person wants the browser's default again. That a device is not there is no such wish. */
  #isGivenUp(kind: MediaKind): boolean {
    return this.#chosen.has(kind) && !chosenDevice(kind);
  }

  /** Closes before it opens; what then cannot be had is again what it was. */
  async #reopen(kinds: readonly MediaKind[], attempt: Attempt): Promise<void> {
    if (kinds.length === 0) return;
    const former: Wishes = {};
    for (const kind of kinds) {
      const deviceId = this.#track(kind)?.getSettings().deviceId;
      former[kind] = { ...this.#wishes[kind], ...(deviceId ? { deviceId: { exact: deviceId } } : {}) };
      this.#close(kind);
    }
    const missing = await this.#request(kinds, attempt, attempt.wishes);
    if (missing.length > 0) await this.#request(missing, attempt, former);
  }

  /** Answers with those that are wanted and did not come. */
  async #request(
    kinds: readonly MediaKind[],
    { wanted, errors }: Attempt,
    wishes: Wishes,
  ): Promise<readonly MediaKind[]> {
    const refused = await requestDevices(kinds, {
      wanted,
      wish: (kind) => wishes[kind] ?? {},
      after: (ms, run) => this.#clock.after(ms, run),
      take: (track, kind) => {
        if (wanted[kind].aborted) track.stop();
        else this.#take(track, kind, wishes[kind]);
      },
    });
    for (const [kind, error] of refused) errors.set(kind, error);
    return [...refused.keys()].filter((kind) => !wanted[kind].aborted);
  }

  #outcome({ kinds, wanted, errors }: Attempt): MediaOpened {
    const codes: Partial<Record<MediaKind, MediaErrorCode>> = {};
    const hints: Partial<Record<MediaKind, string>> = {};
    for (const [kind, error] of errors) {
      if (wanted[kind].aborted) continue;
      codes[kind] = mediaErrorCode(error, kind);
      const hint = mediaErrorHint(error);
      if (hint) hints[kind] = hint;
    }
    const isOpen = (kind: MediaKind): boolean =>
      kinds.includes(kind) && !wanted[kind].aborted && this.#track(kind) !== undefined;
    return {
      opened: { audio: isOpen('audio'), video: isOpen('video') },
      errors: codes,
      ...(Object.keys(hints).length > 0 ? { hints } : {}),
    };
  }

  #track(kind: MediaKind): MediaStreamTrack | undefined {
    return this.stream.getTracks().find((track) => track.kind === kind);
  }

  #take(track: MediaStreamTrack, kind: MediaKind, wish: MediaTrackConstraints = {}): void {
    this.#close(kind);
    this.#wishes[kind] = wish;
    if (chosenDevice(kind)) this.#chosen.add(kind);
    else this.#chosen.delete(kind);
    track.enabled = this.#enabled[kind];
    track.onended = () => this.onEnded?.(kind);
    this.stream.addTrack(track);
  }

  #close(kind: MediaKind): void {
    const track = this.#track(kind);
    if (!track) return;
    track.onended = null;
    track.stop();
    this.stream.removeTrack(track);
  }
}

/** The person's choice where the page leaves one. */
async function withChoices({ kinds, wishes }: Attempt): Promise<void> {
  await Promise.all(
    kinds.map(async (kind) => {
      wishes[kind] = await withChoice(wishes[kind] ?? {}, kind);
    }),
  );
}
