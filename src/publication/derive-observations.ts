import type { Session } from '../database/database.ts';
import { lastDayOf } from '../domain/dates.ts';
import type { State } from '../domain/history.ts';
import {
  type ObservationContext,
  type StakeContent,
  stakeStatesOf,
  type ValuationContent,
  valuationStatesOf,
} from '../domain/observation-states.ts';
import { headlineOf } from '../domain/quantities.ts';
import type { Citation } from '../domain/records/primitives.ts';
import { breathe } from './breathe.ts';
import type { DerivedDeal } from './derive-deals.ts';
import { answersOf, type DerivedRecord, type KnownPlacedCitation } from './derived-rows.ts';
import { searchWeights } from './search-entries.ts';
import { required, type StoredRecord } from './stored-records.ts';

/** What the observations are derived from besides their own records. */
export interface ObservationWorld {
  deals: ReadonlyMap<string, DerivedDeal>;
  publishedOn: ReadonlyMap<string, string>;
  nameOf: (companyId: string) => string;
}

const contextOf = ({ record, horizon, version }: StoredRecord<'stakes' | 'valuations'>, world: ObservationWorld): ObservationContext => ({
  publishedOn: (source) => required(world.publishedOn, source),
  horizon,
  version,
  ...(record.deal !== undefined && { dealKnownFrom: required(world.deals, record.deal).knownFrom }),
});

/** The citations of an observation, each from the first state that shows it. */
const knownCitationsOf = (
  citations: readonly Citation[],
  states: readonly State<StakeContent | ValuationContent>[],
): KnownPlacedCitation[] =>
  citations.map((citation, position) => {
    const first = states.find(({ content }) => content.citations.some(({ source }) => source === citation.source));
    return { citation, event: null, position, knownFrom: first?.knownFrom ?? '9999-12-31' };
  });

const replaceRows = async <Row extends { id: string }>(rows: readonly Row[], upsert: (row: Row) => PromiseLike<unknown>): Promise<void> => {
  for (const row of rows) {
    await upsert(row);
    await breathe();
  }
};

/** Writes the rows of stakes, and answers what every collection has alike. */
export const writeStakes = async (
  session: Session,
  stored: ReadonlyMap<string, StoredRecord<'stakes'>>,
  world: ObservationWorld,
): Promise<DerivedRecord[]> => {
  const { stakes } = session.tables;
  const derived = [...stored.values()].map((one) => ({ record: one.record, states: stakeStatesOf(one.record, contextOf(one, world)) }));
  const rows = derived.map(({ record, states }) => ({
    id: record.id,
    holderId: record.holder,
    issuerId: record.issuer,
    dealId: record.deal ?? null,
    basis: record.basis,
    observedDay: lastDayOf(record.observedOn),
    percent: record.percent === undefined ? null : headlineOf(record.percent),
    valueUsd: states[0]?.content.valueUsd ? headlineOf(states[0].content.valueUsd) : null,
    knownFrom: states[0]?.knownFrom ?? record.observedOn,
  }));
  await replaceRows(rows, (row) => session.orm.insert(stakes).values(row).onConflictDoUpdate({ target: stakes.id, set: row }));
  return derived.map(({ record, states }) => {
    const knownFrom = states[0]?.knownFrom ?? record.observedOn;
    const named = (field: string, company: string) => ({
      field,
      text: world.nameOf(company),
      weight: searchWeights.participant,
      knownFrom,
    });
    return {
      id: record.id,
      short: answersOf(record.id, states, (content) => content),
      citations: knownCitationsOf(record.citations, states),
      texts: [
        named('holder', record.holder),
        named('issuer', record.issuer),
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
  world: ObservationWorld,
): Promise<DerivedRecord[]> => {
  const { valuations } = session.tables;
  const derived = [...stored.values()].map((one) => ({ record: one.record, states: valuationStatesOf(one.record, contextOf(one, world)) }));
  const rows = derived.map(({ record, states }) => ({
    id: record.id,
    companyId: record.company,
    dealId: record.deal ?? null,
    basis: record.basis,
    observedDay: lastDayOf(record.observedOn),
    amountUsd: states[0] ? headlineOf(states[0].content.amountUsd) : null,
    knownFrom: states[0]?.knownFrom ?? record.observedOn,
  }));
  await replaceRows(rows, (row) => session.orm.insert(valuations).values(row).onConflictDoUpdate({ target: valuations.id, set: row }));
  return derived.map(({ record, states }) => ({
    id: record.id,
    short: answersOf(record.id, states, (content) => content),
    citations: knownCitationsOf(record.citations, states),
    texts: [
      {
        field: 'company',
        text: world.nameOf(record.company),
        weight: searchWeights.participant,
        knownFrom: states[0]?.knownFrom ?? record.observedOn,
      },
    ],
  }));
};
