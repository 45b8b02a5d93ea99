/** The classes, events and types of call-elements, without registering anything: `call-elements/define` does that. */
export { CallProvider } from './components/call-provider/call-provider.js';
export { CallApp } from './components/call-app/call-app.js';
export { CallAudioMeter } from './components/call-audio-meter/call-audio-meter.js';
export { CallAudioProcessing } from './components/call-audio-processing/call-audio-processing.js';
export { CallButton } from './components/call-button/call-button.js';
export { CallCameraToggle } from './components/call-camera-toggle/call-camera-toggle.js';
export { CallChatPanel } from './components/call-chat-panel/call-chat-panel.js';
export { CallDeviceSelect } from './components/call-device-select/call-device-select.js';
export { CallFlipButton } from './components/call-flip-button/call-flip-button.js';
export { CallHangupButton } from './components/call-hangup-button/call-hangup-button.js';
export { CallIncomingDialog } from './components/call-incoming-dialog/call-incoming-dialog.js';
export { CallLobby } from './components/call-lobby/call-lobby.js';
export { CallMicToggle } from './components/call-mic-toggle/call-mic-toggle.js';
export { CallNotice } from './components/call-notice/call-notice.js';
export { CallQuality } from './components/call-quality/call-quality.js';
export { CallSettingsButton } from './components/call-settings-button/call-settings-button.js';
export { CallSignIn } from './components/call-sign-in/call-sign-in.js';
export { CallStatus } from './components/call-status/call-status.js';
export { CallTimer } from './components/call-timer/call-timer.js';
export { CallToolbar } from './components/call-toolbar/call-toolbar.js';
export { CallUserList } from './components/call-user-list/call-user-list.js';
export { CallVideoPanel } from './components/call-video-panel/call-video-panel.js';

export {
  type BrowserController,
  type BrowserOptions,
  type Constraints,
  createController,
  toMediaStream,
} from './browser/create-controller.js';
export { startAlerts } from './start-alerts.js';
export type { AlertHooks, AlertOptions, AlertWord, RunningAlerts } from './browser/start-alerts.js';
export type * from './core/index.js';
export { CallError } from './core/errors.js';
export { createSignal } from './core/link/own-signal.js';

export * from './events/facts.js';
export { CallRequest } from './events/request-base.js';
export * from './events/requests.js';

export { type CallContext, callContext, type ContextHolder, PROVIDER_READY } from './context/call-context.js';
export { type CallHost, CallSelector } from './context/call-selector.js';
export { registerLocale } from './i18n/locales.js';
export type { TermKey, Terms } from './i18n/terms.js';
