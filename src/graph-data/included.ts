import { and, inArray } from 'drizzle-orm';
import { sortedUnique } from '../analysis/grouping.ts';
import type { MoneyPath } from '../analysis/paths-and-cycles.ts';
import type { Session } from '../database/database.ts';
import { listPlaceholders, listValues, validAt } from '../database/expressions.ts';
import { type AsOf, formatIncluded, selectCitedSources, selectDocuments } from '../records/documents.ts';
import { chipCommitmentResponseSchema } from '../responses/chip-commitment.ts';
import { companyResponseSchema } from '../responses/company.ts';
import { dealResponseSchema } from '../responses/deal.ts';
import { includedSchema } from '../responses/envelope.ts';
import { flowResponseSchema } from '../responses/flow.ts';
import { sourceResponseSchema } from '../responses/source.ts';

/** The related records that `include` adds to legs. */
export const moneyIncludes = ['companies', 'flows', 'deals', 'chipCommitments', 'sources'] as const;
export type MoneyInclude = (typeof moneyIncludes)[number];

export const moneyIncludedSchema = includedSchema('MoneyIncluded', {
  companies: companyResponseSchema,
  flows: flowResponseSchema,
  deals: dealResponseSchema,
  chipCommitments: chipCommitmentResponseSchema,
  sources: sourceResponseSchema,
});

/** Loads the response bodies of flows by id. */
const selectFlows = async (session: Session, ids: readonly string[], asOf: AsOf): Promise<Map<string, string>> => {
  if (ids.length === 0) return new Map();
  const bounds = listPlaceholders('id', ids.length);
  const statement = session.prepared<{ id: string; body: string }[]>(`flow answers|${bounds.length}|${asOf.isCurrent}`, () => {
    const { flows } = session.tables;
    return session.orm
      .select({ id: flows.id, body: flows.body })
      .from(flows)
      .where(and(inArray(flows.id, bounds), validAt(flows, asOf)));
  });
  const rows = await statement.execute({ day: asOf.day, ...listValues('id', ids) });
  return new Map(rows.map(({ id, body }) => [id, body]));
};

/** Loads the related records of legs, each once, as JSON: `{collection: {id: record}}`. Returns undefined if the request includes none. */
export const loadIncluded = async (
  session: Session,
  paths: readonly Pick<MoneyPath, 'legs'>[],
  requested: readonly MoneyInclude[] | undefined,
  asOf: AsOf,
): Promise<string | undefined> => {
  if (requested === undefined) return undefined;
  const legs = paths.flatMap((path) => path.legs);
  const deals = sortedUnique(legs.flatMap((leg) => leg.deals));
  const chipCommitments = sortedUnique(legs.flatMap((leg) => leg.chipCommitments));
  const load: Record<MoneyInclude, () => Promise<Map<string, string>>> = {
    companies: () => selectDocuments(session, 'companies', sortedUnique(legs.flatMap(({ from, to }) => [from, to])), asOf),
    flows: () => selectFlows(session, sortedUnique(legs.flatMap((leg) => leg.flows)), asOf),
    deals: () => selectDocuments(session, 'deals', deals, asOf),
    chipCommitments: () => selectDocuments(session, 'chip-commitments', chipCommitments, asOf),
    sources: async () => {
      const cited = [
        ...(deals.length === 0 ? [] : await selectCitedSources(session, 'deals', deals, asOf)),
        ...(chipCommitments.length === 0 ? [] : await selectCitedSources(session, 'chip-commitments', chipCommitments, asOf)),
      ];
      return selectDocuments(session, 'sources', sortedUnique(cited), asOf);
    },
  };
  const parts: string[] = [];
  for (const name of requested) parts.push(formatIncluded(name, await load[name]()));
  return `{${parts.join(',')}}`;
};
