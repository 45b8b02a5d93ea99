/** How text fields look: the raised surface, a line that shows in forced colours too, and the accent on focus. */
import { css } from 'lit';

export const fieldStyles = css`
  input {
    appearance: none;
    inline-size: 100%;
    min-inline-size: 0;
    min-block-size: 44px;
    margin: 0;
    padding: 0 12px;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_raised);
    color: inherit;
    font: inherit;
  }
  input::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  input:focus-visible {
    outline-offset: 0;
  }
  input[aria-invalid='true'] {
    border-color: var(--_stop);
  }
`;
