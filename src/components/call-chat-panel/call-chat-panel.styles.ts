import { css } from 'lit';

export const styles = css`
  :host {
    display: flex;
    flex-direction: column;
    gap: 8px;
    position: relative;
    inline-size: auto;
    min-inline-size: min(100%, 15rem);
    block-size: 30rem;
    min-block-size: 0;
    padding-block: 8px 10px;
  }
  .header {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 12px;
    min-block-size: 44px;
    padding-inline: 14px;
  }
  h2 {
    flex: none;
    margin: 0;
    font-size: 1.067em;
    font-weight: 650;
  }
  small {
    color: var(--_muted);
    font-size: 0.867em;
  }
  .switch {
    display: grid;
    align-items: center;
    min-inline-size: 0;
  }
  select {
    appearance: none;
    grid-area: 1 / 1;
    min-inline-size: 0;
    min-block-size: 44px;
    padding-inline: 14px 36px;
    border: 1px solid transparent;
    border-radius: 99px;
    background: var(--_raised);
    color: inherit;
    font: inherit;
    font-weight: 560;
    text-overflow: ellipsis;
    cursor: pointer;
  }
  option,
  optgroup {
    background: var(--_surface);
    color: var(--_text);
  }
  .switch .icon {
    grid-area: 1 / 1;
    justify-self: end;
    inline-size: 20px;
    margin-inline-end: 10px;
    pointer-events: none;
  }
  [part='unread-button'] {
    justify-content: flex-start;
    min-block-size: 44px;
    margin-inline: 10px;
    border-radius: var(--_radius);
    background: var(--_accent-soft);
    color: var(--_text);
  }
  [part='unread-button'] .icon {
    color: var(--_accent);
  }
  .log {
    flex: 1;
    min-block-size: 0;
    overflow: auto;
    overscroll-behavior: contain;
    padding: 4px 12px;
  }
  .log:focus-visible {
    outline-offset: -2px;
    border-radius: var(--_radius);
  }
  .messages {
    display: flex;
    flex-direction: column;
    justify-content: flex-end;
    min-block-size: 100%;
  }
  .empty {
    margin: auto;
    padding: 24px 16px;
    color: var(--_muted);
    text-align: center;
  }
  .empty .icon {
    display: block;
    inline-size: 32px;
    margin: 0 auto 8px;
    opacity: 0.7;
  }
  .day {
    margin-block: 14px 2px;
    color: var(--_muted);
    font-size: 0.867em;
    text-align: center;
  }
  .message {
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    max-inline-size: 85%;
    margin-block-start: 3px;
    /* Of hundreds only those in sight are laid out. */
    content-visibility: auto;
    contain-intrinsic-size: auto 200px auto 64px;
  }
  .first {
    margin-block-start: 12px;
  }
  .mine {
    align-items: flex-end;
    align-self: flex-end;
  }
  .author {
    --_avatar: 22px;
    display: flex;
    align-items: center;
    gap: 6px;
    max-inline-size: 100%;
    margin-block-end: 4px;
    font-size: 0.867em;
    font-weight: 560;
  }
  p {
    max-inline-size: 100%;
    margin: 0;
    padding: 8px 12px;
    border: 1px solid transparent;
    border-radius: 14px;
    background: var(--_raised);
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
  .first p {
    border-start-start-radius: 4px;
  }
  .mine p {
    background: var(--_accent);
    color: var(--_on);
  }
  .mine.first p {
    border-start-start-radius: 14px;
    border-start-end-radius: 4px;
  }
  a {
    color: var(--_accent);
  }
  .mine a {
    color: inherit;
  }
  .mine a:focus-visible {
    outline-color: currentColor;
    outline-offset: 1px;
  }
  .below {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    column-gap: 4px;
    padding: 3px 4px 0;
    color: var(--_muted);
    font-size: 0.8em;
    font-variant-numeric: tabular-nums;
  }
  .mine .below {
    justify-content: flex-end;
  }
  time + span::before {
    content: '· ';
  }
  .failed span {
    color: var(--_stop);
  }
  [part='retry-button'] {
    min-block-size: 44px;
    padding-inline: 8px;
    margin-block-start: -10px;
    background: none;
    color: var(--_accent);
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  [part='retry-button']:focus-visible {
    outline-offset: -4px;
  }
  [part='new-button'] {
    align-self: center;
    min-block-size: 44px;
    margin-block-start: -52px;
    box-shadow: 0 2px 10px rgb(0 0 0 / 25%);
  }
  form {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    align-items: end;
    margin-inline: 10px;
    border: 1px solid var(--_line);
    border-radius: 12px;
    background: var(--_raised);
  }
  form:focus-within {
    outline: 2px solid var(--_accent);
    outline-offset: -1px;
  }
  .grow {
    display: grid;
  }
  .grow::after,
  textarea {
    box-sizing: border-box;
    grid-area: 1 / 1;
    min-block-size: 48px;
    /* Five lines. */
    max-block-size: calc(7em + 26px);
    padding-block: 13px;
    padding-inline: 14px 4px;
    border: 0;
    font: inherit;
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
  .grow::after {
    content: attr(data-text) ' ';
    visibility: hidden;
  }
  textarea {
    appearance: none;
    resize: none;
    min-inline-size: 0;
    margin: 0;
    overflow: auto;
    background: none;
    color: inherit;
  }
  /* The whole field shows the focus. */
  textarea:focus-visible {
    outline: none;
  }
  /* Of the hint of an empty field one line is seen, however long the name in it; all of the field can be pressed. */
  textarea:placeholder-shown {
    overflow: hidden;
    mask: linear-gradient(#000 0 0) content-box;
  }
  textarea::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  [part='send-button'] {
    min-inline-size: 44px;
    min-block-size: 44px;
    margin: 2px;
    padding: 0;
    border-radius: 10px;
  }
  :host(:dir(rtl)) [part='send-button'] .icon {
    transform: scaleX(-1);
  }
  #hint {
    grid-column: 1 / -1;
    padding: 0 14px 8px;
  }
  #hint:empty {
    display: none;
  }
  @media (forced-colors: active) {
    p,
    select {
      border-color: CanvasText;
    }
    .avatar {
      border: 1px solid CanvasText;
    }
    .mine p {
      border-color: Highlight;
    }
    [part='new-button'] {
      background: Canvas;
    }
    [part='retry-button'] {
      border: 0;
    }
  }
`;
