/** The stretch port over Web Crypto, which insecure pages do not have. */
import type { StretchPort } from '../core/ports.js';

const { subtle } = crypto as { readonly subtle?: SubtleCrypto };

export const stretch: StretchPort | undefined =
  subtle &&
  (async (text, { salt, rounds, bytes }) => {
    const utf8 = new TextEncoder();
    const key = await subtle.importKey('raw', utf8.encode(text), 'PBKDF2', false, ['deriveBits']);
    const how = { name: 'PBKDF2', hash: 'SHA-256', salt: utf8.encode(salt), iterations: rounds };
    return new Uint8Array(await subtle.deriveBits(how, key, bytes * 8));
  });
