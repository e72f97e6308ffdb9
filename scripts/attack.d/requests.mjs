// The hostile requests: what is sent, and with which status and code it must be refused.

import { gzipSync } from 'node:zlib';

const bomb = () => {
  let query = '{ ...a0 }';
  for (let level = 0; level < 24; level += 1) {
    query += `fragment a${level} on Query { ...a${level + 1} ...a${level + 1} }`;
  }
  return `${query}fragment a24 on Query { __typename }`;
};

const many = (count, text) => Array.from({ length: count }, (_, n) => text(n)).join(' ');

const document = (name, code, query) => ({ name, code, status: 400, body: JSON.stringify({ query }) });

const bytes = (name, code, body, status = 400) => ({ name, code, body, status });

/** Refused whatever the schema is. */
export const refused = [
  document('nesting, 10,000 deep', 'DOCUMENT_TOO_LARGE', '{ site '.repeat(10_000) + '}'.repeat(10_000)),
  document('brackets, 8,000 deep', 'DEPTH_LIMIT', '{a'.repeat(8_000)),
  document('fields, 25 deep', 'DEPTH_LIMIT', `${'{ node(id: 1) '.repeat(25)}id${'}'.repeat(25)}`),
  document('a fragment bomb', 'FIELD_LIMIT', bomb()),
  document('circular fragments', 'FRAGMENT_CYCLE', '{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }'),
  document('1,000 aliases', 'DOCUMENT_TOO_LARGE', `{ ${many(1_000, (n) => `a${n}: __typename`)} }`),
  document('600 aliases', 'ALIAS_LIMIT', `{ ${many(600, (n) => `a${n}: __typename`)} }`),
  document('100,000 directives', 'DOCUMENT_TOO_LARGE', `{ __typename ${'@a '.repeat(100_000)} }`.slice(0, 250_000)),
  document('5,000 directives', 'DIRECTIVE_LIMIT', `{ __typename ${'@a '.repeat(5_000)} }`),
  document('lists, 4,000 deep', 'DEPTH_LIMIT', `{ nodes(ids: ${'['.repeat(4_000)}${']'.repeat(4_000)}) { id } }`),
  document('8,000 tokens', 'TOKEN_LIMIT', `{ ${'a '.repeat(8_000)} }`),
  document('pages in pages', 'COST_LIMIT', '{ articles(first: 100) { nodes { related(first: 100) { id } } } }'),
  document('900 unknown fields', 'GRAPHQL_VALIDATION_FAILED', `{ ${many(900, (n) => `unknown${n}`)} }`),
  document('a name of 16,000 letters', 'GRAPHQL_VALIDATION_FAILED', `{ ${'x'.repeat(16_000)} }`),
  bytes('10 MB', 'PAYLOAD_TOO_LARGE', Buffer.alloc(10_000_000, 'x'), 413),
  bytes('JSON, 100,000 deep', 'BAD_REQUEST', '['.repeat(100_000) + ']'.repeat(100_000)),
  bytes('a list of 1,000 operations', 'BATCH_REFUSED', JSON.stringify(Array(1_000).fill({ query: '{ __typename }' }))),
  bytes('invalid UTF-8', 'BAD_REQUEST', Buffer.from('7b227175657279223a22ff227d', 'hex')),
  bytes('a lone surrogate', 'BAD_REQUEST', '{"query":"{ \\ud800 }"}'),
  bytes('a number beyond all', 'BAD_REQUEST', '{"query":"{ __typename }","variables":{"a":1e999}}'),
  {
    ...bytes('a gzip bomb of 256 MiB', 'UNSUPPORTED_MEDIA_TYPE', gzipSync(Buffer.alloc(256 << 20)), 415),
    headers: { 'content-encoding': 'gzip' },
  },
];

/** Answered, for as little: the standard introspection query of the clients. */
export const introspection = JSON.stringify({
  query: `{ __schema { queryType { name } types { ...T } directives { name locations args { ...I } } } }
    fragment T on __Type { kind name description
      fields(includeDeprecated: true) { name description args { ...I } type { ...R } isDeprecated }
      inputFields { ...I } interfaces { ...R } enumValues(includeDeprecated: true) { name description }
      possibleTypes { ...R } }
    fragment I on __InputValue { name description type { ...R } defaultValue }
    fragment R on __Type { kind name ofType { kind name ofType { kind name ofType { kind name
      ofType { kind name } } } } }`,
});

/** Answered as fast before as after. */
export const honest = JSON.stringify({ query: '{ articles(first: 3) { totalCount nodes { title } } }' });
