import { css } from 'lit';

export const styles = css`
  :host {
    display: inline-block;
    position: relative;
    min-inline-size: 5ch;
    min-block-size: 1lh;
    vertical-align: bottom;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
`;
