/** Descriptions that a browser takes, of a peer that will never be reached. Made up: keys and addresses are nobody's. */

const PORT = '9 UDP/TLS/RTP/SAVPF';
const FINGERPRINT = Array.from({ length: 32 }, (_, at) => (at * 7 + 16).toString(16).toUpperCase()).join(':');

const transport = (ufrag: string, mid: string, setup: string): readonly string[] => [
  'c=IN IP4 0.0.0.0',
  'a=rtcp:9 IN IP4 0.0.0.0',
  `a=ice-ufrag:${ufrag}`,
  'a=ice-pwd:thisisnobodyspassword00',
  'a=ice-options:trickle',
  `a=fingerprint:sha-256 ${FINGERPRINT}`,
  `a=setup:${setup}`,
  `a=mid:${mid}`,
  'a=sendrecv',
  `a=msid:stream track${mid}`,
  'a=rtcp-mux',
];

/** Sound and picture; `session` is the number in its `o=` line. */
const description = (session: number, setup: string): string =>
  [
    'v=0',
    `o=- ${String(session)} 2 IN IP4 127.0.0.1`,
    's=-',
    't=0 0',
    'a=group:BUNDLE 0 1',
    `m=audio ${PORT} 111`,
    ...transport('cxcx', '0', setup),
    'a=rtpmap:111 opus/48000/2',
    `m=video ${PORT} 96`,
    ...transport('cxcx', '1', setup),
    'a=rtcp-rsize',
    'a=rtpmap:96 VP8/90000',
    '',
  ].join('\r\n');

export const offerSdp = (session: number): { readonly type: 'offer'; readonly sdp: string } => ({
  type: 'offer',
  sdp: description(session, 'actpass'),
});
