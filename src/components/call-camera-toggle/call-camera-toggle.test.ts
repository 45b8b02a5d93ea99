import { itTogglesADevice } from '../shared/device-toggle.contract.js';
import './call-camera-toggle.define.js';

describe('call-camera-toggle', () => {
  itTogglesADevice({
    tag: 'call-camera-toggle',
    kind: 'video',
    device: 'camera',
    off: { status: 'off', on: false },
    label: 'Turn camera off',
    russian: 'Выключить камеру',
  });
});
