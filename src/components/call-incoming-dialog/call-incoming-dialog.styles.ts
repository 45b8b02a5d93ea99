import { css } from 'lit';

export const styles = css`
  /* Out of the page's flow, and of its gaps: what it shows stands above the page. */
  :host {
    display: block;
    position: absolute;
  }
  .who:focus {
    outline: none;
  }
  strong {
    max-inline-size: 100%;
    font-weight: 650;
  }
  .words {
    max-inline-size: 100%;
    color: var(--_muted);
  }

  dialog {
    inline-size: min(22.5rem, 100vi - 32px);
    max-block-size: calc(100dvb - 32px);
    margin: auto;
    padding: 0;
    overflow: auto;
    border: 1px solid var(--_line);
    border-radius: 24px;
    background:
      radial-gradient(circle at 50% 20%, var(--_accent-soft), transparent 70%) fixed,
      var(--_surface);
    box-shadow: 0 18px 60px rgb(0 0 0 / 0.35);
    color: inherit;
  }
  dialog[open] {
    display: flex;
    flex-direction: column;
    justify-content: space-between;
    gap: 28px;
    padding: 12px 16px 24px;
  }
  dialog::backdrop {
    background: rgb(8 10 14 / 0.5);
  }
  dialog > .who {
    display: grid;
    justify-items: center;
    gap: 4px;
    min-inline-size: 0;
    text-align: center;
    --_avatar: 112px;
  }
  dialog > .who > strong {
    font-size: 1.6em;
  }
  /* A long name has the room that there is. */
  dialog > :not(.small) > strong {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
    overflow-wrap: anywhere;
    text-align: center;
    text-wrap: balance;
    white-space: normal;
  }
  dialog > .small {
    grid-template-columns: auto 1fr;
    justify-items: start;
    column-gap: 12px;
    padding: 8px 4px 0;
    text-align: start;
    --_avatar: 46px;
  }
  dialog > .small > .avatar {
    grid-row: span 2;
  }
  dialog > .small > strong {
    align-self: end;
    font-size: 1.15em;
  }
  .answers,
  .replies {
    display: grid;
    gap: 20px;
  }
  .replies {
    gap: 8px;
  }
  .reply {
    justify-self: center;
    background: var(--_accent-soft);
    color: var(--_accent);
  }
  .phrase {
    justify-content: start;
    block-size: auto;
    padding-block: 8px;
    border-radius: 14px;
    font-weight: 400;
    text-align: start;
  }
  form {
    display: flex;
    gap: 8px;
    min-inline-size: 0;
  }
  form > input {
    border-radius: 99px;
    padding-inline: 16px;
  }
  form > button {
    flex: none;
  }

  .card {
    position: fixed;
    inset: auto;
    inset-block-end: calc(16px + var(--call-card-lift, 0px));
    inset-inline-end: 16px;
    z-index: 2147483646;
    inline-size: min(21rem, 100vi - 32px);
    max-block-size: calc(100dvb - 32px);
    margin: 0;
    padding: 12px;
    overflow: auto;
    border: 1px solid var(--_line);
    border-radius: 16px;
    background: var(--_surface);
    box-shadow: 0 8px 32px rgb(0 0 0 / 0.25);
    color: inherit;
  }
  .card:not([hidden]) {
    display: grid;
    gap: 10px;
  }
  .title {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
    margin-block: -6px;
    font-weight: 560;
  }
  .title > button {
    flex: none;
    margin-inline-end: -6px;
    padding: 0;
    background: none;
  }
  .line {
    display: flex;
    align-items: center;
    gap: 10px;
    min-inline-size: 0;
  }
  .line > button {
    flex: none;
  }
  .names {
    display: grid;
    flex: 1;
    min-inline-size: 0;
  }
  .line strong {
    font-weight: 560;
  }
  .card .actions {
    flex-wrap: nowrap;
  }
  .card .action {
    flex: 1;
    min-inline-size: 0;
  }
  .card .round {
    inline-size: 44px;
    font-size: 1em;
  }

  /* A phone: the question is all there is, and its answers lie under the thumb. */
  @media (max-width: 480px) {
    dialog {
      inline-size: 100%;
      block-size: 100%;
      max-inline-size: none;
      max-block-size: none;
      border: 0;
      border-radius: 0;
    }
    dialog[open] {
      padding: max(4vb, env(safe-area-inset-top)) 16px max(24px, env(safe-area-inset-bottom));
    }
    dialog > .small {
      margin-block-end: auto;
    }
    .card {
      inset-inline: 8px;
      inset-block-end: calc(max(8px, env(safe-area-inset-bottom)) + var(--call-card-lift, 0px));
      inline-size: auto;
    }
  }
  /* Zoomed in, or a phone on its side: the answers come before the face. */
  @media (max-height: 480px) {
    dialog[open] {
      gap: 12px;
      padding-block: 8px 12px;
    }
    dialog > .who {
      --_avatar: 56px;
    }
    .halo {
      margin: 14px;
    }
    .pulse {
      box-shadow: 0 0 0 8px color-mix(in srgb, var(--_accent) 20%, transparent);
      animation: none;
    }
    .answers {
      gap: 8px;
    }
  }
  @media (max-height: 320px) {
    .halo {
      display: none;
    }
  }
  @media (forced-colors: active) {
    dialog,
    .card {
      border: 1px solid CanvasText;
    }
  }
`;
