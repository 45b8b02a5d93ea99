import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    container-type: inline-size;
  }
  section {
    display: grid;
    gap: 24px;
    max-inline-size: 1120px;
    margin-inline: auto;
  }
  @container (min-inline-size: 680px) {
    section {
      grid-template-columns: minmax(0, 8fr) minmax(16rem, 5fr);
      align-items: start;
    }
  }
  .stage,
  .side {
    display: grid;
    gap: 16px;
    min-inline-size: 0;
  }
  .side {
    gap: 14px;
  }
  p,
  ul {
    margin: 0;
  }
  .picture {
    --call-control: rgb(255 255 255 / 0.16);
    --call-control-text: #fff;
    --call-control-pressed: #fff;
    --call-control-pressed-text: #12161d;
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
    aspect-ratio: 4 / 3;
    overflow: hidden;
    border: 1px solid transparent;
    border-radius: var(--call-stage-radius, 14px);
    background: var(--_stage);
    color: #eef1f6;
  }
  .picture > * {
    grid-area: 1 / 1;
  }
  video {
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
  }
  video[hidden] {
    display: none;
  }
  .mirrored {
    transform: scaleX(-1);
  }
  .empty {
    display: grid;
    place-content: center;
    justify-items: center;
    gap: 12px;
    /* Clear of the controls. */
    padding: 16px 16px 78px;
    text-align: center;
    text-wrap: balance;
    overflow-wrap: anywhere;
    /* It lies over the video, whose clicks are the page's. */
    pointer-events: none;
  }
  /* A live region must be there before it speaks; out of the flow it takes no gap. */
  [role='status']:empty,
  .troubles:not(:has(*)) {
    position: absolute;
  }
  .empty button {
    pointer-events: auto;
    padding-inline: 16px;
  }
  .foot {
    z-index: 1;
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto minmax(0, 1fr);
    align-items: center;
    align-self: end;
    gap: 8px;
    padding: 28px 14px 14px;
    background: linear-gradient(transparent, rgb(0 0 0 / 0.6));
  }
  .controls {
    display: flex;
    gap: 10px;
  }
  call-audio-meter {
    inline-size: 100%;
    max-inline-size: 96px;
    min-inline-size: 0;
    --call-line: rgb(255 255 255 / 0.22);
    --call-go: #3ecf84;
  }
  call-audio-meter:state(silent) {
    visibility: hidden;
  }
  /* The picture says why, once. */
  call-device-select:state(unnamed)::part(text) {
    display: none;
  }
  .troubles {
    display: grid;
    gap: 8px;
  }
  .trouble {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    align-items: center;
    gap: 12px;
    padding-block: 10px;
    padding-inline: 14px 10px;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_surface);
    overflow-wrap: anywhere;
  }
  .trouble .icon {
    color: var(--_warn);
  }
  .trouble strong {
    display: block;
    font-weight: 600;
  }
  @container (max-inline-size: 440px) {
    .trouble {
      grid-template-columns: auto minmax(0, 1fr);
    }
    .trouble button {
      grid-column: 2;
      justify-self: start;
    }
  }
  #obstacle {
    color: var(--_muted);
    text-align: center;
    overflow-wrap: anywhere;
  }
  .ready {
    inline-size: 100%;
    min-block-size: 50px;
    overflow-wrap: anywhere;
  }
  .tests {
    display: grid;
    gap: 8px;
    padding-block-start: 14px;
    border-block-start: 1px solid var(--_line);
  }
  .test button {
    justify-content: start;
    inline-size: 100%;
    min-block-size: 44px;
    border-radius: var(--_radius);
    text-align: start;
  }
  .test button > span:first-of-type {
    flex: 1;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  [aria-busy='true'] > .icon {
    animation: breathe 1s ease-in-out infinite alternate;
  }
  @keyframes breathe {
    to {
      opacity: 0.3;
    }
  }
  .mark {
    display: inline-flex;
  }
  .good > .icon,
  .good.mark {
    color: var(--_go);
  }
  .bad > .icon,
  .bad.mark {
    color: var(--_stop);
  }
  .outcome {
    display: grid;
    gap: 4px;
    color: var(--_muted);
    font-size: 0.9375em;
    overflow-wrap: anywhere;
  }
  .outcome:has(p) {
    padding: 6px 12px 4px;
  }
  ul {
    display: grid;
    gap: 2px;
    padding: 0;
    list-style: none;
  }
  li {
    display: flex;
    gap: 8px;
  }
  li .icon {
    block-size: 1.35em;
  }
  @media (forced-colors: active) {
    .picture {
      border-color: CanvasText;
    }
    .foot {
      background: none;
    }
  }
`;
