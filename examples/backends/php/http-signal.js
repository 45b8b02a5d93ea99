/**
 * Signaling over plain HTTP, for hosts where sockets are blocked or there are none: hears on a stream of server-sent
 * events, says by POST. For a backend that speaks docs/protocol.md, as signal.php does:
 *
 *     document.querySelector('call-provider').signal = httpSignal('/signal.php');
 */

const OPEN_TIMEOUT_MS = 10_000;
const MAX_BATCH = 50;

/** One connection: one stream and the requests that go with it, from the start to the first fault. */
class HttpConnection {
  #url;
  #listener;
  #source;
  #deadline;
  #waiting = [];
  #isPosting = false;
  #isOver = false;

  constructor(url, listener) {
    this.#url = url;
    this.#listener = listener;
    this.#source = new EventSource(url);
    this.#deadline = setTimeout(() => this.#lose('the stream did not open'), OPEN_TIMEOUT_MS);
    this.#source.onopen = () => {
      clearTimeout(this.#deadline);
      listener.open();
    };
    // It would reconnect by itself, as somebody else: the provider does it, and signs in again.
    this.#source.onerror = () => this.#lose('the stream broke');
    this.#source.onmessage = ({ data }) => this.#hear(JSON.parse(data));
  }

  send(message) {
    if (this.#isOver) return false;
    this.#waiting.push(message);
    void this.#post();
    return true;
  }

  close() {
    this.#isOver = true;
    clearTimeout(this.#deadline);
    this.#source.close();
  }

  #hear(message) {
    // The number is this page's secret, and how the server knows whose request it is.
    if (message.type === 'id') this.#url = `${this.#url}?id=${message.id}`;
    this.#listener.message(message);
  }

  /** One request at a time, so that the order stays; what came meanwhile goes together. */
  async #post() {
    if (this.#isPosting) return;
    this.#isPosting = true;
    try {
      while (this.#waiting.length > 0 && !this.#isOver) {
        const body = JSON.stringify(this.#waiting.splice(0, MAX_BATCH));
        const headers = { 'content-type': 'application/json' };
        const { ok, status } = await fetch(this.#url, { method: 'POST', headers, body });
        if (!ok) this.#lose(`the server answered ${status}`);
      }
    } catch {
      this.#lose('the server cannot be reached');
    }
    this.#isPosting = false;
  }

  #lose(reason) {
    if (this.#isOver) return;
    this.close();
    this.#listener.close(1006, reason);
  }
}

/** `url`: of the page's own host, or of one that lets its origin in. */
export const httpSignal = (url) => ({ connect: (listener) => new HttpConnection(url, listener) });
