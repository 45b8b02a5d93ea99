/** How the three checks look: a button for each, and under it what came of it. It decides nothing. */
import { html, nothing, type TemplateResult } from 'lit';
import type { RtcConfiguration } from '../../browser/devices/rtc-configuration.js';
import { drawIcon, icon } from '../shared/icons.js';
import type { Translate } from '../shared/terms-controller.js';
import type { CheckName, CheckStatus, LobbyChecks } from './lobby-checks.js';
import { LOBBY_ICONS } from './lobby-icons.js';
import { type LobbyKey, networkVerdict, type PathLook, pathRows } from './lobby-words.js';

export interface ChecksView {
  readonly t: Translate<LobbyKey>;
  readonly checks: LobbyChecks;
  readonly isOnline: boolean;
  /** As it is when it is asked for: a page may name servers at any time. */
  readonly configuration: () => RtcConfiguration;
  /** Camera or microphone; undefined: neither is open. */
  readonly local: MediaStream | undefined;
}

export const checksView = (view: ChecksView): TemplateResult =>
  html`<div part="tests" class="tests" role="group" aria-label=${view.t('tests')}>
    ${speakerCheck(view)} ${networkCheck(view)} ${callCheck(view)}
  </div>`;

interface CheckLook {
  readonly name: CheckName;
  readonly icon: TemplateResult;
  readonly label: string;
  readonly status: CheckStatus;
  /** Why it cannot be tried now. */
  readonly reason?: string;
  readonly press: () => void;
}

const check = (look: CheckLook, outcome: TemplateResult | typeof nothing): TemplateResult =>
  html`<div class="test">
    <button
      type="button"
      part="test-button"
      name=${look.name}
      aria-disabled=${look.reason !== undefined}
      aria-busy=${look.status === 'running'}
      title=${look.reason ?? nothing}
      @click=${look.reason === undefined ? look.press : undefined}
    >
      ${look.icon}<span>${look.label}</span>
      ${look.status === 'done' ? html`<span class="mark good">${drawIcon(LOBBY_ICONS.good)}</span>` : nothing}
      ${look.status === 'failed' ? html`<span class="mark bad">${drawIcon(LOBBY_ICONS.bad)}</span>` : nothing}
    </button>
    <div part="text" class="outcome" role="status">${outcome}</div>
  </div>`;

function speakerCheck({ t, checks }: ChecksView): TemplateResult {
  const status = checks.status('speaker');
  const words = {
    idle: undefined,
    running: 'speakerPlays',
    done: 'speakerPlayed',
    failed: 'speakerFails',
  } as const;
  const key = words[status];
  return check(
    {
      name: 'speaker',
      icon: icon('sound'),
      label: t('testSpeaker'),
      status,
      press: () => {
        checks.playSound();
      },
    },
    key ? html`<p>${t(key)}</p>` : nothing,
  );
}

/** What is not known yet has no mark. */
const MARKS: Readonly<Record<PathLook, CheckStatus>> = { good: 'done', bad: 'failed', none: 'idle' };

function networkCheck({ t, checks, isOnline, configuration }: ChecksView): TemplateResult {
  const { report } = checks;
  const status = checks.status('network');
  const needsRelay = configuration().iceTransportPolicy === 'relay';
  const [verdict, look] = report
    ? networkVerdict(report, { needsRelay, isOnline })
    : (['networkNone', 'bad'] as const);
  const outcome = report
    ? html`<p>${t(verdict)}</p>
        <ul>
          ${pathRows(report, isOnline).map(
            ({ name, state, look }) =>
              html`<li class=${look}>${drawIcon(LOBBY_ICONS[look])}<span>${t(name)}: ${t(state)}</span></li>`,
          )}
        </ul>`
    : html`<p>${status === 'running' ? t('checking') : status === 'failed' ? t(verdict) : ''}</p>`;
  return check(
    {
      name: 'network',
      icon: drawIcon(LOBBY_ICONS.network),
      label: t('checkNetwork'),
      status: status === 'done' ? MARKS[look] : status,
      press: () => {
        checks.checkNetwork(configuration());
      },
    },
    status === 'idle' ? nothing : outcome,
  );
}

function callCheck({ t, checks, configuration, local }: ChecksView): TemplateResult {
  const status = checks.status('call');
  const isRunning = status === 'running';
  const words = callWords(t, checks);
  const isSilent = checks.testCall?.status === 'done' && checks.testCall.isSilent === true;
  return check(
    {
      name: 'call',
      icon: icon(isRunning ? 'hangUp' : 'phone'),
      label: t(isRunning ? 'testCallEnd' : 'testCall'),
      status: status === 'done' && isSilent ? 'failed' : status,
      ...(local || isRunning ? {} : { reason: t('testNeedsDevices') }),
      press: () => {
        if (isRunning) checks.stop('call');
        else if (local) checks.callOneself(local, configuration());
      },
    },
    words.length > 0 ? html`${words.map((text) => html`<p>${text}</p>`)}` : nothing,
  );
}

function callWords(t: Translate<LobbyKey>, checks: LobbyChecks): readonly string[] {
  if (checks.status('call') === 'failed') return [t(checks.isUnheard ? 'testUnheard' : 'testFails')];
  const state = checks.testCall;
  switch (state?.status) {
    case 'connecting':
      return [t('testConnects')];
    case 'recording':
      return [t('testRecords', { seconds: state.lengthMs / 1000 })];
    case 'playing':
      return [t('testPlays')];
    case 'done':
      return [
        ...(state.isSilent ? [t('testSilent')] : []),
        t(state.isRelayed ? 'testWorksRelayed' : 'testWorks', {
          ms: Math.max(1, Math.round(state.roundTripMs)),
        }),
      ];
    default:
      return [];
  }
}
