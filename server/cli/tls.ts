/**
 * The certificate of `https` and `wss`: read from files, or made on the spot for trying things on one's own network.
 * A certificate made here is trusted by nobody; a browser says so once, and the person decides.
 */
import { readFileSync } from 'node:fs';
import type * as SelfSigned from 'selfsigned';
import { lanAddresses } from './addresses.js';
import type { Certificate } from '../relay/http-server.js';
import type { Settings } from './settings.js';
import { StartError, UsageError, explain } from './usage-error.js';

function read(path: string, option: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw explain(error, `--${option}: ${path}`);
  }
}

/** `selfsigned` is no dependency of a running relay: it is there while developing, or where somebody installs it. */
async function loadSelfSigned(): Promise<typeof SelfSigned> {
  try {
    return await import('selfsigned');
  } catch {
    throw new StartError(
      '--https needs the package "selfsigned": run "npm install selfsigned", or give --cert and --key',
    );
  }
}

async function makeCertificate(): Promise<Certificate> {
  const { generate } = await loadSelfSigned();
  const ips = ['127.0.0.1', '::1', ...lanAddresses()];
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'call-elements demo' }], {
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
  return { cert, key };
}

/** Where a certificate comes from. */
export interface CertificateSource {
  /** Again and again: files may have changed. */
  load(): Certificate | Promise<Certificate>;
  /** Whether another `load` can give anything else. */
  readonly isRenewable: boolean;
}

/** What these settings ask for, or `undefined` for plain http and ws. */
export function certificateSource(settings: Settings): CertificateSource | undefined {
  const [cert, key] = [settings.text('cert'), settings.text('key')];
  if ((cert === undefined) !== (key === undefined)) throw new UsageError('--cert and --key come together');
  if (cert !== undefined && settings.flag('https'))
    throw new UsageError('--https and --cert exclude each other');
  if (cert !== undefined && key !== undefined) {
    return { load: () => ({ cert: read(cert, 'cert'), key: read(key, 'key') }), isRenewable: true };
  }
  return settings.flag('https') ? { load: makeCertificate, isRenewable: false } : undefined;
}
