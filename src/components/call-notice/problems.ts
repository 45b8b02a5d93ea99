/**
 * What is wrong now, from one picture after the other: which devices and whether the connection, each with its code,
 * those with the same code together. It remembers two things that no single picture tells: that something wrong is
 * being tried again, and what the person has put away until it happens anew. It says nothing and asks for nothing.
 */
import type { MediaErrorCode, PathErrorCode } from '../../core/errors.js';
import type { LinkState } from '../../core/link/link-state.js';
import type { DeviceState } from '../../core/media/media-state.js';
import type { Snapshot } from '../../core/snapshot.js';
import type { MediaKind } from '../../core/stream-handle.js';
import type { PageLimits } from './page-limits.js';

export type ProblemCode = MediaErrorCode | PathErrorCode | 'link-lost' | 'link-refused';

/** A device, the connection to the server, or the path of a call. */
type Source = MediaKind | 'link' | 'path';

export interface Problem {
  readonly code: ProblemCode;
  /** The devices it is about; none when it is about a connection. */
  readonly kinds: readonly MediaKind[];
  /** It is being tried again at this moment. */
  readonly isTried: boolean;
}

interface Trouble {
  readonly code: ProblemCode;
  readonly isTried: boolean;
  /** Put away by the person. */
  readonly isDismissed: boolean;
}

/** Wrong with this code, `trying` anew, or nothing. */
type Finding = ProblemCode | 'trying' | undefined;

const SOURCES: readonly Source[] = ['video', 'audio', 'link', 'path'];

const isKind = (source: Source): source is MediaKind => source === 'video' || source === 'audio';

export class Problems {
  readonly #troubles = new Map<Source, Trouble>();

  /** The devices that do not work, those included whose problem was put away. */
  get lost(): readonly MediaKind[] {
    return [...this.#troubles.keys()].filter(isKind);
  }

  /** What is to be shown. */
  get shown(): readonly Problem[] {
    const byCode = new Map<ProblemCode, Problem>();
    for (const source of SOURCES) {
      const trouble = this.#troubles.get(source);
      if (!trouble || trouble.isDismissed) continue;
      const { code, isTried } = trouble;
      const same = byCode.get(code);
      byCode.set(code, {
        code,
        kinds: isKind(source) ? [...(same?.kinds ?? []), source] : [],
        isTried: isTried || same?.isTried === true,
      });
    }
    return [...byCode.values()];
  }

  update({ media, link, diagnosis }: Pick<Snapshot, 'media' | 'link' | 'diagnosis'>, page: PageLimits): void {
    this.#note('video', findInDevice(media.camera, 'video', page));
    this.#note('audio', findInDevice(media.microphone, 'audio', page));
    // Without a network there is no server either: that is said once.
    const isCutOff = diagnosis?.code === 'network-down';
    this.#note('link', isCutOff && link.status !== 'refused' ? undefined : findInLink(link));
    this.#note('path', diagnosis?.code);
  }

  /** Puts a problem away until it happens anew. */
  dismiss({ code }: Problem): void {
    for (const [source, trouble] of this.#troubles)
      if (trouble.code === code) this.#troubles.set(source, { ...trouble, isDismissed: true });
  }

  #note(source: Source, found: Finding): void {
    const before = this.#troubles.get(source);
    if (found === undefined) this.#troubles.delete(source);
    else if (found !== 'trying') {
      // A device that fails again does so because somebody tried; a connection is tried without end.
      const isSame = before?.code === found && !(before.isTried && isKind(source));
      this.#troubles.set(source, {
        code: found,
        isTried: false,
        isDismissed: isSame && before.isDismissed,
      });
    } else if (before) this.#troubles.set(source, { ...before, isTried: true });
  }
}

function findInDevice(device: DeviceState, kind: MediaKind, page: PageLimits): Finding {
  if (!page.isSecure) return 'media-insecure';
  if (page.forbidden.includes(kind)) return 'media-policy';
  if (device.status === 'requesting') return 'trying';
  return device.status === 'failed' ? device.code : undefined;
}

function findInLink({ status }: LinkState): Finding {
  switch (status) {
    case 'waiting':
      return 'link-lost';
    case 'refused':
      return 'link-refused';
    case 'connecting':
      return 'trying';
    default:
      return undefined;
  }
}
