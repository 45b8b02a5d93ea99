/** The floor: `ws` and a map. Whom a frame is for stands before its first line feed; nothing is parsed, nobody is listed. */
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { listen, reportUsage } from '../lib/report-usage.mjs';

const LINE_FEED = 10;
const users = new Map();
const server = createServer();
new WebSocketServer({ server }).on('connection', (socket, { url }) => {
  const name = url.slice(1);
  users.set(name, socket);
  socket.on('message', (data) => {
    const at = data.indexOf(LINE_FEED);
    users.get(data.latin1Slice(0, at))?.send(data.subarray(at + 1), { binary: false });
  });
  socket.on('close', () => users.delete(name));
});
reportUsage(await listen(server));
