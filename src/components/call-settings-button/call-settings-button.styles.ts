import { css } from 'lit';

export const styles = css`
  :host {
    display: inline-block;
    vertical-align: middle;
  }
  /* The colours of controls on a picture are not for what lies above it. */
  dialog {
    --call-control: initial;
    --call-control-text: initial;
    --call-control-pressed: initial;
    --call-control-pressed-text: initial;
    --_pad: initial;
    inline-size: min(27rem, 100vi - 32px);
    max-inline-size: none;
    max-block-size: calc(100dvb - 32px);
    margin: auto;
    padding: 0;
    overflow: auto;
    overscroll-behavior: contain;
    border: 1px solid var(--_line);
    border-radius: 20px;
    background: var(--_surface);
    box-shadow: 0 18px 60px rgb(0 0 0 / 0.35);
    color: inherit;
    text-align: start;
    white-space: normal;
    cursor: auto;
  }
  .lobby {
    inline-size: min(62rem, 100vi - 32px);
  }
  dialog::backdrop {
    background: rgb(8 10 14 / 0.5);
  }
  header {
    position: sticky;
    inset-block-start: 0;
    z-index: 2;
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
    padding-block: 10px 6px;
    padding-inline: 20px 10px;
    background: var(--_surface);
  }
  h2 {
    min-inline-size: 0;
    margin: 0;
    font-weight: 650;
    font-size: 1.2em;
    overflow-wrap: anywhere;
  }
  h2:focus {
    outline: none;
  }
  [part='close-button'] {
    flex: none;
    padding: 0;
    background: none;
  }
  .settings,
  call-lobby,
  p {
    margin: 0;
    padding: 6px 20px 20px;
  }
  p {
    color: var(--_muted);
  }
  .settings {
    display: grid;
    gap: 16px;
  }
  .microphone {
    display: grid;
    gap: 8px;
    min-inline-size: 0;
  }
  call-audio-meter:state(silent) {
    visibility: hidden;
  }
  /* A phone: it comes from below, where the thumb is. */
  @media (max-width: 480px) {
    dialog,
    .lobby {
      inline-size: 100%;
      max-block-size: calc(100dvb - 24px);
      margin-block-end: 0;
      padding-block-end: env(safe-area-inset-bottom);
      border-width: 1px 0 0;
      border-end-start-radius: 0;
      border-end-end-radius: 0;
    }
    header {
      padding-inline: 16px 6px;
    }
    .settings,
    call-lobby,
    p {
      padding-inline: 16px;
    }
  }
  @media (forced-colors: active) {
    dialog {
      border-color: CanvasText;
    }
  }
`;
