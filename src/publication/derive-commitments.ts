import { inArray } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import { type CommitmentContent, commitmentStatesOf } from '../domain/commitment-states.ts';
import { lastDayOrNull } from '../domain/dates.ts';
import { type AncestorsOf, commitmentFlowsOf, cutAt } from '../domain/flows.ts';
import { type KnownEvent, rowsOver, type State, timelineOf } from '../domain/history.ts';
import { headlineOf } from '../domain/quantities.ts';
import type { CommitmentEvent } from '../domain/records/chip-commitment.ts';
import { deleteAll, insertAll } from './batches.ts';
import { type DerivedDeal, dealFlowsOver, knownCitationsOf } from './derive-deals.ts';
import { answersOf, type DerivedRecord } from './derived-rows.ts';
import { flowTableRows } from './flow-rows.ts';
import { type SearchText, searchWeights } from './search-entries.ts';
import { required, type StoredRecord } from './stored-records.ts';

/** A chip commitment with its timeline and its states over time. */
interface DerivedCommitment {
  stored: StoredRecord<'chip-commitments'>;
  timeline: KnownEvent<CommitmentEvent>[];
  states: State<CommitmentContent>[];
  deal: DerivedDeal | undefined;
}

const derive = (
  stored: StoredRecord<'chip-commitments'>,
  deals: ReadonlyMap<string, DerivedDeal>,
  publishedOn: ReadonlyMap<string, string>,
): DerivedCommitment => {
  const { record, horizon, version } = stored;
  const deal = record.deal === undefined ? undefined : required(deals, record.deal);
  const dateOf = (source: string) => required(publishedOn, source);
  return {
    stored,
    timeline: timelineOf(record.history, dateOf, horizon),
    states: commitmentStatesOf(record, {
      publishedOn: dateOf,
      horizon,
      version,
      ...(deal !== undefined && {
        deal: {
          knownFrom: deal.knownFrom,
          certaintyFrom: deal.states.map(({ knownFrom, content }) => ({ day: knownFrom, certainty: content.short.certainty })),
        },
      }),
    }),
    deal,
  };
};

const flowRows = ({ stored, states, deal }: DerivedCommitment, ancestorsOf: AncestorsOf) => {
  const { buyer, chipVendor, provider } = stored.record;
  const dealFlows = deal === undefined ? [] : dealFlowsOver(deal.states, ancestorsOf);
  const groupDays = [buyer, chipVendor, ...(provider === undefined ? [] : [provider])].flatMap((id) =>
    ancestorsOf(id).map(({ since }) => since),
  );
  const days = [...groupDays, ...dealFlows.map(({ knownFrom }) => knownFrom)];
  return rowsOver(
    cutAt(states, days).map(({ knownFrom, knownTo, content }) => ({
      knownFrom,
      knownTo,
      items: commitmentFlowsOf(content, knownFrom, ancestorsOf, dealFlows.findLast((state) => state.knownFrom <= knownFrom)?.items ?? []),
    })),
  );
};

const textsOf = (
  { stored, states, timeline }: DerivedCommitment,
  nameOf: (companyId: string) => string,
  chipNameOf: (chipId: string) => string,
): SearchText[] => {
  const { buyer, chipVendor, provider, chips, note } = stored.record;
  const knownFrom = states[0]?.knownFrom ?? stored.horizon;
  const named = (field: string, text: string): SearchText => ({ field, text, weight: searchWeights.participant, knownFrom });
  return [
    named('buyer', nameOf(buyer)),
    named('chipVendor', nameOf(chipVendor)),
    ...(provider === undefined ? [] : [named('provider', nameOf(provider))]),
    ...chips.map((chip) => named('chips', chipNameOf(chip))),
    ...(note === undefined
      ? []
      : [{ field: 'note', text: note, weight: searchWeights.note, knownFrom: states.at(-1)?.knownFrom ?? knownFrom }]),
    ...timeline.flatMap((known) =>
      known.event.note === undefined
        ? []
        : [{ field: 'history', text: known.event.note, weight: searchWeights.note, knownFrom: known.knownFrom }],
    ),
  ];
};

/** Writes the rows that only chip commitments have, and answers what every collection has alike. */
export const writeCommitments = async (
  session: Session,
  commitments: ReadonlyMap<string, StoredRecord<'chip-commitments'>>,
  deals: ReadonlyMap<string, DerivedDeal>,
  publishedOn: ReadonlyMap<string, string>,
  ancestorsOf: AncestorsOf,
  nameOf: (companyId: string) => string,
  chipNameOf: (chipId: string) => string,
): Promise<DerivedRecord[]> => {
  const { commitmentStates, flows } = session.tables;
  const ids = [...commitments.keys()];
  await deleteAll(session, flows, ids, (batch) => inArray(flows.commitmentId, batch));
  await deleteAll(session, commitmentStates, ids, (batch) => inArray(commitmentStates.commitmentId, batch));
  const derived = [...commitments.values()].map((stored) => derive(stored, deals, publishedOn));
  await insertAll(
    session,
    commitmentStates,
    derived.flatMap(({ states }) =>
      states.map(({ knownFrom, knownTo, content }) => ({
        commitmentId: content.id,
        knownFrom,
        knownTo,
        status: content.status,
        certainty: content.certainty,
        amountUsd: content.amountUsd && headlineOf(content.amountUsd),
        units: content.units && headlineOf(content.units),
        powerMw: content.powerMw && headlineOf(content.powerMw),
        startsDay: lastDayOrNull(content.startsOn),
        lastReportedDay: lastDayOrNull(content.lastReportedOn) ?? knownFrom,
      })),
    ),
  );
  await insertAll(
    session,
    flows,
    derived.flatMap((one) => flowTableRows(flowRows(one, ancestorsOf), { dealId: null, commitmentId: one.stored.record.id })),
  );
  return derived.map((one) => ({
    id: one.stored.record.id,
    short: answersOf(one.stored.record.id, one.states, (content) => content),
    citations: knownCitationsOf(one.timeline),
    texts: textsOf(one, nameOf, chipNameOf),
  }));
};
