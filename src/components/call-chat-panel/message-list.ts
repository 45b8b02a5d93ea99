/**
 * The messages of a conversation, drawn anew only where something changed: a keystroke, a new face or one more message must
 * not go through hundreds of them.
 */
import { guard } from 'lit/directives/guard.js';
import type { ChatMessage } from '../../core/chat/chat-state.js';
import { dayOf, dayWords, timeWords } from '../shared/dates.js';
import { keyed } from '../shared/keyed.js';
import { toRows } from './chat-rows.js';
import { type MessageScene, messageView } from './message-view.js';

export interface ListScene extends MessageScene {
  readonly lang: string;
  readonly nowMs: number;
}

export function messageList(messages: readonly ChatMessage[], scene: ListScene): unknown {
  const { lang, nowMs, t, isPrivate } = scene;
  const words = {
    time: (ms: number) => timeWords(lang, ms),
    day: (ms: number) => dayWords(lang, ms, nowMs),
    dayKey: dayOf,
  };
  // The words stand for all others, which come with a language or a page's own wording.
  const look = [
    isPrivate,
    lang,
    dayOf(nowMs),
    t('you'),
    t('sending'),
    t('sent'),
    t('tryAgain'),
    t('delivered'),
    t('notDelivered'),
  ];
  return guard([messages, ...look], () =>
    keyed(
      toRows(messages, words),
      ({ message }) => message.mid,
      (row) => guard([...look, ...(Object.values(row) as unknown[])], () => messageView(row, scene)),
    ),
  );
}
