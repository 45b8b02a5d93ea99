/**
 * The signal port over a WebSocket: one socket per connection, JSON text frames, the subprotocol `json`. When to
 * reconnect is the link machine's business.
 */
import type { SignalConnection, SignalListener, SignalPort } from '../core/ports.js';
import { CLOSE, type ClientMessage, SUBPROTOCOL } from '../protocol/index.js';

/** Hosts that no network lies in front of (W3C Secure Contexts, section 3.1). */
const LOCAL = /^(.+\.)?localhost$|^127(\.\d+){3}$|^\[::1\]$/;
const INSECURE = 'A secure page needs a secure server: use wss.';

/** The page sees no more of a connection that never came about. RFC 6455, section 7.4.1. */
const ABNORMAL = 1006;

export class WebSocketSignal implements SignalPort {
  readonly #url: string;

  /** `url`: absolute, or relative to the page; `http` and `https` count as `ws` and `wss`. */
  constructor(url: string) {
    this.#url = url;
  }

  connect(listener: SignalListener): SignalConnection {
    return new WebSocketConnection(this.#url, listener);
  }
}

class WebSocketConnection implements SignalConnection {
  #socket: WebSocket | undefined;
  #listener: SignalListener | undefined;

  constructor(url: string, listener: SignalListener) {
    this.#listener = listener;
    try {
      const address = toSocketUrl(url);
      if (isExposed(address)) {
        this.#refuse();
        return;
      }
      this.#socket = new WebSocket(address, SUBPROTOCOL);
    } catch {
      // A malformed address, or a policy that Firefox enforces here. The listener must not be called before we return.
      setTimeout(() => {
        this.#end(ABNORMAL, 'The address cannot be used.');
      });
      return;
    }
    this.#socket.onopen = () => this.#listener?.open();
    this.#socket.onmessage = (event: MessageEvent<unknown>) => this.#listener?.message(event.data);
    this.#socket.onclose = (event) => {
      this.#end(event.code, event.reason);
    };
  }

  send(message: ClientMessage): boolean {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  close(code = 1000): void {
    this.#listener = undefined;
    const socket = this.#release();
    if (!socket || socket.readyState > WebSocket.OPEN) return;
    // A script may not say 1001; no code at all means the same to our relay.
    if (code === CLOSE.leaving) socket.close();
    else socket.close(code);
  }

  #refuse(): void {
    setTimeout(() => {
      this.#listener?.fault?.(INSECURE, 'insecure-link');
      this.#end(CLOSE.protocol, INSECURE);
    });
  }

  #end(code: number, reason: string): void {
    this.#release();
    const listener = this.#listener;
    this.#listener = undefined;
    listener?.close(code, reason);
  }

  #release(): WebSocket | undefined {
    const socket = this.#socket;
    this.#socket = undefined;
    if (socket) socket.onopen = socket.onmessage = socket.onclose = null;
    return socket;
  }
}

function toSocketUrl(url: string): URL {
  const absolute = new URL(url, document.baseURI);
  absolute.protocol = absolute.protocol.replace(/^http/, 'ws');
  absolute.hash = '';
  return absolute;
}

/**
 * Whoever is on the way could change what is said, and put themselves between two people. Where the page itself came
 * that way they could change the page as well, and nothing is gained by being strict.
 */
const isExposed = ({ protocol, hostname }: URL): boolean =>
  protocol === 'ws:' &&
  isSecureContext &&
  !LOCAL.test(hostname) &&
  (location.protocol === 'https:' || hostname !== location.hostname);
