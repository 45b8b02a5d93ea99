/**
 * The colours, sizes and letters of every element, and the few rules they all need. A page sets the public `--call-*`
 * properties anywhere above an element; inside, only the private `--_*` are read. Light and dark follow the page's
 * `color-scheme`.
 */
import { css, unsafeCSS } from 'lit';

/** Light and dark of each colour; the contrast of their pairs is tested. */
export const COLORS = {
  background: ['#f6f7f9', '#0d1015'],
  surface: ['#ffffff', '#151a21'],
  raised: ['#eef0f4', '#1e252f'],
  line: ['#dfe3ea', '#2a323e'],
  text: ['#12161d', '#eef1f6'],
  muted: ['#5b6472', '#9aa5b5'],
  accent: ['#3457d5', '#8ea6ff'],
  'accent-soft': ['#e6ebfd', '#202b4d'],
  go: ['#12824a', '#3ecf84'],
  stop: ['#c8322b', '#ff6b62'],
  warn: ['#9a6400', '#f0b54a'],
  on: ['#ffffff', '#0d1015'],
  stage: ['#0f1217', '#06080b'],
} as const;

const declarations = Object.entries(COLORS)
  .map(([name, [light, dark]]) => `--_${name}:var(--call-${name},light-dark(${light},${dark}));`)
  .join('');

export const tokens = css`
  :host {
    ${unsafeCSS(declarations)}
    --_radius: var(--call-radius, 10px);
    box-sizing: border-box;
    color: var(--_text);
    font-family: var(--call-font);
    font-size: var(--call-font-size, 0.9375rem);
    font-weight: 400;
    line-height: 1.4;
    text-align: start;
  }
  :host([hidden]) {
    display: none !important;
  }
  * {
    box-sizing: border-box;
  }
  .icon {
    inline-size: 1.35em;
    flex: none;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.8;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .cut {
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    /* The page's side, also for a name that runs the other way. */
    text-align: -webkit-match-parent;
    text-align: match-parent;
    white-space: nowrap;
  }
  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      animation: none !important;
      transition: none !important;
    }
  }
`;
