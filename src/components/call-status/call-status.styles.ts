import { css } from 'lit';

export const styles = css`
  :host {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    max-inline-size: 100%;
    color: var(--_muted);
    --_dot: var(--_muted);
  }
  .dot {
    flex: none;
    inline-size: 9px;
    aspect-ratio: 1;
    border-radius: 50%;
    background: var(--_dot);
  }
  .online,
  .active {
    --_dot: var(--_go);
  }
  .waiting,
  .connecting,
  .reconnecting {
    --_dot: var(--_warn);
  }
  .refused {
    --_dot: var(--_stop);
  }
  time {
    font-variant-numeric: tabular-nums;
  }
  @media (forced-colors: active) {
    .dot {
      background: CanvasText;
    }
  }
`;
