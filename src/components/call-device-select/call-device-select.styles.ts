import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    min-inline-size: 0;
  }
  label {
    display: block;
    margin-block-end: 4px;
    color: var(--_muted);
    font-size: 0.875em;
  }
  .field {
    position: relative;
    display: block;
  }
  /* The arrow of browsers stands in the corner. */
  .field::after {
    content: '';
    position: absolute;
    inset-block-start: 50%;
    inset-inline-end: 16px;
    inline-size: 7px;
    block-size: 7px;
    border: solid var(--_muted);
    border-width: 0 1.8px 1.8px 0;
    translate: 0 -70%;
    rotate: 45deg;
    pointer-events: none;
  }
  select {
    appearance: none;
    inline-size: 100%;
    min-inline-size: 0;
    min-block-size: 44px;
    padding-inline: 12px 36px;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_raised);
    color: inherit;
    font: inherit;
    text-overflow: ellipsis;
    cursor: pointer;
  }
  option {
    background: var(--_surface);
    color: var(--_text);
  }
  p {
    margin: 4px 0 0;
    color: var(--_muted);
    font-size: 0.875em;
  }
`;
