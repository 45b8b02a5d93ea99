/** A certificate made on the spot, and how a browser is told to take it though nobody vouches for it. */
import { X509Certificate, createHash } from 'node:crypto';
import { generate } from 'selfsigned';

export interface MadeCertificate {
  readonly cert: string;
  readonly key: string;
  /** SHA-256 of its public key, as `--ignore-certificate-errors-spki-list` of Chromium wants it. */
  readonly fingerprint: string;
}

/** For this machine: `localhost`, and its addresses. */
export async function makeCertificate(...ips: readonly string[]): Promise<MadeCertificate> {
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [{ type: 2, value: 'localhost' }, ...ips.map((ip) => ({ type: 7 as const, ip }))],
      },
    ],
  });
  const spki = new X509Certificate(cert).publicKey.export({ type: 'spki', format: 'der' });
  return { cert, key, fingerprint: createHash('sha256').update(spki).digest('base64') };
}
