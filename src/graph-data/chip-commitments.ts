import { and, eq, sql } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import type { Certainty } from '../domain/vocabulary.ts';
import type { AsOf } from '../lists/as-of.ts';
import { filterConditions, filterParameters, filterSignature } from '../lists/filters.ts';
import type { FilterValues, ListDefinition } from '../lists/list-definition.ts';

interface Interval {
  min: number | null;
  max: number | null;
}

/** The fields of a chip commitment that analyses use. */
export interface GraphCommitment {
  id: string;
  buyer: string;
  provider?: string;
  chipVendor: string;
  chips: string[];
  deal?: string;
  status: string;
  certainty: Certainty;
  startsOn: string | null;
  endsOn: string | null;
  termYears: number | null;
  knownFrom: string;
  amountUsd: Interval | null;
  units: Interval | null;
  powerMw: Interval | null;
}

/** Loads the chip commitments that match the filters, ordered by id. */
export const loadCommitments = async (
  session: Session,
  commitments: ListDefinition,
  filters: FilterValues,
  asOf: AsOf,
): Promise<GraphCommitment[]> => {
  const statement = session.prepared<{ body: string }[]>(
    `commitment facts|${asOf.isCurrent}|${JSON.stringify(filterSignature(filters))}`,
    () => {
      const { commitmentStates, shortAnswers } = session.tables;
      return session.orm
        .select({ body: shortAnswers.body })
        .from(commitmentStates)
        .innerJoin(
          shortAnswers,
          and(
            sql`${shortAnswers.collection} = 'chip-commitments'`,
            eq(shortAnswers.recordId, commitmentStates.commitmentId),
            eq(shortAnswers.knownFrom, commitmentStates.knownFrom),
          ),
        )
        .where(and(commitments.validAt(session.tables, asOf), ...filterConditions(session, commitments, filters, asOf)))
        .orderBy(commitmentStates.commitmentId);
    },
  );
  const rows = await statement.execute({ ...filterParameters(filters), day: asOf.day });
  return rows.map(({ body }) => JSON.parse(body) as GraphCommitment);
};
