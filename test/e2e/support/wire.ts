/** Runs in the page after the probe: remembers what the page and its server say to each other, in any browser. */
export interface Frame {
  readonly type: string;
  readonly candidate?: { readonly candidate: string } | null;
}

declare global {
  interface Window {
    wire: { readonly sent: Frame[]; readonly received: Frame[] };
  }
}

export function installWire(): void {
  const known = new WeakSet<WebSocket>();
  window.wire = { sent: [], received: [] };
  const { send } = WebSocket.prototype;
  WebSocket.prototype.send = function (data) {
    // A page has the first word, so nothing is missed.
    if (!known.has(this))
      this.addEventListener('message', (event: MessageEvent<string>) => {
        window.wire.received.push(JSON.parse(event.data) as Frame);
      });
    known.add(this);
    if (typeof data === 'string') window.wire.sent.push(JSON.parse(data) as Frame);
    send.call(this, data);
  };
}
