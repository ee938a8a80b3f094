import { readFileSync } from 'node:fs';
import { openApiFolder } from '../../src/http/openapi.ts';
import { recordsOf } from './dataset.ts';

interface ParameterSchema {
  type?: string;
  enum?: string[];
  minimum?: number;
  maximum?: number;
  items?: ParameterSchema;
}

interface Parameter {
  name: string;
  in: 'query' | 'path';
  required?: boolean;
  schema: ParameterSchema;
}

/** Numbers from 0 to 1 that are the same for the same seed (a linear congruential generator, as in Numerical Recipes). */
const numbersFrom = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
};

const idsOf = (collection: Parameters<typeof recordsOf>[0]) => recordsOf(collection).map(({ id }) => id);

/**
 * Requests drawn by seed from the OpenAPI document: any operation with any of its parameters, each with values that its schema
 * allows and that, where it names a record, exist in the real dataset. Most are answered; impossible combinations are refused.
 */
export const drawRequests = (seed: number, count: number): string[] => {
  const document = JSON.parse(readFileSync(`${openApiFolder}openapi.json`, 'utf8')) as {
    paths: Record<string, { get?: { parameters?: Parameter[] } }>;
  };
  const random = numbersFrom(seed);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const ids = {
    companies: idsOf('companies'),
    deals: idsOf('deals'),
    chips: idsOf('chips'),
    sources: idsOf('sources'),
    stakes: idsOf('stakes'),
    valuations: idsOf('valuations'),
    'chip-commitments': idsOf('chip-commitments'),
  };
  // Companies that take part in much, so that filters meet.
  const busy = [
    'nvidia',
    'openai',
    'microsoft',
    'amazon',
    'anthropic',
    'coreweave',
    'oracle',
    'alphabet',
    'meta',
    'softbank',
    'amd',
    'aws',
  ];
  const pools: Record<string, readonly string[]> = {
    deal: ids.deals,
    chip: ids.chips,
    source: ids.sources,
    chipCommitment: ids['chip-commitments'],
    publisher: [...new Set(recordsOf('sources').map(({ publisher }) => publisher))],
    country: [...new Set(recordsOf('companies').map(({ country }) => country))],
    q: ['openai', 'nvid', 'data center', 'microsft', 'trainium', 'round', 'stargate oracle', 'zzzz'],
  };
  const day = () => new Date(Date.UTC(2019, 6, 1) + Math.floor(random() * 2_700) * 86_400_000).toISOString().slice(0, 10);
  const textOf = (name: string): string => {
    if (/(From|To|On|asOf)$/.test(name) && !['from', 'to'].includes(name)) return random() < 0.7 ? day() : day().slice(0, pick([4, 7]));
    return pick(pools[name] ?? (random() < 0.8 ? busy : ids.companies));
  };
  const drawValue = ({ name, schema }: Parameter): string => {
    if (schema.type === 'array') {
      const one = () => pick(schema.items?.enum ?? [textOf(name)]);
      return [...new Set(Array.from({ length: pick([1, 1, 2, 3]) }, one))].join(',');
    }
    if (schema.enum !== undefined) return pick(schema.enum);
    if (schema.type === 'boolean') return pick(['true', 'false']);
    if (schema.type === 'integer') {
      const [least, most] = [schema.minimum ?? 0, Math.min(schema.maximum ?? 100, (schema.minimum ?? 0) + 100)];
      return String(least + Math.floor(random() * (Math.min(most, name === 'samples' ? 5 : most) - least + 1)));
    }
    if (schema.type === 'number') return pick(['0', '5', '27.5', '1e9', String(Math.floor(random() * 5e10)), '12345.5']);
    return name === 'asOf' || /(fromOn|toOn)$/.test(name) ? day() : textOf(name);
  };
  const operations = Object.entries(document.paths).flatMap(([path, { get }]) =>
    get !== undefined && path.startsWith('/v1') && !path.endsWith('/stream') ? [[path, { get }] as const] : [],
  );
  return Array.from({ length: count }, () => {
    const [path, { get }] = pick(operations);
    const collection = path.split('/')[2] as keyof typeof ids;
    const url = path.replace('{id}', () => pick(collection === 'companies' && random() < 0.6 ? busy : (ids[collection] ?? busy)));
    const query = (get.parameters ?? []).filter((one) => one.in === 'query' && one.name !== 'cursor');
    const optional = query.filter(({ required }) => required !== true);
    const wanted = pick([0, 1, 1, 2, 2, 3, 4]);
    const chosen = new Map(
      Array.from({ length: wanted }, () => pick(optional)).flatMap((one) => (one === undefined ? [] : [[one.name, one]])),
    );
    const given = [...query.filter(({ required }) => required === true), ...chosen.values()];
    const text = given.map((parameter) => `${parameter.name}=${encodeURIComponent(drawValue(parameter))}`).join('&');
    return text === '' ? url : `${url}?${text}`;
  });
};
