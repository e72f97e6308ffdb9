// Brings the largest files that are taken, many at once, and asks for every copy of the largest
// pictures at once. The server's memory stays within its bounds, and it answers meanwhile.

import http from 'node:http';
import { deflateSync } from 'node:zlib';
import { Gauge } from './measure.mjs';
import { honest } from './requests.mjs';

const MAX_PEAK_MIB = 512;
const MAX_LEFT_MIB = 64;
const MAX_HONEST_MS = 1_000;
const AT_ONCE = 16;
const LARGEST = 25 * 1024 * 1024;
const WIDTHS = [160, 320, 480, 640, 800, 960, 1200, 1600, 2000];
const FORMATS = ['webp', 'jpeg', 'png'];

const [pid, graphql, login, password] = process.argv.slice(2);
const { origin } = new URL(graphql);
let misses = 0;

function check(holds, fault) {
  if (!holds) {
    misses += 1;
    console.error(`MISS ${fault}`);
  }
}

/** An answer; a server that closes the connection early is one that refused. */
function send(method, path, body, headers = {}) {
  return new Promise((resolve) => {
    const request = http.request(`${origin}${path}`, { method, agent: false, headers }, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('end', () => {
        resolve({ status: response.statusCode, bytes: Buffer.concat(parts) });
      });
      response.on('error', () => resolve({ status: 0, bytes: Buffer.alloc(0) }));
    });
    request.on('error', () => resolve({ status: 0, bytes: Buffer.alloc(0) }));
    request.end(body);
  });
}

async function ask(query, variables, headers = {}) {
  const body = JSON.stringify({ query, variables });
  const json = { 'content-type': 'application/json', ...headers };
  const { status, bytes } = await send('POST', '/graphql', body, json);
  return { status, answer: JSON.parse(bytes.toString()) };
}

function crc32(bytes) {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) {
      sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
    }
  }
  return ~sum >>> 0;
}

function chunk(name, data) {
  const named = Buffer.concat([Buffer.from(name), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}

/** A PNG of one colour: a few kilobytes, whatever its size. `shade` makes each another file. */
function png(width, height, shade) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const pixels = Buffer.alloc((width * 3 + 1) * height);
  pixels[1] = shade;
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(pixels)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A PDF of exactly this length. */
function pdf(length, number) {
  const [head, end] = [`%PDF-1.7\n% ${number}\n`, '\ntrailer\n<<>>\n%%EOF\n'];
  return Buffer.concat([
    Buffer.from(head),
    Buffer.alloc(length - head.length - end.length, '%\n'),
    Buffer.from(end),
  ]);
}

const each = (count, act) => Promise.all(Array.from({ length: count }, (_, n) => act(n)));

const signIn = `mutation($input: AccountLoginInput!) {
  accountLogin(input: $input) { session { accessToken } } }`;
const { answer } = await ask(signIn, { input: { login, password } });
const token = { authorization: `Bearer ${answer.data.accountLogin.session.accessToken}` };
const bring = (bytes) => send('PUT', '/media', bytes, token);

const gauge = new Gauge(Number(pid));

/** Carries out an attack, with honest questions beside it. */
async function attack(name, act) {
  let [running, slowest] = [true, 0];
  const asking = (async () => {
    while (running) {
      const began = performance.now();
      const { status } = await ask(JSON.parse(honest).query, {});
      check(status === 200, `no honest answer beside ${name}: ${status}`);
      slowest = Math.max(slowest, performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })();
  const began = performance.now();
  const answers = (await act()).map(({ status }) => status);
  const took = (performance.now() - began) / 1000;
  running = false;
  await asking;
  check(slowest <= MAX_HONEST_MS, `an honest answer took ${slowest.toFixed(0)} ms beside ${name}`);
  check(answers.every((status) => status > 0 && status < 500), `${name}: ${answers}`);
  const counts = {};
  answers.forEach((status) => (counts[status] = (counts[status] ?? 0) + 1));
  const told = Object.entries(counts).map(([status, count]) => `${count} × ${status}`).join(', ');
  console.log(
    `${gauge.peak().toFixed(0).padStart(5)} MiB ${took.toFixed(1).padStart(6)} s  ${name}: ${told}; ` +
      `honest answers within ${slowest.toFixed(0)} ms`,
  );
}

await attack(`${AT_ONCE} documents of 25 MiB at once`, () =>
  each(AT_ONCE, (n) => bring(pdf(LARGEST, n))),
);
await attack(`${AT_ONCE} files of 25 MiB that are no pictures`, () =>
  each(AT_ONCE, (n) =>
    bring(Buffer.concat([png(2, 2, n).subarray(0, 33), Buffer.alloc(LARGEST - 33, n + 1)])),
  ),
);
await attack(`${AT_ONCE} pictures that announce 100 megapixels`, () => {
  const bomb = png(10_000, 10_000, 0);
  return each(AT_ONCE, () => bring(bomb));
});
const pictures = [1, 2, 3, 4].map((shade) => png(6_300, 6_300, shade));
const urls = [];
await attack('4 pictures of 40 megapixels at once, 4 times each', async () => {
  const answers = await each(16, (n) => bring(pictures[n % 4]));
  answers.forEach(({ status, bytes }) => {
    if (status < 300) urls.push(JSON.parse(bytes.toString()).url);
  });
  return answers;
});
check(new Set(urls).size === 4, `${new Set(urls).size} of 4 pictures were stored`);
await attack('every copy of them at once', () => {
  const sizes = WIDTHS.flatMap((width) => FORMATS.map((format) => `?w=${width}&format=${format}`));
  const wanted = [...new Set(urls)].flatMap((url) => sizes.map((size) => url + size));
  return Promise.all(wanted.map((path) => send('GET', path, undefined, token)));
});
const { peak, left } = { peak: gauge.peak(), left: gauge.left() };
check(peak <= MAX_PEAK_MIB, `the server took ${peak.toFixed(0)} MiB`);
check(left <= MAX_LEFT_MIB, `the server kept ${left.toFixed(0)} MiB`);
console.log(`${peak.toFixed(0)} MiB at most, ${left.toFixed(0)} MiB more than before are left`);
console.log(misses === 0 ? 'files do not hurt' : `${misses} misses`);
process.exit(misses === 0 ? 0 : 1);
