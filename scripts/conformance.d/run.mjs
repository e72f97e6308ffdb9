// Runs the audits one by one against the address given, and stops at the first that is not met.

import { readFileSync } from 'node:fs';
import { serverAudits } from 'graphql-http';

const [url] = process.argv.slice(2);
const { packages } = JSON.parse(readFileSync(new URL('package-lock.json', import.meta.url)));
const version = (name) => packages[`node_modules/${name}`].version;

console.log(`graphql-http ${version('graphql-http')}, Node.js ${process.versions.node}, ${url}`);

const passed = { MUST: 0, SHOULD: 0, MAY: 0 };
for (const audit of serverAudits({ url })) {
  const result = await audit.fn().catch((error) => {
    console.error(`no answer from ${url}: ${error.cause?.message ?? error.message}`);
    process.exit(1);
  });
  console.log(`${audit.id} ${result.status === 'ok' ? 'ok  ' : 'MISS'} ${audit.name}`);
  if (result.status !== 'ok') {
    console.error(`${audit.id}: ${result.reason}`);
    process.exit(1);
  }
  passed[audit.name.split(' ', 1)[0]] += 1;
}

const { MUST, SHOULD, MAY } = passed;
console.log(`all ${MUST + SHOULD + MAY} audits passed: ${MUST} MUST, ${SHOULD} SHOULD, ${MAY} MAY`);
// A suite that has come to nothing must not pass.
process.exit(Math.min(MUST, SHOULD, MAY) > 0 ? 0 : 1);
