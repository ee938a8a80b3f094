import { and, eq, inArray } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import { coalesceItems, lastDayOf, lastDayOrNull, type State, splitStates } from '../domain/dates.ts';
import {
  buildDealTimeline,
  type DealContent,
  firstKnownDay,
  foldDealStates,
  type SupersedingDeal,
  toSupersedingDeal,
} from '../domain/deal-states.ts';
import { type AncestorLookup, deriveDealFlows, type Flow } from '../domain/flows.ts';
import type { HistoryEvent, KnownEvent } from '../domain/history.ts';
import type { DealEvent, Participant } from '../domain/records/deal.ts';
import { toHeadline } from '../domain/records/primitives.ts';
import { mapYielding, queryInBatches, replaceRows } from '../store/batches.ts';
import { getOrThrow, loadProvenance, loadPublicationDates, loadRecords, type StoredRecord } from '../store/records.ts';
import { type DatedCitation, type DerivedRecord, type SearchText, searchWeights, toFlowRows } from './derived-rows.ts';

/** A deal with its timeline and its states over time. */
export interface DerivedDeal {
  stored: StoredRecord<'deals'>;
  timeline: KnownEvent<DealEvent>[];
  knownFrom: string;
  states: State<DealContent>[];
}

/** Computes the states of deals from their records, the deals that they link to, and the deals that supersede them. */
export const deriveDeals = async (session: Session, dealIds: Iterable<string>): Promise<Map<string, DerivedDeal>> => {
  const { dealSupersessions } = session.tables;
  const requestedDeals = await loadRecords(session, 'deals', dealIds);
  const supersessions = await queryInBatches(session, 'superseding deals', requestedDeals.keys(), (batch) =>
    session.orm.select().from(dealSupersessions).where(inArray(dealSupersessions.supersededId, batch)).orderBy(dealSupersessions.dealId),
  );
  const linkedIds = [...requestedDeals.values()].flatMap(({ record }) => [
    ...(record.partOf === undefined ? [] : [record.partOf]),
    ...(record.supersedes ?? []),
    ...(record.overlaps ?? []),
  ]);
  const linkedDeals = await loadRecords(
    session,
    'deals',
    [...linkedIds, ...supersessions.map(({ dealId }) => dealId)].filter((id) => !requestedDeals.has(id)),
  );
  const all = new Map([...requestedDeals, ...linkedDeals]);
  const cited = [...all.values()].flatMap(({ record }) => record.history.flatMap((event) => event.citations.map(({ source }) => source)));
  const publishedOn = await loadPublicationDates(session, cited);
  const provenance = await loadProvenance(session, cited);
  const timelines = new Map(
    await mapYielding(all, ([id, { record, ingestedOn }]) => [
      id,
      buildDealTimeline(record, (source) => getOrThrow(publishedOn, source), ingestedOn),
    ]),
  );
  const getKnownFrom = (id: string) => firstKnownDay(getOrThrow(timelines, id));
  const superseding = new Map<string, SupersedingDeal[]>();
  for (const { dealId, supersededId } of supersessions) {
    const list = superseding.get(supersededId) ?? [];
    superseding.set(supersededId, [...list, toSupersedingDeal(dealId, getOrThrow(timelines, dealId))]);
  }
  return new Map(
    await mapYielding(requestedDeals, ([id, stored]) => [
      id,
      {
        stored,
        timeline: getOrThrow(timelines, id),
        knownFrom: getKnownFrom(id),
        states: foldDealStates(stored.record, {
          publishedOn: (source) => getOrThrow(publishedOn, source),
          getProvenance: (source) => getOrThrow(provenance, source),
          ingestedOn: stored.ingestedOn,
          version: stored.version,
          dealKnownFrom: getKnownFrom,
          superseding: superseding.get(id) ?? [],
        }),
      },
    ]),
  );
};

/** Derives the flows of a deal over time. They also change when the group of a participant changes. */
export const deriveDealFlowsOverTime = (states: readonly State<DealContent>[], getAncestors: AncestorLookup) => {
  const companies = states.flatMap(({ content }) => content.document.participants.map(({ company }) => company));
  const groupDays = companies.flatMap((company) => getAncestors(company).map(({ since }) => since));
  return splitStates(states, groupDays).map((state): { knownFrom: string; knownTo: string | null; items: Flow[] } => ({
    knownFrom: state.knownFrom,
    knownTo: state.knownTo,
    items: deriveDealFlows(state.content, state.knownFrom, getAncestors),
  }));
};

/** Returns the citations of a history with the days from which they are known. */
export const dateCitations = (timeline: readonly KnownEvent<HistoryEvent>[]): DatedCitation[] =>
  timeline.flatMap((known) =>
    known.citations.map(({ citation, knownFrom }, position) => ({ citation, event: known.position, position, knownFrom })),
  );

/** Lists the companies of a deal by role, each with the day from which it is known. */
const listParticipants = ({ states }: DerivedDeal) => {
  const first = new Map<string, { companyId: string; role: Participant['role']; knownFrom: string }>();
  for (const { knownFrom, content } of states)
    for (const { company, role } of content.document.participants)
      if (!first.has(`${company} ${role}`)) first.set(`${company} ${role}`, { companyId: company, role, knownFrom });
  return [...first.values()];
};

const buildSearchTexts = (deal: DerivedDeal, getName: (companyId: string) => string): SearchText[] => {
  const { record } = deal.stored;
  const lastFrom = deal.states.at(-1)?.knownFrom ?? deal.knownFrom;
  return [
    { field: 'title', text: record.title, weight: searchWeights.title, knownFrom: deal.knownFrom },
    ...listParticipants(deal).map(({ companyId, knownFrom }) => ({
      field: 'participants',
      text: getName(companyId),
      weight: searchWeights.participant,
      knownFrom,
    })),
    { field: 'summary', text: record.summary, weight: searchWeights.summary, knownFrom: lastFrom },
    ...deal.timeline.flatMap(({ event, knownFrom }) =>
      event.note === undefined ? [] : [{ field: 'history', text: event.note, weight: searchWeights.note, knownFrom }],
    ),
  ];
};

/** Derives the rows that deals have in common with every collection. */
export const deriveDealRecords = (
  deals: ReadonlyMap<string, DerivedDeal>,
  getName: (companyId: string) => string,
): Promise<DerivedRecord[]> =>
  mapYielding(deals, ([id, deal]) => ({
    id,
    documents: deal.states.map(({ knownFrom, knownTo, content: { document, history, evidence } }) => ({
      recordId: id,
      knownFrom,
      knownTo,
      body: JSON.stringify(document),
      history: JSON.stringify(history),
      evidence: JSON.stringify(evidence),
    })),
    citations: dateCitations(deal.timeline),
    texts: buildSearchTexts(deal, getName),
  }));

/** Loads the numbers of the response bodies of deals, by the id of the deal and the day from which the state is known. */
const loadDocumentIds = async (session: Session, dealIds: readonly string[]): Promise<Map<string, number>> => {
  const { documents } = session.tables;
  const rows = await queryInBatches(session, 'numbers of documents', dealIds, (batch) =>
    session.orm
      .select({ id: documents.id, dealId: documents.recordId, knownFrom: documents.knownFrom })
      .from(documents)
      .where(and(eq(documents.collection, 'deals'), inArray(documents.recordId, batch))),
  );
  return new Map(rows.map(({ id, dealId, knownFrom }) => [`${dealId} ${knownFrom}`, id]));
};

/** Converts the states of a deal to the rows that lists and sums read. */
const stateRows = (
  { states, knownFrom: firstKnownOn }: DerivedDeal,
  flowsOverTime: readonly { knownFrom: string; items: readonly Flow[] }[],
  documentIds: ReadonlyMap<string, number>,
) =>
  states.map(({ knownFrom, knownTo, content: { document } }) => ({
    dealId: document.id,
    knownFrom,
    knownTo,
    title: document.title,
    kind: document.kind,
    status: document.status,
    certainty: document.certainty,
    evidenceGrade: document.evidenceGrade,
    amountUsd: document.amountUsd && toHeadline(document.amountUsd),
    usdMin: document.amountUsd?.min ?? null,
    usdMax: document.amountUsd?.max ?? null,
    amountReportedOn: document.amountReportedOn,
    trancheSums: document.trancheSums && JSON.stringify(document.trancheSums),
    valuationUsd: document.valuationUsd && toHeadline(document.valuationUsd),
    termYears: document.termYears,
    stage: document.terms?.round?.stage ?? null,
    security: document.terms?.security ?? null,
    seniority: document.terms?.debt?.seniority ?? null,
    maturesDay: lastDayOrNull(document.terms?.debt?.maturesOn ?? null),
    announcedOn: document.announcedOn,
    announcedDay: lastDayOrNull(document.announcedOn),
    closedDay: lastDayOrNull(document.closedOn),
    lastReportedOn: document.lastReportedOn,
    lastReportedDay: lastDayOrNull(document.lastReportedOn) ?? knownFrom,
    firstKnownOn,
    flowCount: flowsOverTime.find((flows) => flows.knownFrom === knownFrom)?.items.length ?? 0,
    documentId: getOrThrow(documentIds, `${document.id} ${knownFrom}`),
  }));

const eventRows = ({ states }: DerivedDeal) =>
  coalesceItems(states.map(({ knownFrom, knownTo, content }) => ({ knownFrom, knownTo, items: content.events }))).map(
    ({ knownFrom, knownTo, content: event }) => ({
      id: event.id,
      knownFrom,
      knownTo,
      dealId: event.body.deal,
      position: event.position,
      kind: event.body.kind,
      reportedOn: event.body.reportedOn,
      reportedDay: lastDayOf(event.body.reportedOn),
      status: event.body.status,
      certainty: event.body.certainty,
      body: JSON.stringify(event.body),
    }),
  );

/** Returns whether a date is later than the year in which it became known. */
const isFutureDate = (date: string | null, knownFrom: string): boolean => date !== null && date.slice(0, 4) > knownFrom.slice(0, 4);

/** Writes the rows that only deals have. Run it after {@link replaceDerived}: the states contain the numbers of the response bodies. */
export const writeDeals = async (
  session: Session,
  derived: ReadonlyMap<string, DerivedDeal>,
  getAncestors: AncestorLookup,
): Promise<void> => {
  const { dataset, dealStates, dealEvents, dealParticipants, flows } = session.tables;
  const ids = [...derived.keys()];
  const deals = [...derived.values()];
  const participants = deals.flatMap((deal) =>
    listParticipants(deal).map((participant) => ({ dealId: deal.stored.record.id, ...participant })),
  );
  await replaceRows(session, { table: dealParticipants, owner: 'dealId', ids, rows: participants });
  const documentIds = await loadDocumentIds(session, ids);
  const flowsOfDeals = await mapYielding(deals, (deal) => deriveDealFlowsOverTime(deal.states, getAncestors));
  const states = (await mapYielding(deals.entries(), ([index, deal]) => stateRows(deal, flowsOfDeals[index] ?? [], documentIds))).flat();
  await replaceRows(session, { table: dealStates, owner: 'dealId', ids, rows: states });
  const events = (await mapYielding(deals, eventRows)).flat();
  await replaceRows(session, { table: dealEvents, owner: 'dealId', ids, rows: events });
  const hasFutureDates =
    events.some(({ reportedDay, knownFrom }) => isFutureDate(reportedDay, knownFrom)) ||
    states.some(({ announcedDay, closedDay, lastReportedDay, knownFrom }) =>
      [announcedDay, closedDay, lastReportedDay].some((date) => isFutureDate(date, knownFrom)),
    );
  if (hasFutureDates) await session.orm.update(dataset).set({ hasFutureDates });
  const flowRows = await mapYielding(deals.entries(), ([index, deal]) =>
    toFlowRows(coalesceItems(flowsOfDeals[index] ?? []), { dealId: deal.stored.record.id, commitmentId: null }),
  );
  await replaceRows(session, { table: flows, owner: 'dealId', ids, rows: flowRows.flat() });
};
