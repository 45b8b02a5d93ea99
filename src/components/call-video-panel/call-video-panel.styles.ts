import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    inline-size: 100%;
    min-block-size: 22rem;
  }
  /* Not the host: what a page's own style sheet does to everything must not set the stage loose. */
  .frame {
    position: relative;
    container-type: inline-size;
    overflow: clip;
    block-size: 100%;
    min-block-size: inherit;
  }
  /* The ratio as a spacer, less where a window would not hold the controls: with aspect-ratio a height given by the page would change the width. */
  .frame::before {
    content: '';
    display: block;
    padding-block-start: min(56.25%, 70vh);
  }
  .stage {
    position: absolute;
    inset: 0;
    overflow: hidden;
    --_self: clamp(84px, 24cqi, 176px);
    border-radius: var(--call-stage-radius, 14px);
    background: radial-gradient(circle at 50% 25%, var(--_accent-soft), transparent 70%) var(--_surface);
  }
  .stage:focus-visible {
    outline-offset: -2px;
  }
  .idle {
    background: var(--_surface);
    color: var(--_muted);
  }
  .active,
  .reconnecting {
    background: var(--_stage);
    color: #fff;
  }
  .remote {
    position: absolute;
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
  }
  [hidden] {
    display: none;
  }
  .reconnecting .remote {
    filter: grayscale(0.6) brightness(0.6);
  }
  .center {
    position: absolute;
    inset: 0;
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: space-evenly;
    gap: 8px;
    padding: 20px 12px;
    text-align: center;
  }
  .outgoing .center,
  .connecting .center,
  .active .center,
  .reconnecting .center {
    padding-block-end: 92px;
  }
  /* As on a phone: the answers lie under the thumb. */
  @container (max-inline-size: 30rem) {
    .incoming .center {
      justify-content: space-between;
      padding-block-end: max(16px, 7cqi);
    }
  }
  .center.idle {
    justify-content: center;
    gap: 12px;
  }
  .center.idle > slot > .icon {
    inline-size: 40px;
    opacity: 0.7;
  }
  .person {
    display: grid;
    justify-items: center;
    gap: 4px;
    max-inline-size: 100%;
    --_avatar: clamp(88px, 24cqi, 124px);
  }
  .person strong {
    max-inline-size: 100%;
    font-size: 1.6em;
    font-weight: 650;
  }
  .words {
    color: var(--_muted);
    font-variant-numeric: tabular-nums;
    text-wrap: balance;
  }
  /* Clear of one's own picture, which lies beside them on a low stage. */
  :is(.outgoing, .connecting) .words {
    max-inline-size: calc(100cqi - 2 * var(--_self) - 32px);
  }
  .top {
    position: absolute;
    inset: 0 0 auto;
    display: flex;
    align-items: center;
    gap: 10px;
    padding: 12px 16px 28px;
    background: linear-gradient(rgb(0 0 0 / 0.6), transparent);
    color: #fff;
    font-size: 1.067em;
  }
  /* As large as a finger, and the row as low as without it. */
  ::slotted([slot='top']) {
    margin-block: -8px;
    margin-inline: auto -6px;
    color-scheme: dark;
    --call-control: rgb(15 18 23 / 0.75);
    --call-control-text: #fff;
  }
  .pill {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    flex: none;
    padding: 4px 12px;
    border-radius: 99px;
    background: rgb(15 18 23 / 0.75);
    font-size: 0.867rem;
    font-variant-numeric: tabular-nums;
  }
  .pill.warn {
    flex: 0 1 auto;
    color: #f0b54a;
  }
  .self {
    position: absolute;
    inline-size: var(--_self);
    min-inline-size: 0;
    aspect-ratio: 4 / 3;
    margin: 0;
    padding: 0;
    overflow: hidden;
    border: 2px solid rgb(255 255 255 / 0.7);
    border-radius: 12px;
    background: var(--_stage);
    cursor: grab;
    touch-action: none;
  }
  .start-block {
    inset-block-start: 56px;
  }
  .end-block {
    inset-block-end: 88px;
  }
  .start-inline {
    inset-inline-start: 14px;
  }
  .end-inline {
    inset-inline-end: 14px;
  }
  .self video {
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
  }
  .self .mirrored {
    transform: scaleX(-1);
  }
  .self span {
    position: absolute;
    inset-block-end: 6px;
    inset-inline-start: 6px;
    padding: 1px 9px;
    border-radius: 99px;
    background: rgb(15 18 23 / 0.75);
    color: #fff;
    font-size: 0.8rem;
    font-weight: 400;
  }
  .unblock {
    position: absolute;
    inset-block-start: 50%;
    inset-inline: 12px;
    inline-size: fit-content;
    max-inline-size: calc(100% - 24px);
    margin: -23px auto 0;
  }
  .controls {
    position: absolute;
    inset-block-end: 14px;
    inset-inline: 8px;
    justify-content: center;
    gap: 10px;
    inline-size: fit-content;
    max-inline-size: calc(100% - 16px);
    margin-inline: auto;
    padding: 8px;
    border-radius: 34px;
    background: rgb(15 18 23 / 0.85);
    --call-control: #2a3038;
    --call-control-text: #fff;
    --call-control-pressed: #fff;
    --call-control-pressed-text: #12161d;
  }
  /* Letters that are large for the stage: the row stays one as long as it can. */
  @container (max-inline-size: 18rem) {
    .controls {
      gap: 6px;
      --_pad: 3px;
    }
  }
  @media (hover: hover) {
    .active.picture:not(:hover, :focus-within) > :is(.controls, .top:not(.kept)) {
      opacity: 0;
      transition: opacity 0.2s ease-out 3s;
    }
  }
  @media (forced-colors: active) {
    .stage,
    .controls {
      border: 1px solid CanvasText;
    }
  }
`;
