/**
 * The server of MDN's "Signaling and video calling" in its way of working, on `ws`: an array of connections that is
 * searched for every message, and the whole list to everybody whenever somebody comes or goes.
 */
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { listen, reportUsage } from '../lib/report-usage.mjs';

let connections = [];
let nextId = 1;

const connectionOf = (id) => connections.find((connection) => connection.clientID === id);
const isUnique = (name) => !connections.some(({ username }) => username === name);

function sendToOneUser(target, text) {
  for (const connection of connections) {
    if (connection.username === target) {
      connection.send(text);
      break;
    }
  }
}

function sendUserListToAll() {
  const text = JSON.stringify({ type: 'userlist', users: connections.map(({ username }) => username) });
  for (const connection of connections) connection.send(text);
}

function takeName(connection, message) {
  let { name } = message;
  for (let suffix = 1; !isUnique(name); suffix++) name = `${message.name}${suffix}`;
  if (name !== message.name)
    connection.send(JSON.stringify({ type: 'rejectusername', id: message.id, name }));
  connection.username = name;
  sendUserListToAll();
}

function receive(text) {
  const message = JSON.parse(text);
  const sender = connectionOf(message.id);
  if (message.type === 'username') takeName(sender, message);
  else if (message.target) sendToOneUser(message.target, JSON.stringify(message));
  else for (const connection of connections) connection.send(JSON.stringify(message));
}

const server = createServer();
new WebSocketServer({ server }).on('connection', (socket) => {
  connections.push(socket);
  socket.clientID = nextId++;
  socket.send(JSON.stringify({ type: 'id', id: socket.clientID }));
  socket.on('message', (data) => receive(data.toString('utf8')));
  socket.on('close', () => {
    connections = connections.filter((connection) => connection.readyState === connection.OPEN);
    sendUserListToAll();
  });
});
reportUsage(await listen(server));
