import { css } from 'lit';

export const styles = css`
  :host {
    display: inline-block;
    vertical-align: middle;
  }
  /* Far from the controls, which mostly lie at the foot of the page, and never between a finger and a button. */
  [popover] {
    inset: 16px 16px auto;
    inline-size: fit-content;
    max-inline-size: calc(100% - 32px);
    margin: 0 auto;
    padding: 10px 16px;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: var(--_text);
    box-shadow: 0 4px 24px rgb(0 0 0 / 0.25);
    pointer-events: none;
  }
`;
