/**
 * A person as initials on a colour that comes from the name, the same everywhere. Decoration only: the name itself
 * always stands beside it, so it is hidden from assistive technology.
 */
import { css, html, type CSSResult, type TemplateResult, unsafeCSS } from 'lit';

/** White on each of them has a contrast of at least 4.5:1. */
export const AVATAR_COLORS = [
  '#7b4fcf',
  '#0f7a74',
  '#ad5a2b',
  '#2a6cb0',
  '#a53b70',
  '#4a5b6c',
  '#5b57c7',
  '#9a3f3f',
] as const;

const segmenter = new Intl.Segmenter();

const firstOf = (word: string): string =>
  segmenter.segment(word)[Symbol.iterator]().next().value?.segment ?? '';

/** One letter of a single word, else that of the first and the last; what a reader takes for a letter stays whole. */
export function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '');
  const first = firstOf(words[0] ?? '').toLocaleUpperCase();
  return words.length > 1 ? first + firstOf(words.at(-1) ?? '') : first;
}

export function colorIndex(name: string): number {
  let hash = 0x811c9dc5; // FNV-1a
  for (let at = 0; at < name.length; at += 1) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  return (Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 18) % AVATAR_COLORS.length;
}

export const avatar = (name: string): TemplateResult =>
  html`<span class="avatar a${colorIndex(name)}" part="avatar" aria-hidden="true">${initials(name)}</span>`;

export const avatarStyles: CSSResult = css`
  .avatar {
    display: inline-grid;
    place-items: center;
    flex: none;
    inline-size: var(--_avatar, 38px);
    aspect-ratio: 1;
    border-radius: 50%;
    color: #fff;
    font-size: calc(var(--_avatar, 38px) * 0.36);
    font-weight: 650;
    line-height: 1;
  }
  ${unsafeCSS(AVATAR_COLORS.map((color, at) => `.a${at}{background:${color}}`).join(''))}
`;
