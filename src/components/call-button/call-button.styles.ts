import { css } from 'lit';

export const styles = css`
  :host {
    display: inline-block;
    position: relative;
    max-inline-size: 100%;
    vertical-align: middle;
  }
  button {
    gap: 12px;
    max-inline-size: 100%;
    min-block-size: 52px;
    padding-block: 6px;
    padding-inline: 18px 22px;
    text-align: start;
  }
  .words {
    display: grid;
    min-inline-size: 0;
    line-height: 1.25;
  }
  small {
    font-size: 0.8em;
    font-weight: 400;
    overflow-wrap: anywhere;
  }
  .stop .icon {
    inline-size: 1.6em;
    fill: currentColor;
    stroke: none;
  }
  /* The reason must be read, so it is not faded. */
  button[aria-disabled='true'] {
    background: var(--_raised);
    color: var(--_muted);
    opacity: 1;
  }
`;
