/**
 * The load generator, a process of its own: plays one scenario against one server and says what it saw. What the
 * server used meanwhile it asks of its parent, who can ask the server.
 */
import { CLIENTS } from './clients.mjs';
import { percentile } from './lib/figures.mjs';

/** Handshakes under way at once: more than the kernel keeps waiting would measure its retries. */
const HANDSHAKES = 200;

const nameOf = (at) => `user${String(at).padStart(6, '0')}`;
/** A relay has no room of ten thousand: its list of users would be the load. */
const roomOf = (at) => `room${Math.floor(at / 100)}`;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const ask = (word) =>
  new Promise((resolve) => {
    process.once('message', resolve);
    process.send({ ask: word });
  });

/** @returns {Promise<any[]>} clients that are all known to the server */
async function connectAll(system, port, count, options = () => ({})) {
  const clients = [];
  const connectSome = async () => {
    while (clients.length < count) {
      const at = clients.length;
      const client = new CLIENTS[system](port, nameOf(at), options(at));
      clients.push(client);
      await client.ready;
    }
  };
  await Promise.all(Array.from({ length: Math.min(HANDSHAKES, count) }, connectSome));
  return clients;
}

/** Messages at an even rate, each from one user to the next but one; resolves when all have arrived. */
async function pace(clients, { perSecond, seconds, sentAtMs, tookMs }) {
  const total = Math.round(perSecond * seconds);
  let [sent, heard] = [0, 0];
  const startedAtMs = performance.now();
  await new Promise((resolve, reject) => {
    for (const client of clients) {
      client.onNumber = (number) => {
        tookMs[number] = performance.now() - sentAtMs[number];
        if (++heard === total) resolve();
      };
    }
    const timer = setInterval(() => {
      const due = Math.min(total, Math.floor(((performance.now() - startedAtMs) / 1000) * perSecond));
      for (; sent < due; sent++) {
        sentAtMs[sent] = performance.now();
        clients[sent % clients.length].send(nameOf((sent * 7 + 3) % clients.length), sent);
      }
      if (sent === total) clearInterval(timer);
    }, 1);
    setTimeout(
      () => reject(new Error(`${heard} of ${total} messages arrived`)),
      60_000 + seconds * 1000,
    ).unref();
  });
  return { total, elapsedMs: performance.now() - startedAtMs };
}

const scenarios = {
  /** CPU of the server for each message, and how long a message takes. */
  async messages({ system, port, users, perSecond, seconds }) {
    const clients = await connectAll(system, port, users);
    await pause(500);
    const buffers = (length) => ({ sentAtMs: new Float64Array(length), tookMs: new Float64Array(length) });
    const warmUp = 3;
    await pace(clients, { perSecond, seconds: warmUp, ...buffers(perSecond * warmUp + 1) });
    const before = await ask('usage');
    const { tookMs, sentAtMs } = buffers(perSecond * seconds);
    const { total, elapsedMs } = await pace(clients, { perSecond, seconds, tookMs, sentAtMs });
    const after = await ask('usage');
    const sorted = tookMs.sort();
    return {
      cpuUs: (after.cpuUs - before.cpuUs) / total,
      p50Ms: percentile(sorted, 0.5),
      p99Ms: percentile(sorted, 0.99),
      perSecond: (total / elapsedMs) * 1000,
    };
  },

  /** All come at once, then all lose their sockets and come back at once; in the end every list is held against the truth. */
  async storms({ system, port, users }) {
    const startedAtMs = performance.now();
    const before = await ask('usage');
    const clients = await connectAll(system, port, users, () => ({ listed: true }));
    await untilListed(clients);
    const joinMs = performance.now() - startedAtMs;
    const between = await ask('usage');
    const joinBytes = bytesOf(clients);
    const tokens = clients.map(({ resume }) => resume);
    const againAtMs = performance.now();
    for (const client of clients) client.terminate();
    const back = await connectAll(system, port, users, (at) => ({ listed: true, resume: tokens[at] }));
    await untilListed(back);
    const reconnectMs = performance.now() - againAtMs;
    const after = await ask('usage');
    return {
      joinMs,
      joinCpuMs: (between.cpuUs - before.cpuUs) / 1000,
      joinMB: joinBytes / 1e6,
      reconnectMs,
      reconnectCpuMs: (after.cpuUs - between.cpuUs) / 1000,
      reconnectMB: bytesOf(back) / 1e6,
    };
  },

  /** Memory of the server for each connection that does nothing. */
  async idle({ system, port, users }) {
    const first = await connectAll(system, port, 10);
    await pause(500);
    const before = await ask('collect');
    const results = {};
    let clients = first;
    for (const count of users) {
      const from = clients.length;
      const more = await connectMore(system, port, from, count);
      clients = [...clients, ...more];
      await pause(2_000);
      const { rss, heapUsed } = await ask('collect');
      results[`rssKb${count}`] = (rss - before.rss) / (count - 10) / 1024;
      results[`heapKb${count}`] = (heapUsed - before.heapUsed) / (count - 10) / 1024;
    }
    return results;
  },
};

const bytesOf = (clients) => clients.reduce((sum, { bytes }) => sum + bytes, 0);

async function connectMore(system, port, from, to) {
  const more = [];
  for (let at = from; at < to; at += 50) {
    const some = Array.from(
      { length: Math.min(50, to - at) },
      (_, offset) => new CLIENTS[system](port, nameOf(at + offset), { room: roomOf(at) }),
    );
    await Promise.all(some.map(({ ready }) => ready));
    more.push(...some);
  }
  return more;
}

/** Waits until every client has a list of the right size, then holds each against the truth, name by name. */
async function untilListed(clients) {
  if (!clients[0].list()) return;
  const sizeOf = (client) => client.listSize ?? client.list().size;
  const deadlineMs = performance.now() + 300_000;
  for (let at = 0; at < clients.length;) {
    if (sizeOf(clients[at]) === clients.length) at++;
    else if (performance.now() > deadlineMs) throw new Error(`client ${at} has ${sizeOf(clients[at])} users`);
    else await pause(2);
  }
  const truth = new Set(clients.map(({ granted }) => granted));
  const wrong = clients.filter((client) => {
    const list = client.list();
    return list.size !== truth.size || [...truth].some((name) => !list.has(name));
  });
  if (truth.size !== clients.length || wrong.length > 0) throw new Error(`${wrong.length} lists are wrong`);
}

process.once('message', async (task) => {
  try {
    process.send({ result: await scenarios[task.scenario](task) });
  } catch (error) {
    process.send({ failed: error instanceof Error ? error.message : String(error) });
  }
  process.exit(0);
});
