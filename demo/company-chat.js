/**
 * Stands for what a company had long before it had calls: the client of its own chat, with messages of its own. It
 * knows nothing of call-elements. This one has no server behind it: the tabs of this browser are the office, on a
 * BroadcastChannel, so that the example runs anywhere. Elsewhere the server says who sent a message; here each tab
 * does.
 *
 * On the wire: {kind: 'here', who: {staffNo, fullName}}, {kind: 'who'}, {kind: 'bye', staffNo} and
 * {kind: 'say', from, to, payload}.
 */
export class CompanyChat extends EventTarget {
  #wire = new BroadcastChannel('company-chat');
  #staff = new Map();
  #leaving = new AbortController();

  /** Comes into the office under this name. */
  constructor(fullName) {
    super();
    this.me = { staffNo: crypto.getRandomValues(new Uint32Array(1))[0], fullName };
    this.#wire.onmessage = ({ data }) => {
      this.#hear(data);
    };
    addEventListener('pagehide', () => this.leave(), { signal: this.#leaving.signal });
    this.#post({ kind: 'who' });
    this.#post({ kind: 'here', who: this.me });
  }

  /** Everybody else in the office. */
  get staff() {
    return [...this.#staff.values()];
  }

  /** Says something to one colleague. */
  say(to, payload) {
    this.#post({ kind: 'say', from: this.me.staffNo, to, payload });
  }

  leave() {
    if (this.#leaving.signal.aborted) return;
    this.#post({ kind: 'bye', staffNo: this.me.staffNo });
    this.#leaving.abort();
    this.#wire.close();
  }

  #post(message) {
    this.#wire.postMessage(message);
    this.#tell('wire', { way: 'out', message });
  }

  #hear(message) {
    this.#tell('wire', { way: 'in', message });
    if (message.kind === 'who') this.#post({ kind: 'here', who: this.me });
    if (message.kind === 'here') this.#staff.set(message.who.staffNo, message.who);
    if (message.kind === 'bye') this.#staff.delete(message.staffNo);
    if (message.kind === 'here' || message.kind === 'bye') this.#tell('staff', this.staff);
    if (message.kind === 'say' && message.to === this.me.staffNo) this.#tell('say', message);
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
