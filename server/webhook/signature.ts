/** How a webhook proves that it comes from this relay, and when: the time and an HMAC over time and body. */
import { createHmac } from 'node:crypto';

export const SIGNATURE_HEADER = 'call-elements-signature';

/** `t=seconds,v1=hex`: the receiver computes `v1` of `t.body` by the same secret, and refuses what is old. */
export function signatureOf(secret: string, atMs: number, body: string): string {
  const seconds = String(Math.floor(atMs / 1000));
  const hmac = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return `t=${seconds},v1=${hmac}`;
}
