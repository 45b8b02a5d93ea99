/** The provider has no look of its own. */
import { css } from 'lit';

export const styles = css`
  :host {
    display: contents;
  }
`;
