// Sends each hostile request once, and measures what the server spends on refusing it.

import http from 'node:http';
import net from 'node:net';
import { Gauge } from './measure.mjs';
import { honest, introspection, refused } from './requests.mjs';

const MAX_CPU_MS = 250;
const MAX_MEMORY_MIB = 32;
const MAX_ANSWER = 16 * 1024;
const MAX_HONEST_MS = 1_000;
const SLOW_CLIENTS = 100;
const MAX_SLOW_MS = 20_000;

const [pid, url] = process.argv.slice(2);
const gauge = new Gauge(Number(pid));
let misses = 0;

function check(holds, fault) {
  if (!holds) {
    misses += 1;
    console.error(`MISS ${fault}`);
  }
}

/** The answer, also when it comes before all of the request is sent. */
function post(body, headers = {}) {
  return new Promise((resolve, reject) => {
    const request = http.request(url, {
      method: 'POST',
      agent: false,
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json',
        'content-length': Buffer.byteLength(body),
        ...headers,
      },
    });
    request.on('response', (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('end', () => {
        request.destroy();
        const text = Buffer.concat(parts).toString();
        resolve({ status: response.statusCode, length: text.length, answer: JSON.parse(text) });
      });
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end(body);
  });
}

async function askHonestly(after) {
  const began = performance.now();
  const { status, answer } = await post(honest);
  const took = performance.now() - began;
  check(status === 200 && answer.data.articles.totalCount > 0, `no honest answer after ${after}`);
  check(took <= MAX_HONEST_MS, `an honest answer took ${took.toFixed(0)} ms after ${after}`);
  return took;
}

async function measured(name, body, headers) {
  gauge.start();
  const reply = await post(body, headers);
  const { cpu, memory } = gauge.read();
  check(cpu <= MAX_CPU_MS, `${name}: ${cpu} ms`);
  check(memory <= MAX_MEMORY_MIB, `${name}: ${memory.toFixed(1)} MiB`);
  return { ...reply, figures: `${String(cpu).padStart(5)} ms ${memory.toFixed(1).padStart(6)} MiB` };
}

async function refuse({ name, body, headers, status, code }) {
  const reply = await measured(name, body, headers);
  const found = reply.answer.errors?.[0]?.extensions?.code;
  check(reply.status === status && found === code, `${name}: ${reply.status} ${found}`);
  check(reply.length <= MAX_ANSWER, `${name}: an answer of ${reply.length} bytes`);
  await askHonestly(name);
  console.log(`${reply.figures}  ${reply.status} ${String(found).padEnd(26)} ${name}`);
}

/** Resolves with the milliseconds after which the server closes a connection that says no more. */
function slowClient(beginning) {
  const { hostname, port } = new URL(url);
  const began = performance.now();
  return new Promise((resolve) => {
    const socket = net.connect(Number(port), hostname, () => socket.write(beginning));
    socket.on('close', () => resolve(performance.now() - began));
    socket.on('error', () => {});
    socket.resume();
    setTimeout(() => socket.destroy(), MAX_SLOW_MS + 5_000).unref();
  });
}

async function slowClients() {
  const header = 'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n';
  const beginnings = ['G', header, `${header}content-length: 100\r\n\r\n{`];
  gauge.start();
  const clients = Array.from({ length: SLOW_CLIENTS }, (_, n) => slowClient(beginnings[n % 3]));
  const meanwhile = await askHonestly('slow clients came');
  const longest = Math.max(...(await Promise.all(clients)));
  const { cpu, memory } = gauge.read();
  check(longest <= MAX_SLOW_MS, `a slow client was held for ${longest.toFixed(0)} ms`);
  check(memory <= MAX_MEMORY_MIB, `slow clients: ${memory.toFixed(1)} MiB`);
  console.log(
    `${String(cpu).padStart(5)} ms ${memory.toFixed(1).padStart(6)} MiB  ${SLOW_CLIENTS} slow clients: ` +
      `the last one let go after ${(longest / 1000).toFixed(1)} s, honest answer in ${meanwhile.toFixed(0)} ms`,
  );
}

await askHonestly('the start');
for (const attack of refused) {
  await refuse(attack);
}
const { figures, status, answer } = await measured('introspection', introspection);
check(status === 200 && answer.data.__schema.types.length > 0, 'introspection was refused');
console.log(`${figures}  ${status} introspection, answered`);
await slowClients();
await askHonestly('everything');
console.log(misses === 0 ? 'all were refused, cheaply' : `${misses} misses`);
process.exit(misses === 0 ? 0 : 1);
