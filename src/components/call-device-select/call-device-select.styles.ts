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
  select {
    inline-size: 100%;
    min-inline-size: 0;
    min-block-size: 44px;
    padding-inline: 12px;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_raised);
    color: inherit;
    font: inherit;
    text-overflow: ellipsis;
  }
  p {
    margin: 4px 0 0;
    color: var(--_muted);
    font-size: 0.875em;
  }
`;
