import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    min-inline-size: 48px;
  }
  [role='meter'] {
    block-size: 8px;
    overflow: hidden;
    border: 1px solid transparent;
    border-radius: 99px;
    background: var(--_line);
  }
  .bar {
    inline-size: 0;
    block-size: 100%;
    background: var(--_go);
  }
  @media (forced-colors: active) {
    [role='meter'] {
      border-color: CanvasText;
    }
    .bar {
      forced-color-adjust: none;
      background: Highlight;
    }
  }
`;
