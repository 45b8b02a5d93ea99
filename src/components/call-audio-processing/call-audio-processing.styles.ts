import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
  }
  fieldset {
    min-inline-size: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend {
    margin-block-end: 2px;
    padding: 0;
    color: var(--_muted);
    font-size: 0.875em;
  }
  label {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 12px;
    min-block-size: 44px;
    cursor: pointer;
  }
  input {
    appearance: none;
    position: relative;
    flex: none;
    inline-size: 40px;
    block-size: 24px;
    margin: 0;
    border: 2px solid var(--_muted);
    border-radius: 99px;
    background: transparent;
    cursor: inherit;
    transition: background 0.15s ease-out;
  }
  input::before {
    content: '';
    position: absolute;
    inset-block-start: 50%;
    inset-inline-start: 3px;
    inline-size: 14px;
    block-size: 14px;
    border-radius: 50%;
    background: var(--_muted);
    translate: 0 -50%;
    transition: inset-inline-start 0.15s ease-out;
  }
  input:checked {
    border-color: var(--_accent);
    background: var(--_accent);
  }
  input:checked::before {
    inset-inline-start: 19px;
    background: var(--_on);
  }
  label:has([aria-disabled='true']) {
    color: var(--_muted);
    cursor: default;
  }
  [aria-disabled='true'] {
    opacity: 0.55;
  }
  @media (forced-colors: active) {
    input {
      forced-color-adjust: none;
      border-color: ButtonText;
      background: Canvas;
    }
    input::before {
      background: ButtonText;
    }
    input:checked {
      border-color: Highlight;
      background: Highlight;
    }
    input:checked::before {
      background: HighlightText;
    }
    [aria-disabled='true'] {
      border-color: GrayText;
      opacity: 1;
    }
  }
`;
