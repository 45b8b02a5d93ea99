import { itTogglesADevice } from '../shared/device-toggle.contract.js';
import './call-mic-toggle.define.js';

describe('call-mic-toggle', () => {
  itTogglesADevice({
    tag: 'call-mic-toggle',
    kind: 'audio',
    device: 'microphone',
    off: { status: 'muted', on: false },
    label: 'Mute microphone',
    russian: 'Выключить микрофон',
  });
});
