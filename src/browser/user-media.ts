/**
 * The media port over getUserMedia: one stream for the page's side of a call, whose tracks come and go, and which
 * follow the page's constraints and the person's choice when these change. How devices are asked for stands in
 * device-request.ts, which one is asked for in device-policy.ts.
 */
import type { MediaErrorCode } from '../core/errors.js';
import type { ClockPort, MediaOpened, MediaPause, MediaPort } from '../core/ports.js';
import type { MediaKind, MediaKinds } from '../core/stream-handle.js';
import { chosenDevice } from './devices/chosen-devices.js';
import { browserClock } from './clock.js';
import { asksForAnother, isTreatedAs, wishFor } from './constraints.js';
import { circumstances, defaultNow, withChoice } from './devices/device-policy.js';
import { isBusy, requestDevices } from './device-request.js';
import { mediaErrorCode, mediaErrorHint } from './media-errors.js';
import { PAUSE_MS, watchTrack } from './track-watch.js';

const KINDS: readonly MediaKind[] = ['audio', 'video'];
const kindsOf = (kinds: MediaKinds): readonly MediaKind[] => KINDS.filter((kind) => kinds[kind]);

type Wishes = Partial<Record<MediaKind, MediaTrackConstraints>>;

/** One opening or adjusting, from what was asked to what came of it. */
interface Attempt {
  readonly kinds: readonly MediaKind[];
  /** Aborted for a kind that was stopped meanwhile. */
  readonly wanted: Readonly<Record<MediaKind, AbortSignal>>;
  readonly wishes: Wishes;
  readonly errors: Map<MediaKind, unknown>;
}

/** How an open track follows: it does, or it has to be opened anew, or another device is meant. */
type Following = 'done' | 'anew' | 'other';

export class UserMedia implements MediaPort {
  readonly stream = new MediaStream();
  onEnded: ((kind: MediaKind) => void) | undefined;
  onPaused: ((kind: MediaKind, pause: MediaPause) => void) | undefined;
  /** Read anew in each attempt, so that they can change at any time. */
  readonly #constraints: () => unknown;
  readonly #clock: Pick<ClockPort, 'after'>;
  readonly #wanted = { audio: new AbortController(), video: new AbortController() };
  readonly #enabled: Record<MediaKind, boolean> = { audio: true, video: true };
  /** What each kind was last opened or adjusted with. */
  readonly #wishes: Wishes = {};
  /** The kinds that were opened as the person had chosen them. */
  readonly #chosen = new Set<MediaKind>();
  /** What could not be had, and in which circumstances: it is tried again in others. */
  readonly #refused: { audio?: string | undefined; video?: string | undefined } = {};
  /** The kinds that were told to give nothing. */
  readonly #silent = new Set<MediaKind>();
  /** What each kind waits for. An unanswered prompt for one keeps the other from nothing. */
  readonly #underWay: Record<MediaKind, Promise<unknown>> = {
    audio: Promise.resolve(),
    video: Promise.resolve(),
  };
  readonly #unwatch: Record<MediaKind, () => void> = { audio: () => undefined, video: () => undefined };

  constructor(constraints: () => unknown = () => ({}), clock: Pick<ClockPort, 'after'> = browserClock) {
    this.#constraints = constraints;
    this.#clock = clock;
  }

  open(kinds: MediaKinds): Promise<MediaOpened> {
    return this.#enqueue(kindsOf(kinds), this.#open(kindsOf(kinds)));
  }

  adjust(kinds: MediaKinds): Promise<MediaOpened> {
    const before = Promise.all(kindsOf(kinds).map((kind) => this.#underWay[kind]));
    return this.#enqueue(
      kindsOf(kinds),
      before.then(() => this.#adjust(kindsOf(kinds).filter((kind) => this.#track(kind)))),
    );
  }

  #enqueue<T>(kinds: readonly MediaKind[], work: Promise<T>): Promise<T> {
    for (const kind of kinds) this.#underWay[kind] = Promise.all([this.#underWay[kind], work]);
    return work;
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
    this.#underWay[kind] = Promise.resolve();
    this.#refused[kind] = undefined;
    this.#silent.delete(kind);
    this.#close(kind);
  }

  async #open(kinds: readonly MediaKind[]): Promise<MediaOpened> {
    const attempt = this.#begin(kinds);
    await withChoices(attempt);
    const wanted = kinds.filter((kind) => !attempt.wanted[kind].aborted);
    if (wanted.length > 0) await this.#request(wanted, attempt, attempt.wishes);
    const outcome = this.#outcome(attempt);
    const isLate = (kind: MediaKind): boolean =>
      outcome.opened[kind] && isUnfound(kind, attempt.wishes[kind]);
    const late = { audio: isLate('audio'), video: isLate('video') };
    return late.audio || late.video ? { ...outcome, late } : outcome;
  }

  async #adjust(kinds: readonly MediaKind[]): Promise<MediaOpened> {
    const attempt = this.#begin(kinds);
    const before = this.#inShort(kinds);
    await withChoices(attempt);
    await Promise.all(
      kinds.map(async (kind) => {
        const how = await this.#follow(kind, attempt);
        if (how === 'done') return;
        const now = await circumstances(kind, attempt.wishes[kind] ?? {});
        if (now === this.#refused[kind]) return;
        await this.#reopen(kind, how, attempt);
        this.#refused[kind] = attempt.errors.has(kind) ? now : undefined;
      }),
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

  /** Lets the open track follow where that will do. */
  async #follow(kind: MediaKind, { wishes, errors }: Attempt): Promise<Following> {
    const track = this.#track(kind);
    const wish = wishes[kind] ?? {};
    if (!track) return 'done';
    if (this.#isGivenUp(kind)) return 'other';
    const itsDefault = await defaultNow(track);
    if (itsDefault === 'moved') return 'other';
    if (JSON.stringify(wish) !== JSON.stringify(this.#wishes[kind])) {
      if (asksForAnother(track.getSettings(), wish)) return 'other';
    } else {
      // Some browsers keep such a track open, and let it hear another microphone.
      if (itsDefault === 'gone') this.onEnded?.(kind);
      return 'done';
    }
    try {
      await track.applyConstraints(wish);
    } catch (error) {
      if (mediaErrorCode(error, kind) === 'media-overconstrained') return 'anew';
      errors.set(kind, error);
      return 'done';
    }
    this.#wishes[kind] = wish;
    return isTreatedAs(track.getSettings(), wish) ? 'done' : 'anew';
  }

  /** The person wants the browser's default again. That a device is not there is no such wish. */
  #isGivenUp(kind: MediaKind): boolean {
    return this.#chosen.has(kind) && !chosenDevice(kind);
  }

  /**
   * Another microphone is opened before the open one is closed, so that nothing is cut while a person is asked. A camera is
   * closed before, since a phone has one at a time. What then cannot be had is again what it was.
   */
  async #reopen(kind: MediaKind, how: Following, attempt: Attempt): Promise<void> {
    const { errors, wanted } = attempt;
    if (wanted[kind].aborted) return;
    const track = this.#track(kind);
    const deviceId = track?.getSettings().deviceId;
    const former = { ...this.#wishes[kind], ...(deviceId ? { deviceId: { exact: deviceId } } : {}) };
    // A browser may end or silence the open one when it opens another: that is no news.
    this.#unwatch[kind]();
    const request = async (wish: MediaTrackConstraints = {}): Promise<boolean> =>
      (await this.#request([kind], attempt, { [kind]: wish })).length > 0;
    if (kind === 'video' || how === 'anew') this.#close(kind);
    const stop = this.#clock.after(PAUSE_MS, () => {
      if (!this.#track(kind) && !wanted[kind].aborted) this.onPaused?.(kind, 'waiting');
    });
    let isMissing = await request(attempt.wishes[kind]);
    if (isMissing && this.#track(kind) && isBusy(errors.get(kind))) {
      this.#close(kind);
      errors.delete(kind);
      isMissing = await request(attempt.wishes[kind]);
    }
    if (isMissing) {
      const open = this.#track(kind);
      if (open?.readyState === 'live') this.#watch(open, kind);
      else await request(former);
    }
    stop();
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
    this.stream.addTrack(track);
    this.#watch(track, kind);
  }

  #watch(track: MediaStreamTrack, kind: MediaKind): void {
    this.#unwatch[kind]();
    this.#unwatch[kind] = watchTrack(track, (ms, run) => this.#clock.after(ms, run), {
      ended: () => this.onEnded?.(kind),
      silent: (isSilent) => {
        if (isSilent === this.#silent.has(kind)) return;
        if (isSilent) this.#silent.add(kind);
        else this.#silent.delete(kind);
        this.onPaused?.(kind, isSilent ? 'silent' : 'over');
      },
    });
  }

  #close(kind: MediaKind): void {
    const track = this.#track(kind);
    if (!track) return;
    this.#unwatch[kind]();
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

/** Something was chosen, and no device of the list was it: before one is allowed, browsers name none. */
function isUnfound(kind: MediaKind, wish: MediaTrackConstraints = {}): boolean {
  const choice = chosenDevice(kind);
  return choice !== undefined && !choice.facingMode && wish.deviceId === undefined;
}
