import { css } from 'lit';

export const styles = css`
  :host {
    display: inline-block;
    vertical-align: middle;
  }
  :host(:state(single)) {
    display: none;
  }
`;
