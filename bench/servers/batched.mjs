/**
 * What a list of users has to cost: changes are gathered for 50 ms and told in one frame that is built once, newcomers
 * get one snapshot that is built once. Of a user it tells what our relay tells. No validation, no limits. Whoever comes under a
 * name that is here takes it over.
 */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { listen, reportUsage } from '../lib/report-usage.mjs';

const TICK_MS = 50;
const users = new Map();
const published = new Map();
const touched = new Set();
const newcomers = new Set();
let ticking = false;

const describe = (name) => ({
  name,
  sid: randomBytes(12).toString('base64url'),
  caps: ['call', 'presence', 'heartbeat'],
  state: 'available',
});

function touch(name) {
  touched.add(name);
  if (ticking) return;
  ticking = true;
  setTimeout(tick, TICK_MS);
}

function tick() {
  ticking = false;
  const join = [...touched].filter((name) => users.has(name) && !published.has(name));
  const leave = [...touched].filter((name) => !users.has(name) && published.has(name));
  touched.clear();
  for (const name of join) published.set(name, describe(name));
  const change = JSON.stringify({
    type: 'presence',
    join: join.map((name) => published.get(name)),
    leave: leave.map((name) => published.get(name).sid),
  });
  for (const name of leave) published.delete(name);
  const all = newcomers.size > 0 ? JSON.stringify({ type: 'presence', full: [...published.values()] }) : '';
  for (const socket of users.values()) {
    if (newcomers.has(socket)) socket.send(all);
    else if (join.length + leave.length > 0) socket.send(change);
  }
  newcomers.clear();
}

const server = createServer();
new WebSocketServer({ server }).on('connection', (socket, { url }) => {
  const name = url.slice(1);
  users.set(name, socket);
  newcomers.add(socket);
  touch(name);
  socket.on('close', () => {
    newcomers.delete(socket);
    if (users.get(name) !== socket) return;
    users.delete(name);
    touch(name);
  });
});
reportUsage(await listen(server));
