import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
  }
  /* The live region must be there before it speaks; out of the flow it takes no gap of a list or grid either. */
  :host(:state(empty)),
  :host(:state(inert)) {
    position: absolute;
  }
  section {
    display: flex;
    align-items: flex-start;
    gap: 10px;
    padding-block: 12px;
    padding-inline-start: 14px;
    border: 1px solid color-mix(in srgb, var(--_warn) 45%, var(--_surface));
    border-radius: 12px;
    background: color-mix(in srgb, var(--_warn) 9%, var(--_surface));
  }
  section + section {
    margin-block-start: 8px;
  }
  section > .icon {
    inline-size: 20px;
    margin-block-start: 1px;
    color: var(--_warn);
  }
  section > div {
    flex: 1;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  strong {
    font-weight: 650;
  }
  p {
    margin: 2px 0 0;
    font-variant-numeric: tabular-nums;
  }
  code {
    display: block;
    margin-block-start: 6px;
    padding: 6px 8px;
    border-radius: 8px;
    background: var(--_surface);
    font-size: 0.867em;
    text-align: start;
    user-select: all;
  }
  button {
    min-inline-size: 44px;
    min-block-size: 44px;
    padding: 0;
    border: 0;
    background: none;
    color: var(--_accent);
  }
  button:hover {
    text-decoration: underline;
  }
  /* As large as a finger, as tight as a line of text. */
  [part='retry-button'] {
    margin-block: -4px -12px;
  }
  [part='retry-button'][aria-disabled='true'] {
    background: none;
    text-decoration: none;
  }
  [part='close-button'] {
    flex: none;
    margin-block: -11px;
    color: var(--_muted);
  }
  @media (forced-colors: active) {
    [part='retry-button'] {
      text-decoration: underline;
    }
    section > .icon {
      color: CanvasText;
    }
  }
`;
