import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Session } from '../database/database.ts';
import type { State } from '../domain/dates.ts';
import { lastDayOf, latestDay } from '../domain/dates.ts';
import type { Provenance } from '../domain/history.ts';
import { foldAmountStates, foldStakeStates, type ObservationContext } from '../domain/observation-states.ts';
import { toHeadline } from '../domain/records/primitives.ts';
import type { RecordOf } from '../domain/records/records.ts';
import { upsertRows } from '../store/batches.ts';
import { getOrThrow, type StoredRecord } from '../store/records.ts';
import type { DerivedDeal } from './deals.ts';
import { type DatedCitation, type DerivedRecord, type SearchText, searchWeights, toDocumentRows } from './derived-rows.ts';

/** Everything besides its own record that determines the rows of an observation. */
export interface ObservationLookups {
  deals: ReadonlyMap<string, DerivedDeal>;
  publishedOn: ReadonlyMap<string, string>;
  provenance: ReadonlyMap<string, Provenance>;
  getName: (companyId: string) => string;
}

type ObservationCollection = 'stakes' | 'valuations' | 'financials';

type Citing = Pick<RecordOf<ObservationCollection>, 'id' | 'citations'>;

interface FoldedObservation<Record, Content> {
  record: Record;
  states: readonly State<Content>[];
  first: State<Content>;
}

/** Folds observations into their states, of which each has at least one. */
const foldObservations = <Name extends ObservationCollection, Content>(
  stored: ReadonlyMap<string, StoredRecord<Name>>,
  { deals, publishedOn, provenance }: ObservationLookups,
  fold: (record: RecordOf<Name>, context: ObservationContext) => State<Content>[],
): FoldedObservation<RecordOf<Name>, Content>[] =>
  [...stored.values()].map(({ record, ingestedOn, version }) => {
    const states = fold(record, {
      publishedOn: (source) => getOrThrow(publishedOn, source),
      getProvenance: (source) => getOrThrow(provenance, source),
      ingestedOn,
      version,
      ...('deal' in record && record.deal !== undefined && { dealKnownFrom: getOrThrow(deals, record.deal).knownFrom }),
    });
    const [first] = states;
    if (first === undefined) throw new Error(`The observation ${record.id} has no state.`);
    return { record, states, first };
  });

const toParticipantText = (field: string, text: string, knownFrom: string): SearchText => ({
  field,
  text,
  weight: searchWeights.participant,
  knownFrom,
});

/**
 * Writes the rows of observations to their table, and returns the rows that every collection has. A citation is known from the first
 * state that contains it.
 */
const writeObservations = async <Observation extends Citing, Content extends Citing, Table extends PgTable & { id: PgColumn }>(
  session: Session,
  table: Table,
  folded: readonly FoldedObservation<Observation, Content>[],
  toRow: (one: FoldedObservation<Observation, Content>) => Table['$inferInsert'],
  toTexts: (one: FoldedObservation<Observation, Content>) => SearchText[],
): Promise<DerivedRecord[]> => {
  await upsertRows(session, table, folded.map(toRow));
  return folded.map((one) => {
    const { record, states } = one;
    return {
      id: record.id,
      documents: toDocumentRows(record.id, states, (content) => content),
      citations: record.citations.map((citation, position): DatedCitation => {
        const first = states.find(({ content }) => content.citations.some(({ source }) => source === citation.source));
        return { citation, event: null, position, knownFrom: first?.knownFrom ?? latestDay };
      }),
      texts: toTexts(one),
    };
  });
};

type WriteObservations<Name extends ObservationCollection> = (
  session: Session,
  stored: ReadonlyMap<string, StoredRecord<Name>>,
  lookups: ObservationLookups,
) => Promise<DerivedRecord[]>;

export const writeStakes: WriteObservations<'stakes'> = (session, stored, lookups) =>
  writeObservations(
    session,
    session.tables.stakes,
    foldObservations(stored, lookups, foldStakeStates),
    ({ record, first: { knownFrom, content } }) => ({
      id: record.id,
      holderId: record.holder,
      issuerId: record.issuer,
      dealId: record.deal ?? null,
      basis: record.basis,
      observedDay: lastDayOf(record.observedOn),
      percent: record.percent === undefined ? null : toHeadline(record.percent),
      valueUsd: content.valueUsd && toHeadline(content.valueUsd),
      knownFrom,
    }),
    ({ record, states, first: { knownFrom } }) => [
      toParticipantText('holder', lookups.getName(record.holder), knownFrom),
      toParticipantText('issuer', lookups.getName(record.issuer), knownFrom),
      ...(record.note === undefined
        ? []
        : [{ field: 'note', text: record.note, weight: searchWeights.note, knownFrom: states.at(-1)?.knownFrom ?? knownFrom }]),
    ],
  );

export const writeValuations: WriteObservations<'valuations'> = (session, stored, lookups) =>
  writeObservations(
    session,
    session.tables.valuations,
    foldObservations(stored, lookups, foldAmountStates),
    ({ record, first: { knownFrom, content } }) => ({
      id: record.id,
      companyId: record.company,
      dealId: record.deal ?? null,
      basis: record.basis,
      observedDay: lastDayOf(record.observedOn),
      amountUsd: toHeadline(content.amountUsd),
      knownFrom,
    }),
    ({ record, first }) => [toParticipantText('company', lookups.getName(record.company), first.knownFrom)],
  );

export const writeFinancials: WriteObservations<'financials'> = (session, stored, lookups) =>
  writeObservations(
    session,
    session.tables.financials,
    foldObservations(stored, lookups, foldAmountStates),
    ({ record, first: { knownFrom, content } }) => ({
      id: record.id,
      companyId: record.company,
      metric: record.metric,
      basis: record.basis,
      periodDay: lastDayOf(record.periodEnd),
      amountUsd: toHeadline(content.amountUsd),
      knownFrom,
    }),
    ({ record, first: { knownFrom } }) => [
      toParticipantText('company', lookups.getName(record.company), knownFrom),
      toParticipantText('metric', record.metric.replaceAll('_', ' '), knownFrom),
    ],
  );
