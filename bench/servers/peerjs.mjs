/** PeerServer as its README starts it, with room for the users of this bench. It has no list of users. */
import { PeerServer } from 'peer';
import { reportUsage } from '../lib/report-usage.mjs';

PeerServer(
  { port: 0, host: '127.0.0.1', path: '/', concurrent_limit: 100_000, alive_timeout: 600_000 },
  (server) => reportUsage(server.address().port),
);
