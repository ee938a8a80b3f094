import type { Session } from '../database/database.ts';
import type { State } from '../domain/dates.ts';
import { lastDayOf } from '../domain/dates.ts';
import type { Provenance } from '../domain/history.ts';
import { foldAmountStates, foldStakeStates, type ObservationContext } from '../domain/observation-states.ts';
import { type Citation, toHeadline } from '../domain/records/primitives.ts';
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

/** Returns the rows that every collection has. A citation is known from the first state that contains it. */
const toDerivedRecord = (
  { record, states }: FoldedObservation<{ id: string; citations: readonly Citation[] }, { citations: readonly Citation[] }>,
  texts: SearchText[],
): DerivedRecord => ({
  id: record.id,
  documents: toDocumentRows(record.id, states, (content) => content),
  citations: record.citations.map((citation, position): DatedCitation => {
    const first = states.find(({ content }) => content.citations.some(({ source }) => source === citation.source));
    return { citation, event: null, position, knownFrom: first?.knownFrom ?? '9999-12-31' };
  }),
  texts,
});

const toParticipantText = (field: string, text: string, knownFrom: string): SearchText => ({
  field,
  text,
  weight: searchWeights.participant,
  knownFrom,
});

/** Writes the rows of stakes, and returns the rows that every collection has. */
export const writeStakes = async (
  session: Session,
  stored: ReadonlyMap<string, StoredRecord<'stakes'>>,
  lookups: ObservationLookups,
): Promise<DerivedRecord[]> => {
  const folded = foldObservations(stored, lookups, foldStakeStates);
  const rows = folded.map(({ record, first: { knownFrom, content } }) => ({
    id: record.id,
    holderId: record.holder,
    issuerId: record.issuer,
    dealId: record.deal ?? null,
    basis: record.basis,
    observedDay: lastDayOf(record.observedOn),
    percent: record.percent === undefined ? null : toHeadline(record.percent),
    valueUsd: content.valueUsd && toHeadline(content.valueUsd),
    knownFrom,
  }));
  await upsertRows(session, session.tables.stakes, rows);
  return folded.map((one) => {
    const { record, states, first } = one;
    return toDerivedRecord(one, [
      toParticipantText('holder', lookups.getName(record.holder), first.knownFrom),
      toParticipantText('issuer', lookups.getName(record.issuer), first.knownFrom),
      ...(record.note === undefined
        ? []
        : [{ field: 'note', text: record.note, weight: searchWeights.note, knownFrom: (states.at(-1) ?? first).knownFrom }]),
    ]);
  });
};

/** Writes the rows of valuations, and returns the rows that every collection has. */
export const writeValuations = async (
  session: Session,
  stored: ReadonlyMap<string, StoredRecord<'valuations'>>,
  lookups: ObservationLookups,
): Promise<DerivedRecord[]> => {
  const folded = foldObservations(stored, lookups, foldAmountStates);
  const rows = folded.map(({ record, first: { knownFrom, content } }) => ({
    id: record.id,
    companyId: record.company,
    dealId: record.deal ?? null,
    basis: record.basis,
    observedDay: lastDayOf(record.observedOn),
    amountUsd: toHeadline(content.amountUsd),
    knownFrom,
  }));
  await upsertRows(session, session.tables.valuations, rows);
  return folded.map((one) =>
    toDerivedRecord(one, [toParticipantText('company', lookups.getName(one.record.company), one.first.knownFrom)]),
  );
};

/** Writes the rows of financial figures, and returns the rows that every collection has. */
export const writeFinancials = async (
  session: Session,
  stored: ReadonlyMap<string, StoredRecord<'financials'>>,
  lookups: ObservationLookups,
): Promise<DerivedRecord[]> => {
  const folded = foldObservations(stored, lookups, foldAmountStates);
  const rows = folded.map(({ record, first: { knownFrom, content } }) => ({
    id: record.id,
    companyId: record.company,
    metric: record.metric,
    basis: record.basis,
    periodDay: lastDayOf(record.periodEnd),
    amountUsd: toHeadline(content.amountUsd),
    knownFrom,
  }));
  await upsertRows(session, session.tables.financials, rows);
  return folded.map((one) =>
    toDerivedRecord(one, [
      toParticipantText('company', lookups.getName(one.record.company), one.first.knownFrom),
      toParticipantText('metric', one.record.metric.replaceAll('_', ' '), one.first.knownFrom),
    ]),
  );
};
