/**
 * Which conversation is shown, as a list to choose from: everybody, those with one person, and whoever is here and could
 * be written to. A list of the browser's own, because in a narrow column nothing is as easy to reach with a finger, a
 * keyboard or a screen reader. It decides nothing.
 */
import { html, nothing, type TemplateResult } from 'lit';
import type { ChatThread } from '../../core/chat/chat-state.js';
import type { User } from '../../core/people/roster.js';
import { icon } from '../shared/icons.js';
import type { Translate } from '../shared/terms-controller.js';
import type { Thread } from './composer.js';

/** So many of those who are here are offered; a list of thousands helps nobody. */
const MAX_OFFERED = 200;

export interface SwitchScene {
  readonly t: Translate;
  readonly lang: string;
  readonly shown: Thread;
  readonly threads: readonly ChatThread[];
  readonly users: readonly User[];
  /** The other one in the call, who is offered first. */
  readonly peer: string | undefined;
  readonly open: (thread: Thread) => void;
}

/** How names are ordered in a language; in the browser's own where a page's `lang` is none at all. */
function collatorFor(lang: string): Intl.Collator {
  try {
    return new Intl.Collator(lang || undefined);
  } catch {
    return new Intl.Collator();
  }
}

/** Names of private conversations, and of those who are here beside. */
export function namesIn({ shown, threads, users, peer, lang }: SwitchScene): readonly (readonly string[])[] {
  const known = [peer, shown, ...threads.map((thread) => thread.with)];
  const talked = new Set(known.filter((name) => typeof name === 'string'));
  const order = collatorFor(lang);
  const others = users.map(({ name }) => name).filter((name) => !talked.has(name));
  return [[...talked], others.sort((a, b) => order.compare(a, b)).slice(0, MAX_OFFERED)];
}

export function threadSwitch(scene: SwitchScene): TemplateResult {
  const { t, shown, threads, open } = scene;
  const [talked = [], others = []] = namesIn(scene);
  // Names are data: an option is known by its place.
  const all: readonly Thread[] = [null, ...talked, ...others];
  const option = (thread: Thread): TemplateResult => {
    const unread = threads.find((one) => one.with === thread)?.unread ?? 0;
    const label = thread ?? t('everybody');
    return html`<option dir="auto" value=${all.indexOf(thread)} .selected=${thread === shown}>
      ${unread > 0 && thread !== shown ? `${label} (${String(unread)})` : label}
    </option>`;
  };
  const group = (label: string, names: readonly string[]): TemplateResult | typeof nothing =>
    names.length === 0 ? nothing : html`<optgroup label=${label}>${names.map(option)}</optgroup>`;
  return html`<label class="switch">
    <select
      part="switch"
      aria-label=${t('conversation')}
      @change=${(event: Event) => {
        open(all[Number((event.target as HTMLSelectElement).value)] ?? null);
      }}
    >
      ${option(null)}${group(t('privately'), talked)}${group(t('people'), others)}</select
    >${icon('chevron')}
  </label>`;
}
