/**
 * How buttons look: round and quiet by default, `go`, `stop` and `accent` where colour means something. On a stage the
 * panel sets `--call-control*`, so that buttons put there by a page fit too.
 */
import { css } from 'lit';

export const buttonStyles = css`
  button {
    appearance: none;
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-inline-size: 46px;
    min-block-size: 46px;
    margin: 0;
    padding: 0 var(--_pad, 12px);
    border: 1px solid transparent;
    border-radius: 99px;
    background: var(--call-control, var(--_raised));
    color: var(--call-control-text, var(--_text));
    font: inherit;
    font-weight: 560;
    cursor: pointer;
    transition:
      background 0.15s ease-out,
      filter 0.15s ease-out;
  }
  button:hover {
    filter: brightness(1.08);
  }
  button[aria-pressed='true'] {
    background: var(--call-control-pressed, var(--_text));
    color: var(--call-control-pressed-text, var(--_surface));
  }
  .go {
    background: var(--_go);
    color: var(--_on);
  }
  .stop {
    background: var(--_stop);
    color: var(--_on);
  }
  .accent {
    background: var(--_accent);
    color: var(--_on);
  }
  button[aria-disabled='true'] {
    background: var(--call-control, var(--_raised));
    color: var(--call-control-text, var(--_muted));
    opacity: 0.55;
    cursor: default;
    filter: none;
  }
  @media (forced-colors: active) {
    button {
      border-color: ButtonText;
    }
    button[aria-pressed='true'] {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
    button[aria-disabled='true'] {
      border-color: GrayText;
      color: GrayText;
      opacity: 1;
    }
  }
`;
