/** Mistakes among several devices of one person, and the cases that find them. */
import { describeClientMutants, hearing, saying, without } from '../../../../test/support/client-mutants.js';
import { DEVICE_CASES } from '../device-cases.js';

describeClientMutants('several devices', DEVICE_CASES, {
  'takes one device without a word to the others': [
    saying('call-select', () => []),
    ['client-devices/select'],
  ],
  'names another device than the one it takes': [
    saying('call-select', (message) => [{ ...message, sid: 'another' }]),
    ['client-devices/select'],
  ],
  'answers all devices of its peer': [
    { says: (message) => [without(message, 'toSid')] },
    ['client-devices/to-sid'],
  ],
  'does not mind which device hangs up': [
    hearing('hang-up', (message) => [without(message, 'sid')]),
    ['client-devices/other-device'],
  ],
  'rings on when another device has answered': [
    hearing('call-select', () => []),
    ['client-devices/answered-elsewhere'],
  ],
});
