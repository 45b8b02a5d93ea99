/**
 * Shows one notification at a time, or none. Through the page's service worker where that has our lines in it
 * (docs/ringing.md): then it has buttons, and a click comes back as a message. Else as a plain one, whose click brings
 * the page to the front. It asks for the permission only when told to, and shows nothing without it.
 */
const HELLO = 'call-elements/1';

export interface Note {
  /** A note replaces the one with the same tag. */
  readonly tag: string;
  readonly title: string;
  /** It is about a call that can be answered: the words of its buttons. */
  readonly ring?: { readonly answer: string; readonly decline: string };
  /** Something else is heard already. */
  readonly silent: boolean;
}

export type NoteAction = 'answer' | 'decline';

/** TypeScript's DOM types have left `actions` out of what a worker may show. */
type WorkerNotificationOptions = NotificationOptions & {
  readonly actions: readonly { readonly action: NoteAction; readonly title: string }[];
};

/** Undefined on insecure pages, and on iOS but for apps on the home screen. */
const api = (): typeof Notification | undefined =>
  (window as { readonly Notification?: typeof Notification }).Notification;

const workers = (): ServiceWorkerContainer | undefined =>
  (navigator as { readonly serviceWorker?: ServiceWorkerContainer }).serviceWorker;

/** Each browser counts others: that a finger comes down is none to Firefox and Safari, and Escape is none anywhere. */
const isGesture = (): boolean =>
  (navigator as { readonly userActivation?: UserActivation }).userActivation?.isActive !== false;

export class Notifier {
  readonly #act: (action: NoteAction, tag: string) => void;
  readonly #over = new AbortController();
  #worker: { readonly registration: ServiceWorkerRegistration; readonly client: string } | undefined;
  #isAsked = false;
  #note: Note | null = null;
  #plain: Notification | undefined;
  /** One after the other, or an older note would come over a newer one. */
  #last: Promise<void> = Promise.resolve();

  constructor(act: (action: NoteAction, tag: string) => void) {
    this.#act = act;
    workers()?.addEventListener('message', this.#handleMessage, { signal: this.#over.signal });
    void workers()?.ready.then(
      (registration) => {
        this.#greet(registration);
      },
      () => undefined,
    );
  }

  /** Must be called within a gesture; where the browser counts none, the next call asks. Asks once in the life of a page. */
  ask(): void {
    const notification = api();
    if (this.#isAsked || notification?.permission !== 'default' || !isGesture()) return;
    this.#isAsked = true;
    notification.requestPermission().catch(() => undefined);
  }

  show(note: Note | null): void {
    if (note?.tag === this.#note?.tag && note?.title === this.#note?.title) return;
    const before = this.#note;
    this.#note = note;
    const isReplaced = before?.tag === note?.tag;
    if (before && !isReplaced) this.#then(() => this.#close(before.tag));
    if (note && api()?.permission === 'granted') this.#then(() => this.#open(note));
  }

  stop(): void {
    this.show(null);
    this.#over.abort();
  }

  #then(run: () => Promise<void> | void): void {
    // What a browser refuses to show is not shown: the page itself still says it.
    this.#last = this.#last.then(run).catch(() => undefined);
  }

  /** Only a worker with our lines answers, and says by which id it knows this page. */
  #greet(registration: ServiceWorkerRegistration): void {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (typeof data === 'string') this.#worker = { registration, client: data };
      port1.close();
    };
    registration.active?.postMessage(HELLO, [port2]);
  }

  async #open({ tag, title, ring, silent }: Note): Promise<void> {
    const options = { tag, silent, requireInteraction: ring !== undefined };
    if (!this.#worker) {
      this.#plain?.close();
      this.#plain = this.#openPlain(title, options);
      return;
    }
    const { registration, client } = this.#worker;
    const actions = (['answer', 'decline'] as const).flatMap((action) =>
      ring ? [{ action, title: ring[action] }] : [],
    );
    const full: WorkerNotificationOptions = { ...options, actions, data: { callElements: { client, tag } } };
    await registration.showNotification(title, full);
  }

  #openPlain(title: string, options: NotificationOptions): Notification {
    const plain = new Notification(title, options);
    plain.onclick = () => {
      window.focus();
      plain.close();
    };
    return plain;
  }

  async #close(tag: string): Promise<void> {
    this.#plain?.close();
    this.#plain = undefined;
    const shown = await this.#worker?.registration.getNotifications({ tag });
    for (const notification of shown ?? []) notification.close();
  }

  readonly #handleMessage = ({ data }: MessageEvent<unknown>): void => {
    const { type, action, tag } = (data ?? {}) as Readonly<Record<string, unknown>>;
    if (type === HELLO && (action === 'answer' || action === 'decline') && typeof tag === 'string')
      this.#act(action, tag);
  };
}
