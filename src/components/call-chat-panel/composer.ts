/**
 * The text a person is writing, one for each conversation: kept while another one is shown, and until what was sent has
 * appeared among the messages, so that no veto, error or lost page code ever loses a word. It sends nothing itself.
 */
import type { ReactiveController, ReactiveElement } from 'lit';
import { type ChatMessage, threadOf } from '../../core/chat/chat-state.js';

export type Thread = string | null;

export interface ComposerHost {
  /** The conversation that is shown. */
  thread(): Thread;
  messages(): readonly ChatMessage[];
  field(): HTMLTextAreaElement | null;
  /** Whether what is written may be sent now. */
  canSend(): boolean;
  send(text: string, thread: Thread): void;
}

/** What was sent last and has not appeared yet, and what was there before. */
interface Awaited {
  readonly thread: Thread;
  readonly text: string;
  readonly known: ReadonlySet<string>;
}

export class Composer implements ReactiveController {
  readonly #host: ReactiveElement;
  readonly #ports: ComposerHost;
  readonly #drafts = new Map<Thread, string>();
  #awaited: Awaited | undefined;

  constructor(host: ReactiveElement, ports: ComposerHost) {
    this.#host = host;
    this.#ports = ports;
    host.addController(this);
  }

  /** What is written in the conversation that is shown. */
  get draft(): string {
    return this.#drafts.get(this.#ports.thread()) ?? '';
  }

  /** What would be sent. */
  get text(): string {
    return this.draft.trim();
  }

  /** Nobody has written anything: whoever comes next may be another. */
  clear(): void {
    this.#drafts.clear();
    this.#awaited = undefined;
  }

  hostUpdate(): void {
    const sent = this.#awaited;
    if (!sent || !this.#ports.messages().some((message) => isThat(message, sent))) return;
    this.#awaited = undefined;
    // What was written on meanwhile stays.
    if (this.#drafts.get(sent.thread)?.trim() === sent.text) this.#drafts.delete(sent.thread);
  }

  hostUpdated(): void {
    const field = this.#ports.field();
    if (!field) return;
    // Setting it, even to the same, would disturb an input method in the middle of a word.
    if (field.value !== this.draft) field.value = this.draft;
    this.#grow(field);
  }

  readonly handleInput = (event: Event): void => {
    this.#drafts.set(this.#ports.thread(), (event.target as HTMLTextAreaElement).value);
    this.#host.requestUpdate();
  };

  /** Enter sends, with Shift it is a new line; and in an input method it only ends the word. */
  readonly handleKeydown = (event: KeyboardEvent): void => {
    // Safari ends the composition before it tells the key, which then has this code (WebKit bug 165004).
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing else tells there
    const isComposing = event.isComposing || event.keyCode === 229;
    if (event.key !== 'Enter' || event.shiftKey || isComposing) return;
    event.preventDefault();
    this.submit();
  };

  readonly handleSubmit = (event: Event): void => {
    event.preventDefault();
    this.submit();
    this.#ports.field()?.focus();
  };

  submit(): void {
    const { text } = this;
    if (text === '' || !this.#ports.canSend()) return;
    const thread = this.#ports.thread();
    this.#awaited = { thread, text, known: new Set(this.#ports.messages().map(({ mid }) => mid)) };
    this.#ports.send(text, thread);
  }

  /** A copy of the text behind the field makes both as high as the text needs, without a style attribute. */
  #grow(field: HTMLTextAreaElement): void {
    const { parentElement } = field;
    if (parentElement) parentElement.dataset.text = field.value;
  }
}

const isThat = (message: ChatMessage, { thread, text, known }: Awaited): boolean =>
  message.mine && message.text === text && threadOf(message) === thread && !known.has(message.mid);
