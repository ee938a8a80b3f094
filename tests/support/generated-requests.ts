import { readFileSync } from 'node:fs';
import { openApiFolder } from '../../src/http/openapi.ts';
import { readRecords } from './dataset.ts';

interface Schema {
  $ref?: string;
  type?: string;
  enum?: string[];
  items?: Schema;
  minimum?: number;
  maximum?: number;
}

interface Parameter {
  name: string;
  in: 'path' | 'query';
  required?: boolean;
  schema: Schema;
}

const document = JSON.parse(readFileSync(`${openApiFolder}openapi.json`, 'utf8')) as {
  paths: Record<string, { get?: { parameters?: Parameter[]; security?: object[] } }>;
  components: { schemas: Record<string, Schema> };
};

/** Resolves a reference to a named schema, such as an enumeration. */
const resolve = (schema: Schema): Schema =>
  schema.$ref === undefined ? schema : (document.components.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {});

/** Creates a generator of pseudo-random numbers from 0 to 1, determined by the seed (mulberry32). */
const createRandom = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

const companies = readRecords('companies');
const deals = readRecords('deals');
const listIds = (records: readonly { id: string }[]) => records.map(({ id }) => id);
const companyIds = listIds(companies);

/** Values that exist in the dataset, by parameter. */
const existingValues: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    [
      'company',
      'group',
      'holder',
      'issuer',
      'buyer',
      'provider',
      'chipVendor',
      'vendor',
      'from',
      'to',
      'contains',
      'fromGroup',
      'toGroup',
      'counterparty',
      'counterpartyGroup',
    ].map((name) => [name, companyIds]),
  ),
  deal: listIds(deals),
  source: listIds(readRecords('sources')),
  chip: listIds(readRecords('chips')),
  publisher: [...new Set(readRecords('sources').map(({ publisher }) => publisher))],
  outlet: [...new Set(readRecords('sources').map(({ publisher, originalOutlet }) => originalOutlet ?? publisher))],
  identifier: companies.flatMap(({ identifiers }) => Object.entries(identifiers ?? {}).map(([scheme, value]) => `${scheme}:${value}`)),
  country: [...new Set(companies.map(({ country }) => country))],
};
const words = [...new Set([...deals.map(({ title }) => title), ...companies.map(({ name }) => name)].flatMap((text) => text.split(' ')))];
const hostile = ['%00', 'Ω', "o'brien", '%', '_', '\\', '"', '😀', 'openai\u0000'];

const idsByCollection = new Map<string, string[]>();
const getIds = (collection: Parameters<typeof readRecords>[0]): string[] => {
  const ids = idsByCollection.get(collection) ?? listIds(readRecords(collection));
  idsByCollection.set(collection, ids);
  return ids;
};

/** Returns whether a path serves public data: not a stream or a file, and without an API key. */
const isPublicData = (path: string): boolean => {
  const get = document.paths[path]?.get;
  return get !== undefined && get.security === undefined && !path.endsWith('/stream') && !path.startsWith('/v1/exports');
};

/** Generates request paths at random from the OpenAPI document. The same seed generates the same paths. */
export const generateRequests = (seed: number, count: number): string[] => {
  const next = createRandom(seed);
  const chance = (probability: number) => next() < probability;
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(next() * items.length)] as Item;
  const day = () => new Date(Date.UTC(2023, 6, 1) + Math.floor(next() * 1_300) * 86_400_000).toISOString().slice(0, 10);

  const generateValue = (name: string, referenced: Schema): string => {
    const schema = resolve(referenced);
    if (schema.type === 'array')
      return [generateValue(name, schema.items ?? {}), ...(chance(0.3) ? [generateValue(name, schema.items ?? {})] : [])].join(',');
    if (schema.enum !== undefined) return chance(0.02) ? 'nothing' : pick(schema.enum);
    const known = existingValues[name];
    if (known !== undefined) return chance(0.05) ? `${pick(known)}x` : pick(known);
    if (/(From|To|On|asOf)$/.test(name)) return chance(0.2) ? day().slice(0, 7) : day();
    if (name === 'q') return chance(0.1) ? pick(hostile) : [pick(words), ...(chance(0.3) ? [pick(words).slice(0, 4)] : [])].join(' ');
    if (schema.type === 'boolean') return pick(['true', 'false']);
    if (schema.type === 'integer') return String(Math.floor(next() * Math.min(200, schema.maximum ?? 200)) + (schema.minimum ?? 0));
    if (schema.type === 'number') return String(chance(0.3) ? next() * 100 : Math.floor(10 ** (next() * 12)));
    return pick(words);
  };

  const generatePath = (template: string): string => {
    const collection = /^\/v1\/([a-z-]+)\/\{id\}/.exec(template)?.[1] as Parameters<typeof readRecords>[0] | undefined;
    if (collection === undefined) return template;
    const id = chance(0.05) ? pick(hostile) : `${pick(getIds(collection))}${chance(0.05) ? 'x' : ''}`;
    return template.replace('{id}', encodeURIComponent(id));
  };

  const templates = Object.keys(document.paths).filter(
    (path) => isPublicData(path) && (path.startsWith('/v1') || path.startsWith('/feed')),
  );
  return Array.from({ length: count }, () => {
    const template = pick(templates);
    const parameters = (document.paths[template]?.get?.parameters ?? []).filter((one) => one.in === 'query' && one.name !== 'cursor');
    const query = new URLSearchParams();
    for (const { name, required = false, schema } of parameters) {
      // Few values of `dataVersion` exist, so it is rare.
      if (required || chance((name === 'dataVersion' ? 0.1 : 2.5) / parameters.length)) query.set(name, generateValue(name, schema));
    }
    // A counterparty needs a company beside it.
    if ((query.has('counterparty') || query.has('counterpartyGroup')) && !query.has('company') && !query.has('group'))
      query.set('group', pick(companyIds));
    // A byte order mark is for CSV, and a length is for links on cycles.
    if (query.has('bom')) query.set('format', 'csv');
    if (template === '/v1/graph' && query.has('maxLength') && !query.has('class')) query.set('class', 'circular_financing');
    return `${generatePath(template)}${query.size === 0 ? '' : `?${query.toString()}`}`;
  });
};
