/** Reads a list of ICE servers from an attribute; what is not one is said once on the console and counts as none. */
import type { IceServerOption } from '../../core/ports.js';

const isServer = (value: unknown): value is { urls: string | string[] } =>
  typeof value === 'object' &&
  value !== null &&
  'urls' in value &&
  [value.urls].flat().every((url) => typeof url === 'string');

export const iceServersAttribute = {
  fromAttribute(text: string | null): readonly IceServerOption[] {
    if (text === null || text.trim() === '') return [];
    try {
      const parsed: unknown = JSON.parse(text);
      const list = Array.isArray(parsed) ? parsed : [parsed];
      if (!list.every(isServer)) throw new Error('no "urls"');
      return list.map((server) => ({ ...server, urls: [server.urls].flat() }));
    } catch {
      console.warn(
        '<call-provider>: "ice-servers" is a JSON list like [{"urls": "stun:example.com"}]. It is ignored.',
      );
      return [];
    }
  },
};
