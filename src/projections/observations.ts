import type { Session } from '../database/database.ts';
import { lastDayOf } from '../domain/dates.ts';
import type { State } from '../domain/history.ts';
import {
  foldStakeStates,
  foldValuationStates,
  type ObservationContext,
  type StakeContent,
  type ValuationContent,
} from '../domain/observation-states.ts';
import { toHeadline } from '../domain/quantities.ts';
import type { Citation } from '../domain/records/primitives.ts';
import { getOrThrow, type StoredRecord } from '../store/load-records.ts';
import { yieldToEventLoop } from '../store/yield-to-event-loop.ts';
import type { DerivedDeal } from './deals.ts';
import { type DatedCitation, type DerivedRecord, toDocumentRows } from './derived-rows.ts';
import { searchWeights } from './search-index.ts';

/** What the observations are derived from besides their own records. */
export interface ObservationLookups {
  deals: ReadonlyMap<string, DerivedDeal>;
  publishedOn: ReadonlyMap<string, string>;
  getName: (companyId: string) => string;
}

const toObservationContext = (
  { record, ingestedOn, version }: StoredRecord<'stakes' | 'valuations'>,
  lookups: ObservationLookups,
): ObservationContext => ({
  publishedOn: (source) => getOrThrow(lookups.publishedOn, source),
  ingestedOn,
  version,
  ...(record.deal !== undefined && { dealKnownFrom: getOrThrow(lookups.deals, record.deal).knownFrom }),
});

/** The citations of an observation, each from the first state that shows it. */
const dateCitations = (citations: readonly Citation[], states: readonly State<StakeContent | ValuationContent>[]): DatedCitation[] =>
  citations.map((citation, position) => {
    const first = states.find(({ content }) => content.citations.some(({ source }) => source === citation.source));
    return { citation, event: null, position, knownFrom: first?.knownFrom ?? '9999-12-31' };
  });

const upsertRows = async <Row extends { id: string }>(rows: readonly Row[], upsert: (row: Row) => PromiseLike<unknown>): Promise<void> => {
  for (const row of rows) {
    await upsert(row);
    await yieldToEventLoop();
  }
};

/** Writes the rows of stakes, and answers what every collection has alike. */
export const writeStakes = async (
  session: Session,
  stored: ReadonlyMap<string, StoredRecord<'stakes'>>,
  lookups: ObservationLookups,
): Promise<DerivedRecord[]> => {
  const { stakes } = session.tables;
  const derived = [...stored.values()].map((one) => ({
    record: one.record,
    states: foldStakeStates(one.record, toObservationContext(one, lookups)),
  }));
  const rows = derived.map(({ record, states }) => ({
    id: record.id,
    holderId: record.holder,
    issuerId: record.issuer,
    dealId: record.deal ?? null,
    basis: record.basis,
    observedDay: lastDayOf(record.observedOn),
    percent: record.percent === undefined ? null : toHeadline(record.percent),
    valueUsd: states[0]?.content.valueUsd ? toHeadline(states[0].content.valueUsd) : null,
    knownFrom: states[0]?.knownFrom ?? record.observedOn,
  }));
  await upsertRows(rows, (row) => session.orm.insert(stakes).values(row).onConflictDoUpdate({ target: stakes.id, set: row }));
  return derived.map(({ record, states }) => {
    const knownFrom = states[0]?.knownFrom ?? record.observedOn;
    const toCompanyText = (field: string, company: string) => ({
      field,
      text: lookups.getName(company),
      weight: searchWeights.participant,
      knownFrom,
    });
    return {
      id: record.id,
      documents: toDocumentRows(record.id, states, (content) => content),
      citations: dateCitations(record.citations, states),
      texts: [
        toCompanyText('holder', record.holder),
        toCompanyText('issuer', record.issuer),
        ...(record.note === undefined
          ? []
          : [{ field: 'note', text: record.note, weight: searchWeights.note, knownFrom: states.at(-1)?.knownFrom ?? knownFrom }]),
      ],
    };
  });
};

/** Writes the rows of valuations, and answers what every collection has alike. */
export const writeValuations = async (
  session: Session,
  stored: ReadonlyMap<string, StoredRecord<'valuations'>>,
  lookups: ObservationLookups,
): Promise<DerivedRecord[]> => {
  const { valuations } = session.tables;
  const derived = [...stored.values()].map((one) => ({
    record: one.record,
    states: foldValuationStates(one.record, toObservationContext(one, lookups)),
  }));
  const rows = derived.map(({ record, states }) => ({
    id: record.id,
    companyId: record.company,
    dealId: record.deal ?? null,
    basis: record.basis,
    observedDay: lastDayOf(record.observedOn),
    amountUsd: states[0] ? toHeadline(states[0].content.amountUsd) : null,
    knownFrom: states[0]?.knownFrom ?? record.observedOn,
  }));
  await upsertRows(rows, (row) => session.orm.insert(valuations).values(row).onConflictDoUpdate({ target: valuations.id, set: row }));
  return derived.map(({ record, states }) => ({
    id: record.id,
    documents: toDocumentRows(record.id, states, (content) => content),
    citations: dateCitations(record.citations, states),
    texts: [
      {
        field: 'company',
        text: lookups.getName(record.company),
        weight: searchWeights.participant,
        knownFrom: states[0]?.knownFrom ?? record.observedOn,
      },
    ],
  }));
};
