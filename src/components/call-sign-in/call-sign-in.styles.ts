import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    min-inline-size: min(100%, 14rem);
    /* As far from the edge as the people of call-user-list, which mostly stand below. */
    padding: 10px 12px;
  }
  form,
  .me {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: center;
  }
  .me {
    gap: 8px 12px;
    border-radius: var(--_radius);
  }
  label {
    flex: 0 0 100%;
    color: var(--_muted);
    font-size: 0.867em;
  }
  input {
    flex: 1 1 9rem;
    inline-size: auto;
  }
  button {
    min-block-size: 44px;
    padding-inline: 14px;
    border-radius: var(--_radius);
  }
  [part='cancel-button'] {
    margin-inline-start: auto;
    background: none;
  }
  .names {
    display: grid;
    flex: 1 1 4rem;
    min-inline-size: 0;
  }
  .name {
    font-weight: 650;
  }
  small,
  p {
    margin: 0;
    color: var(--_muted);
    font-size: 0.867em;
  }
  p {
    flex: 0 0 100%;
    color: var(--_stop);
  }
  #waiting,
  .warn {
    color: var(--_warn);
  }
`;
