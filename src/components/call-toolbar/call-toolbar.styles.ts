import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    gap: 10px;
  }
  div {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: inherit;
    gap: inherit;
  }
  div > *,
  ::slotted(*) {
    max-inline-size: 100%;
  }
`;
