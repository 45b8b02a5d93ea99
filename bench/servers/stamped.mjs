/** `ws`, and what a relay cannot do without: the JSON is read, and says afterwards who really sent it. */
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { listen, reportUsage } from '../lib/report-usage.mjs';

const users = new Map();
const server = createServer();
new WebSocketServer({ server }).on('connection', (socket, { url }) => {
  const name = url.slice(1);
  users.set(name, socket);
  socket.on('message', (data) => {
    const message = JSON.parse(data.toString('utf8'));
    message.name = name;
    users.get(message.target)?.send(JSON.stringify(message));
  });
  socket.on('close', () => users.delete(name));
});
reportUsage(await listen(server));
