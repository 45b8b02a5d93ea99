/** Mistakes in letting people in and with several devices of one: the parts in which the server is told who comes. */
import type { Fault, Link } from '../../../test/support/faulty-server.js';
import type { Heard } from '../../../test/support/fake-room.js';
import {
  type Setting,
  changes,
  describeMutants,
  hears,
  isError,
  isOf,
  says,
  without,
} from '../../../test/support/mutants.js';
import { ADMISSION_CASES } from '../cases/admission.js';
import { DEVICE_CASES } from '../cases/devices.js';
import { AdmissionError, type Authenticate } from '../../auth/identity.js';

/** Long enough to sign in on a busy machine. */
const LIFE_MS = 3_000;
const TOKENS = ['naomi', 'ruth', 'maya', 'sam'];

/** Whoever brings a token is its name; `brief` is somebody for a moment, from the first time on. */
function vouch(): Authenticate {
  let expiresAtMs: number | undefined;
  return ({ token = '' }) => {
    if (token === 'brief') {
      expiresAtMs ??= Date.now() + LIFE_MS;
      if (Date.now() > expiresAtMs) throw new AdmissionError('token-expired', 'Over.');
      return { subject: token, expiresAtMs };
    }
    if (!TOKENS.includes(token)) throw new AdmissionError('unauthorized', 'Nobody knows you.');
    return { subject: token };
  };
}

const tokenOf = ({ hello }: Heard): unknown => (hello as { readonly token?: unknown } | undefined)?.token;

const setting: Setting = {
  hub: () => ({ authenticate: vouch() }),
  suite: { tokens: TOKENS, expiringToken: 'brief' },
};

const isStranger = isError('unauthorized');
const STRANGERS = ['admission/no-token', 'admission/wrong-token', 'admission/legacy'];

/** Does something else where somebody who is in shows another token. */
const onNewer = (change: (message: Heard, link: Link) => readonly object[]) => (): Fault => {
  const known = new WeakSet<Link>();
  return says(
    (message) => message.type === 'username' && tokenOf(message) !== undefined,
    (message, link) => {
      if (known.has(link)) return change(message, link);
      known.add(link);
      return [message];
    },
  );
};

/** Whom nobody has let in is let in by a name that does for all. */
const letsIn = (which: (message: Heard) => boolean): Fault =>
  says(
    (message) => message.type === 'username' && which(message),
    (message) => [{ ...message, hello: { v: 1, token: 'sam' } }],
  );

describeMutants(
  'admission',
  ADMISSION_CASES,
  {
    'does not say that it is the end': [
      hears(isStranger, (message) => [without(message, 'fatal')]),
      STRANGERS,
    ],
    'lets a token that is none be an invalid request': [
      hears(isStranger, (message) => [{ ...message, code: 'bad-request' }]),
      [...STRANGERS, 'admission/renewed-wrong'],
    ],
    'lets in who brings no token': [
      letsIn((message) => message.hello !== undefined && tokenOf(message) === undefined),
      ['admission/no-token', 'admission/unheard'],
    ],
    'lets in who brings any token': [
      letsIn((message) => tokenOf(message) === 'nonsense'),
      ['admission/wrong-token', 'admission/renewed-wrong'],
    ],
    'passes on what somebody says who is not in': [
      says(
        ({ type, tag }) => type === 'x-conformance' && tag !== undefined,
        (message, link) => {
          for (const one of link.all) if (one !== link) one.tellClient({ ...message, name: 'stranger-' });
          return [message];
        },
      ),
      ['admission/unheard'],
    ],
    'throws out who brings a newer token': [
      onNewer((message, link) => {
        link.cut();
        return [message];
      }),
      ['admission/renewed', 'admission/renewed-wrong', 'admission/another-person'],
    ],
    'does not look at a newer token': [
      onNewer(() => []),
      ['admission/renewed-wrong', 'admission/another-person'],
    ],
    'throws out who brings a newer token that is none': [
      onNewer((message, link) => {
        if (tokenOf(message) === 'nonsense') link.cut();
        return [message];
      }),
      ['admission/renewed-wrong'],
    ],
    'does not say that a token has expired': [
      hears(isError('token-expired'), () => []),
      ['admission/expiry'],
    ],
  },
  setting,
);

/** Passes on to the first device of a name only. */
const forgetsOne = (type: string): Fault =>
  hears(
    (message, link) =>
      message.type === type &&
      message.toSid === undefined &&
      link.all.find(({ name }) => name === link.name) !== link,
    () => [],
  );

/** Of each name the first session is listed, to each client. */
const listsOnce = (): Fault => {
  const listed = new WeakMap<Link, Set<string>>();
  return changes('presence', (message, link) => {
    const names = listed.get(link) ?? new Set<string>();
    listed.set(link, names);
    const isNew = ({ name }: { readonly name: string }): boolean => !names.has(name) && !!names.add(name);
    const of = (key: 'full' | 'join'): object =>
      Array.isArray(message[key])
        ? { [key]: (message[key] as { readonly name: string }[]).filter(isNew) }
        : {};
    return { ...message, ...of('full'), ...of('join') };
  });
};

describeMutants(
  'devices',
  DEVICE_CASES,
  {
    'lists one device of a person': [listsOnce, ['devices/listed']],
    'rings on one device only': [
      forgetsOne('video-offer'),
      ['devices/all-ring', 'devices/sid', 'devices/falls-away'],
    ],
    'does not mind toSid': [
      says(
        ({ toSid }) => toSid !== undefined,
        (message) => [without(message, 'toSid')],
      ),
      ['devices/to-sid'],
    ],
    'says on no ringing which device it is from': [
      changes('call-ringing', (message) => without(message, 'sid')),
      ['devices/sid'],
    ],
    'overwrites the sid of call-select': [
      changes('call-select', (message) => ({ ...message, sid: 'x' })),
      ['devices/select'],
    ],
    'sends an own text back to one device only': [forgetsOne('message'), ['devices/own-texts']],
    'ends a call that still rings elsewhere': [
      says(isOf('hang-up'), (message, link) => {
        for (const one of link.all)
          if (one.name === message.target) one.tellClient({ ...without(message, 'id'), name: link.name });
        return [];
      }),
      ['devices/falls-away', 'devices/sid'],
    ],
  },
  setting,
);
