/** What kind of message a frame is, told from its text without parsing it: good enough for figures, and cheap. */

export const FRAME_CLASSES = ['call', 'chat', 'presence', 'heartbeat', 'error', 'other'] as const;
export type FrameClass = (typeof FRAME_CLASSES)[number];

const TYPES: Readonly<Record<Exclude<FrameClass, 'other'>, readonly string[]>> = {
  // A session description may stand before the type of its message.
  call: ['video-offer', 'video-answer', 'new-ice-candidate', 'hang-up', 'offer', 'answer'],
  chat: ['message', 'ack'],
  presence: [
    'id',
    'username',
    'rejectusername',
    'session',
    'userlist',
    'presence',
    'peer-state',
    'state',
    'sync',
    'goodbye',
  ],
  heartbeat: ['ping', 'pong'],
  error: ['error'],
};

const CLASSES: ReadonlyMap<string, FrameClass> = new Map(
  Object.entries(TYPES).flatMap(([one, types]) => types.map((type) => [type, one as FrameClass] as const)),
);

/** Of the first `type` in the text. */
export function classOf(text: string): FrameClass {
  const [, type = ''] = /"type"\s*:\s*"([a-z-]{1,32})"/.exec(text) ?? [];
  return CLASSES.get(type) ?? (type.startsWith('call-') ? 'call' : 'other');
}

/** The code of an `error` as the relay writes it; undefined for every other frame. */
export function errorCodeOf(text: string): string | undefined {
  return /^\{"type":"error","code":"([a-z-]+)"/.exec(text)?.[1];
}
