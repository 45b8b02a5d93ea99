import { css } from 'lit';

export const styles = css`
  :host {
    display: flex;
    flex-direction: column;
    container-type: inline-size;
    inline-size: 100%;
    block-size: min(100dvb, 46rem);
    min-block-size: 26rem;
    overflow: hidden;
    border: 1px solid var(--_line);
    border-radius: var(--call-stage-radius, 14px);
    background: var(--_surface);
  }
  .app,
  .columns > * {
    display: flex;
    flex-direction: column;
    min-inline-size: 0;
    min-block-size: 0;
  }
  /* By flex, and not 100%: that would be nothing where the page has the height from a flex box or a least height. */
  .app {
    flex: 1;
  }
  .columns {
    display: flex;
    flex: 1;
    min-block-size: 0;
  }
  .columns > * {
    flex: 1;
    overflow: auto;
  }
  .columns > :focus {
    outline-offset: -2px;
  }
  .view-people :is(.call, .chat),
  .view-call :is(.people, .chat),
  .view-chat :is(.people, .call),
  .drawer {
    display: none;
  }
  .people {
    gap: 12px;
    padding: 12px 6px 10px;
  }
  .people > :is([name='sign-in'], [name='settings']) {
    display: block;
    order: 1;
  }
  .people > [name='settings'] {
    padding-inline: 6px;
  }
  .people > [name='sign-in'] {
    border-block-start: 1px solid var(--_line);
  }
  .people call-settings-button,
  .people call-settings-button::part(button) {
    inline-size: 100%;
  }
  .people call-settings-button::part(button) {
    justify-content: start;
    border-radius: var(--_radius);
    background: none;
    text-align: start;
    color: var(--_muted);
  }
  .call {
    padding: 8px;
  }
  call-user-list,
  call-video-panel,
  call-chat-panel {
    flex: 1;
    min-block-size: 0;
    min-inline-size: 0;
  }
  call-notice {
    margin: 10px 10px 0;
  }
  /* The notice above says it for all of them. */
  call-user-list::part(notice) {
    display: none;
  }

  /* Nobody signed in: the form is all there is. */
  .out .people {
    display: flex;
    justify-content: center;
  }
  .out :is(.call, .chat, call-user-list, slot[name='people']) {
    display: none;
  }
  .out .people > [name='sign-in'] {
    border: 0;
  }
  .out .people call-settings-button::part(button) {
    justify-content: center;
  }
  .mark {
    display: grid;
    flex: none;
    place-items: center;
    inline-size: 64px;
    block-size: 64px;
    margin-inline: auto;
    border-radius: 50%;
    background: var(--_accent-soft);
    color: var(--_accent);
    font-size: 1.4em;
  }
  .out call-sign-in {
    inline-size: min(100%, 24rem);
    margin-inline: auto;
    padding: 12px;
  }

  nav {
    display: flex;
    flex: none;
    justify-content: space-around;
    padding: 4px 8px;
    border-block-start: 1px solid var(--_line);
  }
  nav button {
    flex: 1;
    flex-direction: column;
    gap: 1px;
    min-block-size: 52px;
    max-inline-size: 120px;
    border-radius: var(--_radius);
    background: none;
    color: var(--_muted);
    font-size: 0.8em;
  }
  nav button[aria-current] {
    color: var(--_accent);
  }
  .sign {
    position: relative;
    display: flex;
    font-size: 1.25em;
  }
  .badge {
    position: absolute;
    inset-block-start: -6px;
    inset-inline-start: calc(100% - 6px);
    min-inline-size: 18px;
    padding: 0 5px;
    border-radius: 99px;
    background: var(--_accent);
    color: var(--_on);
    font-size: 0.69rem;
    line-height: 18px;
    text-align: center;
  }
  .badge.dot {
    inset-block-start: -2px;
    min-inline-size: 10px;
    block-size: 10px;
    padding: 0;
    border: 2px solid var(--_surface);
    background: var(--_go);
  }

  /* Clear of the tabs, which grow with the letters. */
  call-incoming-dialog {
    --call-card-lift: calc(40px + 1.6em);
  }
  @container (min-width: 480px) {
    call-incoming-dialog {
      --call-card-lift: 0px;
    }
    .in .call {
      display: flex;
      flex: 1;
    }
    .in .people,
    .in .chat {
      flex: none;
      inline-size: clamp(220px, 38cqi, 300px);
    }
    .in.side-people .people,
    .in.side-chat .chat {
      display: flex;
    }
    .in.side-people .chat,
    .in.side-chat .people {
      display: none;
    }
    .bottom {
      display: none;
    }
    .drawer {
      display: flex;
      justify-content: start;
      gap: 4px;
      border-block: 0 1px solid var(--_line);
    }
    .drawer button {
      flex: none;
      flex-direction: row;
      gap: 8px;
      min-block-size: 44px;
      font-size: 0.933em;
    }
    .in .people {
      border-inline-end: 1px solid var(--_line);
    }
    .in .chat {
      border-inline-start: 1px solid var(--_line);
    }
  }
  @container (min-width: 900px) {
    .in.side-people .chat,
    .in.side-chat .people {
      display: flex;
    }
    .drawer {
      display: none;
    }
    .in .people {
      inline-size: clamp(240px, 25cqi, 290px);
    }
    .in .chat {
      inline-size: clamp(260px, 29cqi, 340px);
    }
  }
  @media (forced-colors: active) {
    nav button[aria-current] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
    .badge {
      border: 1px solid CanvasText;
    }
  }
`;
