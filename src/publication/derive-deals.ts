import { and, eq, inArray } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import { lastDayOf, lastDayOrNull } from '../domain/dates.ts';
import {
  type DealContent,
  dealKnownFromOf,
  dealStatesOf,
  dealTimelineOf,
  type SupersedingDeal,
  supersedingDealOf,
} from '../domain/deal-states.ts';
import { type AncestorsOf, cutAt, dealFlowsOf, type Flow } from '../domain/flows.ts';
import { type KnownEvent, rowsOver, type State } from '../domain/history.ts';
import { headlineOf } from '../domain/quantities.ts';
import type { DealEvent } from '../domain/records/deal.ts';
import { collect, deleteAll, insertAll } from './batches.ts';
import { mapBreathing } from './breathe.ts';
import { answersOf, type DerivedRecord, type KnownPlacedCitation } from './derived-rows.ts';
import { flowTableRows } from './flow-rows.ts';
import { type SearchText, searchWeights } from './search-entries.ts';
import { loadPublicationDates, loadRecords, required, type StoredRecord } from './stored-records.ts';

/** A deal with its timeline and its states over time. */
export interface DerivedDeal {
  stored: StoredRecord<'deals'>;
  timeline: KnownEvent<DealEvent>[];
  knownFrom: string;
  states: State<DealContent>[];
}

/** Computes the states of deals from the stored records, those that they link to and those that supersede them. */
export const deriveDeals = async (session: Session, dealIds: Iterable<string>): Promise<Map<string, DerivedDeal>> => {
  const { dealSupersessions } = session.tables;
  const wanted = await loadRecords(session, 'deals', dealIds);
  const supersessions = await collect(wanted.keys(), (batch) =>
    session.orm.select().from(dealSupersessions).where(inArray(dealSupersessions.supersededId, batch)).orderBy(dealSupersessions.dealId),
  );
  const linked = [...wanted.values()].flatMap(({ record }) => [
    ...(record.partOf === undefined ? [] : [record.partOf]),
    ...(record.supersedes ?? []),
  ]);
  const neighbours = await loadRecords(
    session,
    'deals',
    [...linked, ...supersessions.map(({ dealId }) => dealId)].filter((id) => !wanted.has(id)),
  );
  const all = new Map([...wanted, ...neighbours]);
  const cited = [...all.values()].flatMap(({ record }) => record.history.flatMap((event) => event.citations.map(({ source }) => source)));
  const publishedOn = await loadPublicationDates(session, cited);
  const timelines = new Map(
    await mapBreathing(all, ([id, { record, horizon }]) => [
      id,
      dealTimelineOf(record, (source) => required(publishedOn, source), horizon),
    ]),
  );
  const knownFromOf = (id: string) => dealKnownFromOf(required(timelines, id));
  const superseding = new Map<string, SupersedingDeal[]>();
  for (const { dealId, supersededId } of supersessions) {
    const list = superseding.get(supersededId) ?? [];
    superseding.set(supersededId, [...list, supersedingDealOf(dealId, required(timelines, dealId))]);
  }
  return new Map(
    await mapBreathing(wanted, ([id, stored]) => [
      id,
      {
        stored,
        timeline: required(timelines, id),
        knownFrom: knownFromOf(id),
        states: dealStatesOf(stored.record, {
          publishedOn: (source) => required(publishedOn, source),
          horizon: stored.horizon,
          version: stored.version,
          dealKnownFrom: knownFromOf,
          superseding: superseding.get(id) ?? [],
        }),
      },
    ]),
  );
};

/** The flows of a deal over time, also as the groups of its participants change. */
export const dealFlowsOver = (states: readonly State<DealContent>[], ancestorsOf: AncestorsOf) => {
  const companies = states.flatMap(({ content }) => content.short.participants.map(({ company }) => company));
  const groupDays = companies.flatMap((company) => ancestorsOf(company).map(({ since }) => since));
  return cutAt(states, groupDays).map((state): { knownFrom: string; knownTo: string | null; items: Flow[] } => ({
    knownFrom: state.knownFrom,
    knownTo: state.knownTo,
    items: dealFlowsOf(state.content, state.knownFrom, ancestorsOf),
  }));
};

/** The citations of a history with the days from which they could be seen. */
export const knownCitationsOf = (
  timeline: readonly KnownEvent<{ reportedOn: string; status: DealEvent['status']; citations: DealEvent['citations'] }>[],
): KnownPlacedCitation[] =>
  timeline.flatMap((known) =>
    known.citations.map(({ citation, knownFrom }, position) => ({ citation, event: known.position, position, knownFrom })),
  );

const participantsOf = ({
  states,
}: DerivedDeal): { companyId: string; role: DealContent['short']['participants'][number]['role']; knownFrom: string }[] => {
  const first = new Map<string, { companyId: string; role: DealContent['short']['participants'][number]['role']; knownFrom: string }>();
  for (const { knownFrom, content } of states)
    for (const { company, role } of content.short.participants)
      if (!first.has(`${company} ${role}`)) first.set(`${company} ${role}`, { companyId: company, role, knownFrom });
  return [...first.values()];
};

const textsOf = (deal: DerivedDeal, nameOf: (companyId: string) => string): SearchText[] => {
  const { record } = deal.stored;
  const lastFrom = deal.states.at(-1)?.knownFrom ?? deal.knownFrom;
  return [
    { field: 'title', text: record.title, weight: searchWeights.title, knownFrom: deal.knownFrom },
    ...participantsOf(deal).map(({ companyId, knownFrom }) => ({
      field: 'participants',
      text: nameOf(companyId),
      weight: searchWeights.participant,
      knownFrom,
    })),
    { field: 'summary', text: record.summary, weight: searchWeights.summary, knownFrom: lastFrom },
    ...deal.timeline.flatMap(({ event, knownFrom }) =>
      event.note === undefined ? [] : [{ field: 'history', text: event.note, weight: searchWeights.note, knownFrom }],
    ),
  ];
};

/** Answers what deals have alike with every collection. */
export const derivedRecordsOf = (
  deals: ReadonlyMap<string, DerivedDeal>,
  nameOf: (companyId: string) => string,
): Promise<DerivedRecord[]> =>
  mapBreathing(deals, ([id, deal]) => ({
    id,
    short: answersOf(id, deal.states, ({ short }) => short),
    full: answersOf(id, deal.states, ({ short, history }) => ({ ...short, history })),
    evidence: answersOf(id, deal.states, ({ evidence }) => evidence),
    citations: knownCitationsOf(deal.timeline),
    texts: textsOf(deal, nameOf),
  }));

/** The numbers of the answers of deals, by the ids of these and the days from which their states were known. */
const loadAnswerIds = async (session: Session, dealIds: readonly string[]): Promise<Map<string, number>> => {
  const { shortAnswers } = session.tables;
  const rows = await collect(dealIds, (batch) =>
    session.orm
      .select({ id: shortAnswers.id, dealId: shortAnswers.recordId, knownFrom: shortAnswers.knownFrom })
      .from(shortAnswers)
      .where(and(eq(shortAnswers.collection, 'deals'), inArray(shortAnswers.recordId, batch))),
  );
  return new Map(rows.map(({ id, dealId, knownFrom }) => [`${dealId} ${knownFrom}`, id]));
};

/** The rows of the states of a deal, as lists and sums read them. */
const stateRows = ({ states, knownFrom: firstKnownOn }: DerivedDeal, ancestorsOf: AncestorsOf, answerIds: ReadonlyMap<string, number>) =>
  states.map(({ knownFrom, knownTo, content, content: { short } }) => ({
    dealId: short.id,
    knownFrom,
    knownTo,
    title: short.title,
    kind: short.kind,
    status: short.status,
    certainty: short.certainty,
    amountUsd: short.amountUsd && headlineOf(short.amountUsd),
    usdMin: short.amountUsd?.min ?? null,
    usdMax: short.amountUsd?.max ?? null,
    valuationUsd: short.valuationUsd && headlineOf(short.valuationUsd),
    termYears: short.termYears,
    announcedOn: short.announcedOn,
    announcedDay: lastDayOrNull(short.announcedOn),
    closedDay: lastDayOrNull(short.closedOn),
    lastReportedDay: lastDayOrNull(short.lastReportedOn) ?? knownFrom,
    firstKnownOn,
    flowCount: dealFlowsOf(content, knownFrom, ancestorsOf).length,
    answerId: required(answerIds, `${short.id} ${knownFrom}`),
  }));

/** Whether a date is later than the year of the day on which it became known. */
const isFutureDate = (date: string | null, knownFrom: string): boolean => date !== null && date.slice(0, 4) > knownFrom.slice(0, 4);

/** Writes the rows that only deals have. What every collection has alike has to be written before: the states name their answers. */
export const writeDeals = async (session: Session, derived: ReadonlyMap<string, DerivedDeal>, ancestorsOf: AncestorsOf): Promise<void> => {
  const { dataset, dealStates, dealEvents, dealParticipants, flows } = session.tables;
  const ids = [...derived.keys()];
  await deleteAll(session, flows, ids, (batch) => inArray(flows.dealId, batch));
  await deleteAll(session, dealStates, ids, (batch) => inArray(dealStates.dealId, batch));
  await deleteAll(session, dealEvents, ids, (batch) => inArray(dealEvents.dealId, batch));
  await deleteAll(session, dealParticipants, ids, (batch) => inArray(dealParticipants.dealId, batch));
  const deals = [...derived.values()];
  await insertAll(
    session,
    dealParticipants,
    deals.flatMap((deal) => participantsOf(deal).map((participant) => ({ dealId: deal.stored.record.id, ...participant }))),
  );
  const answerIds = await loadAnswerIds(session, ids);
  const rows = (await mapBreathing(deals, (deal) => stateRows(deal, ancestorsOf, answerIds))).flat();
  await insertAll(session, dealStates, rows);
  const events = (
    await mapBreathing(deals, (deal) =>
      rowsOver(deal.states.map(({ knownFrom, knownTo, content }) => ({ knownFrom, knownTo, items: content.events }))).map(
        ({ knownFrom, knownTo, content: event }) => ({
          id: event.id,
          knownFrom,
          knownTo,
          dealId: event.answer.deal,
          position: event.position,
          kind: event.answer.kind,
          reportedDay: lastDayOf(event.answer.reportedOn),
          status: event.answer.status,
          certainty: event.answer.certainty,
          body: JSON.stringify(event.answer),
        }),
      ),
    )
  ).flat();
  await insertAll(session, dealEvents, events);
  const hasFutureDates =
    events.some(({ reportedDay, knownFrom }) => isFutureDate(reportedDay, knownFrom)) ||
    rows.some(({ announcedDay, closedDay, lastReportedDay, knownFrom }) =>
      [announcedDay, closedDay, lastReportedDay].some((date) => isFutureDate(date, knownFrom)),
    );
  if (hasFutureDates) await session.orm.update(dataset).set({ hasFutureDates });
  await insertAll(
    session,
    flows,
    (
      await mapBreathing(deals, ({ stored, states }) =>
        flowTableRows(rowsOver(dealFlowsOver(states, ancestorsOf)), { dealId: stored.record.id, commitmentId: null }),
      )
    ).flat(),
  );
};
