/** The two servers that rounds are played on, with the test pages on the same port. */
import { createRelay } from '../../../server/relay.js';
import { loadStaticFiles, mergeStaticFiles } from '../../../server/static-files.js';
import { SampleServer } from './sample-server.js';

const FOLDERS = ['test/e2e/pages', 'test/legacy/pages', 'dist'];

export interface TestServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Our relay, which here lets one person call another as often as rounds do. */
async function startRelay(): Promise<TestServer> {
  const files = mergeStaticFiles(FOLDERS.map((directory) => loadStaticFiles({ prefix: '/', directory })));
  const relay = createRelay({ files, hub: { rings: { perSecond: 100, burst: 1_000 } } });
  await relay.ready;
  return { url: `http://localhost:${String(relay.port)}/`, stop: () => relay.close() };
}

export const startSampleServer = (): Promise<SampleServer> => SampleServer.start(...FOLDERS);

export const SERVERS: Readonly<Record<string, () => Promise<TestServer>>> = {
  'through our relay': startRelay,
  'on the server of the sample': startSampleServer,
};
