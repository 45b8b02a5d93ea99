import { css } from 'lit';

export const styles = css`
  :host {
    display: inline-block;
  }
  .bars {
    display: inline-flex;
    align-items: end;
    gap: 3px;
    block-size: 20px;
    --_bar: var(--_go);
  }
  :host(:state(fair)) .bars,
  :host(:state(poor)) .bars {
    --_bar: var(--_warn);
  }
  :host(:state(lost)) .bars {
    --_bar: var(--_stop);
  }
  i {
    inline-size: 5px;
    block-size: 25%;
    border: 1px solid currentColor;
    border-radius: 2px;
  }
  i:nth-child(2) {
    block-size: 50%;
  }
  i:nth-child(3) {
    block-size: 75%;
  }
  i:nth-child(4) {
    block-size: 100%;
  }
  .full {
    border-color: var(--_bar);
    background: var(--_bar);
  }
  [popover] {
    inline-size: max-content;
    max-inline-size: min(22rem, 100vw - 32px);
    max-block-size: calc(100dvb - 32px);
    overflow: auto;
    padding: 14px 16px;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: var(--_text);
    box-shadow: 0 8px 28px rgb(0 0 0 / 0.18);
  }
  /* Below the button and towards the middle of the page, where bars are mostly at its end; else wherever there is room. */
  @supports (position-area: block-end) {
    [popover] {
      position-area: block-end span-inline-start;
      position-try-fallbacks:
        flip-inline,
        flip-block,
        flip-block flip-inline,
        block-end,
        block-start;
      margin: 8px 0;
    }
  }
  p {
    margin: 0;
    font-weight: 560;
  }
  small {
    color: var(--_muted);
    font-size: inherit;
    font-weight: 400;
  }
  dl {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 4px 16px;
    margin: 10px 0 0;
  }
  dl > div {
    display: contents;
  }
  dt {
    color: var(--_muted);
  }
  dd {
    margin: 0;
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
  .safety {
    display: grid;
    gap: 2px;
    margin-block-start: 10px;
    padding-block-start: 10px;
    border-block-start: 1px solid var(--_line);
    color: var(--_muted);
    font-weight: 400;
  }
  b {
    color: var(--_text);
    font-weight: 560;
    font-variant-numeric: tabular-nums;
    text-align: start;
  }
  @media (forced-colors: active) {
    i {
      border-color: ButtonText;
    }
    .full {
      forced-color-adjust: none;
      border-color: ButtonText;
      background: ButtonText;
    }
  }
`;
