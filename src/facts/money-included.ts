import { and } from 'drizzle-orm';
import type { Chain } from '../analysis/circularity.ts';
import { distinctOf } from '../analysis/grouping.ts';
import { chipCommitmentAnswerSchema } from '../answers/chip-commitment.ts';
import { companyAnswerSchema } from '../answers/company.ts';
import { dealAnswerSchema } from '../answers/deal.ts';
import { includedSchema } from '../answers/envelope.ts';
import { flowAnswerSchema } from '../answers/flow.ts';
import { sourceAnswerSchema } from '../answers/source.ts';
import type { Session } from '../database/database.ts';
import { inValues, listPlaceholders, listValues, validAt } from '../database/expressions.ts';
import type { AsOf } from '../lists/as-of.ts';
import { selectCitedSources } from '../lists/includes.ts';
import { selectDocuments } from '../records/documents.ts';

/** What legs can bring with them. */
export const moneyIncludes = ['companies', 'flows', 'deals', 'chipCommitments', 'sources'] as const;
export type MoneyInclude = (typeof moneyIncludes)[number];

export const moneyIncludedSchema = includedSchema('MoneyIncluded', {
  companies: companyAnswerSchema,
  flows: flowAnswerSchema,
  deals: dealAnswerSchema,
  chipCommitments: chipCommitmentAnswerSchema,
  sources: sourceAnswerSchema,
});

/** The ready bodies of flows, by id. */
const selectFlows = async (session: Session, ids: readonly string[], moment: AsOf): Promise<Map<string, string>> => {
  if (ids.length === 0) return new Map();
  const bounds = listPlaceholders('id', ids.length);
  const statement = session.prepared<{ id: string; body: string }[]>(`flow answers|${bounds.length}|${moment.isCurrent}`, () => {
    const { flows } = session.tables;
    return session.orm
      .select({ id: flows.id, body: flows.body })
      .from(flows)
      .where(and(inValues(flows.id, bounds), validAt(flows, moment)));
  });
  const rows = await statement.execute({ day: moment.day, ...listValues('id', ids) });
  return new Map(rows.map(({ id, body }) => [id, body]));
};

/** What the legs of chains open to, each once: `{collection: {id: record}}`. */
export const includedOfChains = async (
  session: Session,
  chains: readonly Pick<Chain, 'legs'>[],
  wished: readonly MoneyInclude[] | undefined,
  moment: AsOf,
): Promise<Record<string, Record<string, unknown>> | undefined> => {
  if (wished === undefined) return undefined;
  const legs = chains.flatMap((chain) => chain.legs);
  const deals = distinctOf(legs.flatMap((leg) => leg.deals));
  const chipCommitments = distinctOf(legs.flatMap((leg) => leg.chipCommitments));
  const load: Record<MoneyInclude, () => Promise<Map<string, string>>> = {
    companies: () => selectDocuments(session, 'companies', distinctOf(legs.flatMap(({ from, to }) => [from, to])), 'shortAnswers', moment),
    flows: () => selectFlows(session, distinctOf(legs.flatMap((leg) => leg.flows)), moment),
    deals: () => selectDocuments(session, 'deals', deals, 'shortAnswers', moment),
    chipCommitments: () => selectDocuments(session, 'chip-commitments', chipCommitments, 'shortAnswers', moment),
    sources: async () => {
      const cited = [
        ...(deals.length === 0 ? [] : await selectCitedSources(session, 'deals', deals, moment)),
        ...(chipCommitments.length === 0 ? [] : await selectCitedSources(session, 'chip-commitments', chipCommitments, moment)),
      ];
      return selectDocuments(session, 'sources', distinctOf(cited), 'shortAnswers', moment);
    },
  };
  const included: Record<string, Record<string, unknown>> = {};
  for (const name of wished) {
    const found = await load[name]();
    included[name] = Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, body]) => [id, JSON.parse(body)]));
  }
  return included;
};
