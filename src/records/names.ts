import type { Session } from '../database/database.ts';
import type { ResponsePayload } from '../http/response-cache.ts';
import { type AsOf, resolveAsOf, selectDataset, selectDocuments } from './documents.ts';

const named = ['companies', 'deals', 'chips'] as const;
type Named = (typeof named)[number];

/** The collections of the ids in computed responses, by the member that has them. */
const collectionOf: ReadonlyMap<string, Named> = new Map([
  ...[
    'company',
    'group',
    'groups',
    'from',
    'to',
    'fromGroup',
    'toGroup',
    'vendor',
    'customer',
    'chipVendor',
    'buyer',
    'provider',
    'payers',
  ].map((member) => [member, 'companies'] as const),
  ...['deal', 'deals', 'partOf'].map((member) => [member, 'deals'] as const),
  ['chip', 'chips'],
]);

/** The number of records that one statement reads. */
const idsPerStatement = 500;

/** Collects the ids in a part of a response. */
const collectIds = (value: unknown, member: string, ids: Readonly<Record<Named, Set<string>>>): void => {
  if (typeof value === 'string') {
    const collection = collectionOf.get(member);
    if (collection !== undefined) ids[collection].add(value);
  } else if (Array.isArray(value)) {
    for (const one of value) collectIds(one, member, ids);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, one] of Object.entries(value)) collectIds(one, name, ids);
  }
};

const selectNames = async (session: Session, collection: Named, ids: readonly string[], asOf: AsOf): Promise<Record<string, string>> => {
  const names: Record<string, string> = {};
  for (let index = 0; index < ids.length; index += idsPerStatement) {
    const documents = await selectDocuments(session, collection, ids.slice(index, index + idsPerStatement), asOf);
    for (const [id, body] of documents) {
      const { name, title } = JSON.parse(body) as { name?: string; title?: string };
      names[id] = name ?? title ?? id;
    }
  }
  return Object.fromEntries(Object.entries(names).sort(([a], [b]) => (a < b ? -1 : 1)));
};

/** Adds the names of companies and chips and the titles of deals to a computed response, by id. */
export const addNames = async (
  session: Session,
  payload: ResponsePayload,
  requestedAsOf: string | undefined,
  today: string,
): Promise<ResponsePayload> => {
  const { meta, ...parts } = JSON.parse(payload.body.toString()) as { data: unknown; meta: unknown };
  const asOf = resolveAsOf(await selectDataset(session), requestedAsOf, today);
  const ids = { companies: new Set<string>(), deals: new Set<string>(), chips: new Set<string>() };
  collectIds(parts.data, '', ids);
  const names: Partial<Record<Named, Record<string, string>>> = {};
  for (const collection of named) names[collection] = await selectNames(session, collection, [...ids[collection]], asOf);
  return { ...payload, body: JSON.stringify({ ...parts, names, meta }) };
};
