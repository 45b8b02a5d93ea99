/** The picture before anything has happened: nobody signed in, nobody here, no call. Data only. */
import { IDLE } from './call/call-state.js';
import { EMPTY_CHAT } from './chat/chat-state.js';
import type { Snapshot } from './snapshot.js';

const empty: Snapshot = {
  link: { status: 'offline' },
  self: { state: 'available' },
  users: [],
  call: IDLE,
  quality: null,
  diagnosis: null,
  missed: [],
  elsewhere: null,
  media: {
    stream: { id: 'none' },
    microphone: { status: 'off', on: true },
    camera: { status: 'off', on: true },
  },
  chat: EMPTY_CHAT,
};

export const EMPTY_SNAPSHOT: Snapshot = Object.freeze(empty);
