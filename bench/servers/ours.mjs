/** This package's relay, as it is built. Only how much one may send is raised: it is counted, and everything is checked. */
import { createRelay } from '../../dist/server/relay.js';
import { reportUsage } from '../lib/report-usage.mjs';

const RAISED = { perSecond: 1e9, burst: 1e9 };
const relay = createRelay({
  port: 0,
  hub: { rate: RAISED, rings: RAISED, roomUsers: 100_000 },
  limits: { maxConnections: 100_000 },
  onFault: (error) => console.error(error),
});
await relay.ready;
reportUsage(relay.port, () => relay.sizes);
