/** From what was met on the way to a path to why there is none: one row for each thing that can be in the way. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PathErrorCode } from '../errors.js';
import type { IceRefusal } from '../ports.js';
import { type Evidence, diagnose, kindsIn, namedServers } from './diagnosis.js';

const turn = (...codes: readonly number[]): readonly IceRefusal[] =>
  codes.map((code) => ({ server: 'turn', code }));
const named = (...urls: readonly string[]): Pick<Evidence, 'servers'> => ({
  servers: namedServers([{ urls }]),
});

/** Both here, both with a direct candidate, no server named. */
const PLAIN: Evidence = {
  isOffline: false,
  isOnline: true,
  isPeerHere: true,
  relayOnly: false,
  servers: namedServers([]),
  local: ['host/udp'],
  remote: ['host/udp', 'srflx/udp'],
  refusals: [],
  gathering: 'complete',
};

const UDP_TURN = named('turn:t.example:3478?transport=udp');
const ALL_TURN = named('turn:t.example', 'turn:t.example?transport=tcp', 'turns:t.example:443?transport=tcp');

const TABLE: readonly (readonly [what: string, evidence: Partial<Evidence>, code: PathErrorCode])[] = [
  ['the browser is offline', { isOffline: true, isPeerHere: false }, 'network-down'],
  ['the server is lost with the path', { isOnline: false, refusals: turn(401), ...UDP_TURN }, 'network-down'],
  ['the server does not hear the other one', { isPeerHere: false, ...UDP_TURN }, 'peer-unreachable'],
  ['no TURN server takes the credentials', { refusals: turn(401), ...UDP_TURN }, 'turn-auth'],
  ['they are forbidden', { refusals: turn(403), ...UDP_TURN }, 'turn-auth'],
  ['they are wrong', { refusals: turn(701, 441), ...UDP_TURN }, 'turn-auth'],
  ['a STUN server refuses', { refusals: [{ server: 'stun', code: 401 }] }, 'no-turn'],
  [
    'one TURN server refuses, another one relays',
    { local: ['host/udp', 'relay/udp'], refusals: turn(401), ...UDP_TURN },
    'no-path',
  ],
  ['the only TURN server is silent', { refusals: turn(701), ...UDP_TURN }, 'turn-unreachable'],
  ['it is silent, and the browser does not say so', { ...UDP_TURN }, 'turn-unreachable'],
  ['it is silent whatever way is tried', { refusals: turn(701), ...ALL_TURN }, 'turn-unreachable'],
  ['it has no room', { refusals: turn(486), ...UDP_TURN }, 'turn-unreachable'],
  [
    'it answers over TCP only',
    { local: ['host/udp', 'relay/tcp'], refusals: turn(701), ...ALL_TURN },
    'udp-blocked',
  ],
  [
    'it is only to be reached over TCP',
    { local: ['relay/tcp'], ...named('turn:t?transport=tcp') },
    'no-path',
  ],
  [
    'several servers are silent over UDP, and there is no other way to any',
    { refusals: turn(701), ...named('stun:s.example', 'turn:t.example') },
    'udp-blocked',
  ],
  [
    'several are silent, and the browser has not said so yet',
    { gathering: 'unanswered', ...named('stun:s.example', 'turn:t.example') },
    'udp-blocked',
  ],
  [
    'nothing is silent, and there is nothing but a direct way',
    { ...named('stun:s.example', 'stun:t.example') },
    'no-turn',
  ],
  [
    'one is silent, and another one may have been',
    { gathering: 'unanswered', ...named('turn:t.example', 'turn:t.example:3479') },
    'turn-unreachable',
  ],
  [
    'one is silent, and another one has no room',
    { refusals: turn(486), gathering: 'unanswered', ...named('turn:t.example', 'turn:u.example') },
    'turn-unreachable',
  ],
  [
    'one of several is silent',
    { local: ['host/udp', 'srflx/udp'], refusals: turn(701), ...named('stun:s.example', 'turn:t.example') },
    'turn-unreachable',
  ],
  ['nobody has named a TURN server', {}, 'no-turn'],
  ['no candidate is allowed at all', { local: [], remote: [] }, 'no-turn'],
  [
    'only TURN is allowed and none is named, whatever else is silent',
    { relayOnly: true, local: [], refusals: turn(701), ...named('stun:s.example', 'stun:t.example') },
    'no-turn',
  ],
  [
    'only TURN is allowed and none is named, however well the other one is reached',
    { relayOnly: true, local: [], remote: ['relay/udp'] },
    'no-turn',
  ],
  ['only TURN is allowed, and it is silent', { relayOnly: true, local: [], ...UDP_TURN }, 'turn-unreachable'],
  ['the other one has TURN', { remote: ['host/udp', 'relay/udp'] }, 'no-path'],
  ['TURN relays and still nothing comes', { local: ['host/udp', 'relay/udp'], ...UDP_TURN }, 'no-path'],
];

void describe('a call without a path', () => {
  for (const [what, evidence, code] of TABLE)
    void it(`because ${what}: ${code}`, () => {
      assert.equal(diagnose({ ...PLAIN, ...evidence }), code);
    });
});

void describe('the servers that are named', () => {
  void it('are told apart by how they are reached (RFC 7064, RFC 7065)', () => {
    const servers = namedServers([
      { urls: ['stun:s.example:3478', 'TURN:t.example?transport=UDP'] },
      { urls: 'turns:t.example:443' },
      { urls: 'turn:[2001:db8::1]:3478?transport=tcp' },
      { urls: 'nonsense' },
    ]);
    assert.deepEqual([[...servers.turn].sort(), servers.udpHosts], [['tcp', 'tls', 'udp'], 2]);
  });
});

void describe('the kinds of candidates', () => {
  void it('are read from a line and from a description, and nothing else is', () => {
    const line = 'candidate:1 1 UDP 2122 192.0.2.7 5000 typ srflx raddr 10.0.0.1 rport 5000 ufrag x';
    assert.deepEqual(kindsIn(line), ['srflx/udp']);
    const tcp = 'candidate:2 1 tcp 1518 10.0.0.1 9 typ host tcptype active';
    assert.deepEqual(kindsIn(`v=0\r\na=${line}\r\na=${tcp}\r\n`), ['srflx/udp', 'host/tcp']);
    assert.deepEqual(kindsIn('v=0'), []);
  });
});
