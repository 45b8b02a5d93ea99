/**
 * Which of the STUN and TURN servers that were named a browser takes: one that it does not take would keep it from
 * taking the others. Pure. After "set the ICE servers" of https://www.w3.org/TR/webrtc/, by its addresses alone.
 */
import type { IceServerOption } from '../ports.js';
import { readIceUrl } from './ice-url.js';

/** What is wrong with it, as the end of a sentence; undefined when nothing is. */
export function faultOf({ urls, username, credential }: IceServerOption): string | undefined {
  const all = [urls].flat().map(readIceUrl);
  if (all.length === 0) return 'has no address in "urls"';
  if (all.includes(undefined))
    return 'has an address that is not like stun:example.com, turn:example.com:3478?transport=udp or turns:example.com';
  const isTurn = all.some((url) => url?.scheme === 'turn');
  if (isTurn && (typeof username !== 'string' || typeof credential !== 'string'))
    return 'is a TURN server without "username" and "credential"';
  return undefined;
}
