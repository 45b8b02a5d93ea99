/**
 * Whoever runs a server can do this: two peer connections in a page of its own, one to each person, and what comes on one
 * goes out on the other. Both people see and hear each other, and the page could see and hear both.
 */
import type { BrowserContext, Page } from 'puppeteer-core';
import type { Fault, Link } from '../../support/faulty-server.js';
import type { Heard } from '../../support/fake-room.js';

interface Middle {
  /** Towards the one who calls, and towards the one who is called. */
  readonly caller: RTCPeerConnection;
  readonly callee: RTCPeerConnection;
}

declare global {
  interface Window {
    middle: Middle;
  }
}

type Candidate = RTCIceCandidateInit | null;

export class ManInTheMiddle {
  readonly #page: Page;
  readonly #caller: string;
  /** One step after the other, as the messages come. */
  #steps: Promise<unknown> = Promise.resolve();

  private constructor(page: Page, caller: string) {
    this.#page = page;
    this.#caller = caller;
  }

  /** `url`: any page of a server in the middle. `caller`: the name of the one who will call. */
  static async open(context: BrowserContext, url: string, caller: string): Promise<ManInTheMiddle> {
    const page = await context.newPage();
    await page.goto(url);
    await page.evaluate(openMiddle);
    return new ManInTheMiddle(page, caller);
  }

  /** What a server does that has this page. */
  get fault(): Fault {
    return {
      toRelay: (message, link, text) => {
        const instead = message && this.#instead(message, link);
        if (!instead) return [text];
        this.#steps = this.#steps.then(instead);
        return [];
      },
    };
  }

  #instead(message: Heard, link: Link): (() => Promise<unknown>) | undefined {
    const { sdp } = (message.sdp ?? {}) as RTCSessionDescriptionInit;
    const passOn = (mine: string): void => {
      link.tellRelay({ ...message, sdp: { ...(message.sdp as object), sdp: mine } });
    };
    switch (message.type) {
      case 'video-offer':
        return async () => {
          passOn(await this.#page.evaluate(takeOffer, sdp ?? ''));
        };
      case 'video-answer':
        return async () => {
          passOn(await this.#page.evaluate(takeAnswer, sdp ?? ''));
        };
      case 'new-ice-candidate': {
        const from = link.name === this.#caller ? 'caller' : 'callee';
        return () => this.#page.evaluate(takeCandidate, from, message.candidate as Candidate);
      }
      default:
        return undefined;
    }
  }
}

function openMiddle(): void {
  window.middle = { caller: new RTCPeerConnection(), callee: new RTCPeerConnection() };
  const { caller, callee } = window.middle;
  for (const kind of ['audio', 'video']) callee.addTransceiver(kind, { direction: 'sendrecv' });
  for (const [from, to] of [
    [caller, callee],
    [callee, caller],
  ] as const) {
    from.createDataChannel('call', { negotiated: true, id: 0 });
    from.ontrack = ({ track }) => {
      const out = to.getTransceivers().find(({ receiver }) => receiver.track.kind === track.kind);
      if (!out) return;
      out.direction = 'sendrecv';
      void out.sender.replaceTrack(track);
      // A sound that nobody listens to is not decoded.
      const player = new Audio();
      player.muted = true;
      player.srcObject = new MediaStream([track]);
      void player.play();
    };
  }
}

/** Takes the caller's offer, and answers its own for the callee, with every candidate in it. */
async function takeOffer(sdp: string): Promise<string> {
  const { caller, callee } = window.middle;
  await caller.setRemoteDescription({ type: 'offer', sdp });
  await callee.setLocalDescription();
  while (callee.iceGatheringState !== 'complete')
    await new Promise((resolve) => {
      callee.addEventListener('icegatheringstatechange', resolve, { once: true });
    });
  return callee.localDescription?.sdp ?? '';
}

/** Takes the callee's answer, and answers its own for the caller. */
async function takeAnswer(sdp: string): Promise<string> {
  const { caller, callee } = window.middle;
  await callee.setRemoteDescription({ type: 'answer', sdp });
  await caller.setLocalDescription();
  while (caller.iceGatheringState !== 'complete')
    await new Promise((resolve) => {
      caller.addEventListener('icegatheringstatechange', resolve, { once: true });
    });
  return caller.localDescription?.sdp ?? '';
}

const takeCandidate = (from: string, candidate: Candidate): Promise<void> =>
  window.middle[from === 'caller' ? 'caller' : 'callee'].addIceCandidate(candidate);
