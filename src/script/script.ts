/**
 * The entry of the script-tag file. It registers what a page shows before anybody signs in; the list and the views of a
 * call are files of their own, fetched at once where the page has such an element, and otherwise when the browser is idle, so that an
 * element inside any shadow root is defined in the end. Importing it is all there is to do.
 */
import '../components/call-provider/call-provider.define.js';
import '../components/call-sign-in/call-sign-in.define.js';
import '../components/call-status/call-status.define.js';
import { defineLater } from './define-later.js';

defineLater([
  {
    tags: [
      'call-video-panel',
      'call-user-list',
      'call-hangup-button',
      'call-mic-toggle',
      'call-camera-toggle',
      'call-timer',
      'call-notice',
      'call-button',
      'call-toolbar',
      'call-chat-panel',
    ],
    load: () => import('./call-views.js'),
  },
  { tags: ['call-incoming-dialog'], load: () => import('./incoming.js') },
  {
    tags: [
      'call-device-select',
      'call-audio-meter',
      'call-audio-processing',
      'call-flip-button',
      'call-settings-button',
    ],
    load: () => import('./devices.js'),
  },
  { tags: ['call-lobby'], load: () => import('./lobby.js') },
  { tags: ['call-quality'], load: () => import('./quality.js') },
  { tags: ['call-app'], load: () => import('./app.js') },
]);
