import { css } from 'lit';

export const styles = css`
  :host {
    display: flex;
    flex-direction: column;
    gap: 10px;
    min-inline-size: min(100%, 15rem);
    min-block-size: 0;
  }
  .header {
    display: flex;
    align-items: baseline;
    justify-content: space-between;
    gap: 8px;
    padding-inline: 12px;
  }
  h2 {
    margin: 0;
    font-size: 1.067em;
    font-weight: 650;
  }
  small,
  .state {
    color: var(--_muted);
    font-size: 0.867em;
  }
  .search {
    position: relative;
    display: block;
    margin-inline: 8px;
    color: var(--_muted);
  }
  .search .icon {
    position: absolute;
    inset-inline-start: 12px;
    inset-block-start: 13px;
    inline-size: 18px;
  }
  input {
    padding-inline-start: 38px;
    color: var(--_text);
  }
  .notice {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 10px;
    margin: 0 8px;
    padding: 10px 12px;
    border: 1px solid var(--_line);
    border-radius: 12px;
    background: var(--_raised);
    font-variant-numeric: tabular-nums;
  }
  .notice .icon {
    inline-size: 22px;
    color: var(--_warn);
  }
  .notice span {
    flex: 1 1 8em;
  }
  .notice button {
    min-block-size: 44px;
    color: var(--_accent);
    background: none;
  }
  .empty {
    margin: auto;
    padding: 24px 16px;
    color: var(--_muted);
    text-align: center;
    overflow-wrap: anywhere;
  }
  .empty .icon {
    display: block;
    inline-size: 32px;
    margin: 0 auto 8px;
    opacity: 0.7;
  }
  [role='grid'] {
    overflow: auto;
    flex: 1;
    padding: 2px 6px;
  }
  [role='row'] {
    display: flex;
    align-items: center;
    padding-inline: 6px;
    border-radius: 12px;
  }
  [role='row']:hover {
    background: var(--_raised);
  }
  [role='row'].current {
    background: var(--_accent-soft);
  }
  .who {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    column-gap: 12px;
    align-items: center;
    flex: 1;
    min-inline-size: 0;
    min-block-size: 56px;
    border-radius: 10px;
  }
  .who:focus-visible {
    outline-offset: -2px;
  }
  .face {
    position: relative;
    grid-row: span 2;
    display: flex;
  }
  .dot {
    position: absolute;
    inset-block-end: -1px;
    inset-inline-end: -1px;
    inline-size: 12px;
    aspect-ratio: 1;
    border: 2px solid var(--_surface);
    border-radius: 50%;
    background: var(--_go);
  }
  .busy,
  .in-call,
  .dnd {
    background: var(--_stop);
  }
  .away,
  .reconnecting {
    background: var(--_warn);
  }
  .name {
    align-self: end;
    font-weight: 650;
    line-height: 1.25;
  }
  .state {
    align-self: start;
    line-height: 1.25;
  }
  [role='row'] button {
    min-inline-size: 44px;
    min-block-size: 44px;
    padding: 0;
    background: none;
    color: var(--_muted);
  }
  [role='row'] button:hover {
    color: var(--_accent);
  }
  [role='row'] button:focus-visible {
    outline-offset: -3px;
  }
  @media (forced-colors: active) {
    .current {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
    .avatar {
      border: 1px solid CanvasText;
    }
    [role='row'] button {
      border: 0;
    }
  }
`;
