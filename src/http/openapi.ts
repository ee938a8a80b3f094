import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../package-root.ts';

/** The parts of an OpenAPI document that this file modifies. */
export interface OpenApiDocument {
  paths: Record<string, Record<string, OpenApiOperation>>;
  components?: { schemas?: Record<string, unknown> };
}

interface OpenApiOperation {
  operationId?: string;
  parameters?: {
    name: string;
    in: string;
    schema?: { type?: string; examples?: unknown[] };
    style?: string;
    explode?: boolean;
    example?: unknown;
  }[];
  responses?: Record<string, { description?: string; content?: Record<string, { schema?: unknown; example?: unknown }> }>;
}

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

/** The tags of the operations, in the order of the documentation. */
export const tags = [
  { name: 'index', description: 'What the API offers, and on what terms.' },
  { name: 'companies', description: 'Everyone who takes part in AI financing.' },
  { name: 'deals', description: 'Agreements and prospective agreements, with a dated history and a source behind every fact.' },
  { name: 'stakes', description: 'Observations of who owns how much of whom.' },
  { name: 'chip commitments', description: 'Commitments to buy, rent or deploy AI accelerators.' },
  { name: 'chips', description: 'Accelerators and their vendors.' },
  { name: 'valuations', description: 'Observations of company valuations.' },
  { name: 'sources', description: 'The publications behind the facts.' },
  { name: 'time', description: 'What became known when.' },
  { name: 'money', description: 'Who pays whom: flows, cycles, exposure and totals. Amounts are intervals, and nothing is counted twice.' },
  {
    name: 'changes',
    description: 'What changed in this dataset, who changed it and when: the change feed and the revisions of each record.',
  },
  { name: 'writing', description: 'Operations for curators. They require an API key with the scope `write`.' },
  { name: 'webhooks', description: 'Notifications about changes. They require an API key with the scope `write`.' },
  { name: 'bulk', description: 'The whole dataset as files: CSV, NDJSON, Parquet and SQLite, with checksums.' },
  { name: 'search', description: 'Full-text search.' },
  { name: 'operation', description: 'Operations for those who host the server.' },
];

/** The description of the API. */
export const introduction = `Who funds whom in AI, who has committed to buy whose chips and compute, and who owns what, with a source for every fact.

You can read without a key. Responses are JSON. Dates are ISO 8601, shortened to the month or year if that is all that is known. Amounts are intervals in whole currency units: "up to $10 billion" has an upper bound and no lower bound.

Lists are paged by cursor: follow \`page.next\` or the \`Link\` header without changing other parameters. A filter accepts several values, separated by commas, and matches any of them. An unknown parameter, value or id returns a problem document (RFC 9457) that says what is valid.

\`asOf\` returns what was known on a day. [Dates and asOf](/docs/clocks) explains every date and what \`asOf\` does not cover. For an introduction, see the [guides](/docs/guides).

Lists of values may grow, and responses may get new fields. Accept values and fields that you do not know.

The dataset is licensed under CC BY 4.0.`;

/** Sets what route schemas cannot express: media types of problems and files, array parameter styles, and empty 304 bodies. */
const patchOperation = (operation: OpenApiOperation, examples: OpenApiExamples): void => {
  for (const parameter of operation.parameters ?? []) {
    if (parameter.in === 'query' && parameter.schema?.type === 'array') Object.assign(parameter, { style: 'form', explode: false });
  }
  const example = operation.operationId === undefined ? undefined : examples[operation.operationId];
  for (const [status, response] of Object.entries(operation.responses ?? {})) {
    const [[mediaType, body] = []] = Object.entries(response.content ?? {});
    if (status === '304') delete response.content;
    if (body === undefined || mediaType === undefined) continue;
    if (status === '200' && example !== undefined) body.example = example.answer;
    // The schema describes the JSON representation. Other media types are plain text.
    for (const [other, content] of Object.entries(response.content ?? {}))
      if (other !== mediaType && (!other.includes('json') || other.endsWith('ndjson')))
        Object.assign(content, { schema: { type: 'string' }, example: undefined });
    if (Number(status) >= 400) response.content = { 'application/problem+json': body };
  }
};

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Removes `additionalProperties: false`, because later versions may add response fields. */
const allowNewFields = (schema: unknown): void => {
  if (Array.isArray(schema)) schema.forEach(allowNewFields);
  if (!isObject(schema)) return;
  if (schema.additionalProperties === false) delete schema.additionalProperties;
  Object.values(schema).forEach(allowNewFields);
};

const collectReferences = (value: unknown, found: Set<string>): void => {
  if (Array.isArray(value)) for (const one of value) collectReferences(one, found);
  else if (isObject(value)) {
    if (typeof value.$ref === 'string') found.add(value.$ref.replace('#/components/schemas/', ''));
    for (const one of Object.values(value)) collectReferences(one, found);
  }
};

/** Removes unreferenced components, such as the input variants of response schemas. */
const pruneComponents = (document: OpenApiDocument): void => {
  const schemas = document.components?.schemas ?? {};
  const used = new Set<string>();
  collectReferences(document.paths, used);
  // A set also visits the elements that are added during iteration.
  for (const name of used) collectReferences(schemas[name], used);
  const usedSchemas = Object.entries(schemas)
    .filter(([name]) => used.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  document.components = { ...document.components, schemas: Object.fromEntries(usedSchemas) };
};

/** Completes the document that Fastify generates: adds examples, corrects media types, and removes unused components. */
export const completeDocument = (document: OpenApiDocument, examples: OpenApiExamples): OpenApiDocument => {
  for (const path of Object.values(document.paths)) for (const operation of Object.values(path)) patchOperation(operation, examples);
  pruneComponents(document);
  allowNewFields(document.components?.schemas);
  return document;
};
