import { css } from 'lit';

export const styles = css`
  :host {
    display: inline-block;
    vertical-align: middle;
  }
  button {
    inline-size: 100%;
    min-inline-size: 64px;
  }
  .icon {
    inline-size: 1.6em;
    fill: currentColor;
    stroke: none;
  }
`;
