/** A signaling server as one writes it with socket.io: a map of names, the sender stamped, joins and leaves as events. */
import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { listen, reportUsage } from '../lib/report-usage.mjs';

const users = new Map();
const server = createServer();
const io = new Server(server, { serveClient: false, transports: ['websocket'] });
io.on('connection', (socket) => {
  const { name, listed } = socket.handshake.auth;
  users.set(name, socket);
  socket.on('signal', (message) => users.get(message.target)?.emit('signal', { ...message, name }));
  socket.on('disconnect', () => {
    if (users.get(name) !== socket) return;
    users.delete(name);
    if (listed) socket.broadcast.emit('left', name);
  });
  if (!listed) return;
  socket.emit('users', [...users.keys()]);
  socket.broadcast.emit('joined', name);
});
reportUsage(await listen(server));
