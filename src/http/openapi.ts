import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../package-root.ts';

/** Recorded responses for the real dataset, by operationId. */
export type OpenApiExamples = Readonly<Record<string, { path: string; answer: unknown }>>;

/** The folder of the recorded examples. */
export const openApiFolder = join(packageRoot, 'openapi/');

/** Reads the recorded examples. */
export const readExamples = (): OpenApiExamples => {
  try {
    return JSON.parse(readFileSync(`${openApiFolder}examples.json`, 'utf8')) as OpenApiExamples;
  } catch {
    // The file does not exist until examples are recorded. A test reports operations without an example.
    return {};
  }
};

/** The tags of the operations, in the order of the documentation. The API reference folds the last three. */
export const tags = [
  { name: 'deals', description: 'Agreements and prospective agreements, with a dated history and a source behind every fact.' },
  { name: 'companies', description: 'Everyone who takes part in AI financing.' },
  { name: 'stakes', description: 'Observations of who owns how much of whom.' },
  { name: 'chip commitments', description: 'Commitments to buy, rent or deploy AI accelerators.' },
  { name: 'chips', description: 'Accelerators and their vendors.' },
  { name: 'valuations', description: 'Observations of company valuations.' },
  { name: 'financials', description: 'Figures of companies: revenue, capital expenditure, cash and the like.' },
  { name: 'sources', description: 'The publications behind the facts.' },
  { name: 'search', description: 'Full-text search.' },
  { name: 'money', description: 'Who pays whom: flows, cycles, exposure and totals. Amounts are intervals, and nothing is counted twice.' },
  { name: 'time', description: 'What became known when.' },
  { name: 'bulk', description: 'The whole dataset as files: CSV, NDJSON, Parquet and SQLite, with checksums.' },
  {
    name: 'changes',
    description: 'What changed in this dataset, who changed it and when: the change feed and the revisions of each record.',
  },
  { name: 'index', description: 'What the API offers, and on what terms.' },
  { name: 'writing', description: 'Operations for curators. They require an API key with the scope `write`.' },
  { name: 'webhooks', description: 'Notifications about changes. They require an API key with the scope `write`.' },
  { name: 'operation', description: 'Operations for those who host the server.' },
];

/** The description of the API. */
export const introduction = `Who funds whom in AI, who has committed to buy whose chips and compute, and who owns what, with a source for every fact.

You can read without a key. Responses are JSON. Dates are ISO 8601, shortened to the month or year if that is all that is known. Amounts are intervals in whole currency units: "up to $10 billion" has an upper bound and no lower bound.

Lists are paged by cursor: follow \`page.next\` or the \`Link\` header without changing other parameters. A filter accepts several values, separated by commas, and matches any of them. An unknown parameter, value or id returns a problem document (RFC 9457) that says what is valid.

\`asOf\` returns what was known on a day. [Dates and asOf](/docs/clocks) explains every date and what \`asOf\` does not cover. For an introduction, see the [guides](/docs/guides).

Lists of values may grow, and responses may get new fields. Accept values and fields that you do not know. In this document, an enumeration in a response is \`anyOf\` its known values and \`string\`; components for requests (\`...Input\`) list the values that you can send.

To generate a client, use [/openapi.slim.json](/openapi.slim.json): only JSON, and one response shape for each operation.

The dataset is licensed under CC BY 4.0.`;
