import {
  buildTimeline,
  certaintyRank,
  coalesceStates,
  eventsKnownOn,
  findFirstDate,
  foldCertainty,
  foldTerm,
  highestCertaintyRank,
  type KnownEvent,
  listChangeDays,
  type PublicationDateLookup,
  type State,
  type StatedTerm,
  toHistoryEvent,
} from './history.ts';
import type { DealEvent, DealRecord, Participant } from './records/deal.ts';
import { type Money, toUsdInterval, type UsdInterval } from './records/primitives.ts';
import { type Certainty, certaintyByStatus, type DealKind, type Status } from './vocabulary.ts';

const termNames = ['amount', 'tranches', 'valuation', 'termYears'] as const;

/** Terms of a deal that an event can change. */
export const changeableTerms = ['status', 'certainty', ...termNames] as const;
export type ChangeableTerm = (typeof changeableTerms)[number];

/** An event of a deal as the timeline shows it. The order of the keys is their order in API responses. */
export interface TimelineEvent extends DealEvent {
  id: string;
  deal: string;
  title: string;
  kind: DealKind;
  /** Certainty of this report alone, regardless of the other events. */
  certainty: Certainty;
  /** Terms that differ from the state before the event. */
  changed: ChangeableTerm[];
  knownFrom: string;
}

/** Folds the terms that events can change, from the deal's own history only. */
const foldChangeableTerms = (known: readonly KnownEvent<DealEvent>[]): Partial<Record<ChangeableTerm, unknown>> => {
  const certainty = foldCertainty(known);
  return {
    status: known.at(-1)?.event.status,
    certainty: known.length === 0 ? undefined : certainty,
    ...Object.fromEntries(termNames.map((name) => [name, foldTerm(known, certainty, name).used?.value])),
  };
};

/** An event and its position in the complete history. */
export interface PositionedEvent {
  id: string;
  position: number;
  body: TimelineEvent;
}

/** Builds one timeline entry per known event, with the terms that it changed compared with the events before it. */
const buildTimelineEvents = (
  deal: { id: string; title: string; kind: DealKind },
  known: readonly KnownEvent<DealEvent>[],
): PositionedEvent[] =>
  known.map(({ event, position, knownFrom, citations }, index) => {
    const [before, after] = [foldChangeableTerms(known.slice(0, index)), foldChangeableTerms(known.slice(0, index + 1))];
    const body: TimelineEvent = {
      id: `${deal.id}.${position}`,
      deal: deal.id,
      title: deal.title,
      kind: deal.kind,
      ...event,
      citations: citations.map(({ citation }) => citation),
      certainty: certaintyByStatus[event.status],
      changed: changeableTerms.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name])),
      knownFrom,
    };
    return { id: body.id, position, body };
  });

/** Everything besides its own record that determines the states of a deal. */
export interface DealContext {
  publishedOn: PublicationDateLookup;
  /** The day on which the record was imported. Nothing in the record becomes known later. */
  ingestedOn: string;
  version: number;
  /** Returns the first day on which another deal is known. */
  dealKnownFrom: (dealId: string) => string;
  /** Deals that supersede this one. */
  superseding: readonly SupersedingDeal[];
}

export interface SupersedingDeal {
  id: string;
  knownFrom: string;
  /** The highest certainty rank reached so far, with the days on which it can have risen. */
  rankChanges: { day: string; strength: number }[];
}

type DealTimeline = KnownEvent<DealEvent>[];

/** A participant, the event that first reported it, and the event that first reported its amount. */
interface KnownParticipant {
  participant: Participant;
  reportedBy: KnownEvent<DealEvent>;
  amountReportedBy: KnownEvent<DealEvent>;
}

const findFirstKnownEvent = (timeline: DealTimeline): KnownEvent<DealEvent> =>
  timeline.reduce((first, known) => (known.knownFrom < first.knownFrom ? known : first));

/**
 * Finds the event that first reported a participant or its amount: the first event with that date, or else the first event that became
 * known.
 */
const findEventReportedOn = (timeline: DealTimeline, reportedOn: string | undefined): KnownEvent<DealEvent> =>
  timeline.find((known) => known.event.reportedOn === reportedOn) ?? findFirstKnownEvent(timeline);

const resolveParticipants = (deal: DealRecord, timeline: DealTimeline): KnownParticipant[] =>
  deal.participants.map((participant) => ({
    participant,
    reportedBy: findEventReportedOn(timeline, participant.reportedOn),
    amountReportedBy: findEventReportedOn(timeline, participant.amountReportedOn ?? participant.reportedOn),
  }));

const participantsKnownOn = (participants: readonly KnownParticipant[], day: string): Participant[] =>
  participants
    .filter(({ reportedBy }) => reportedBy.knownFrom <= day)
    .map(({ participant, amountReportedBy }) => {
      if (participant.amount === undefined || amountReportedBy.knownFrom <= day) return participant;
      const { amount: _amount, amountReportedOn: _amountReportedOn, ...known } = participant;
      return known;
    });

/** The event and citations behind one term of a deal's state. */
export interface Evidence {
  term: string;
  company?: string;
  role?: string;
  reportedOn: string;
  occurredOn?: string;
  status: string;
  citations: DealEvent['citations'];
}

const toEvidence = (term: string, known: KnownEvent<DealEvent>, day: string): Evidence => ({
  term,
  reportedOn: known.event.reportedOn,
  ...(known.event.occurredOn !== undefined && { occurredOn: known.event.occurredOn }),
  status: known.event.status,
  citations: known.citations.filter((citation) => citation.knownFrom <= day).map(({ citation }) => citation),
});

/** Returns the events of a deal with the day on which each event and citation became known. */
export const buildDealTimeline = (deal: DealRecord, publishedOn: PublicationDateLookup, ingestedOn: string): DealTimeline =>
  buildTimeline(deal.history, publishedOn, ingestedOn);

/**
 * Returns the first day on which a deal is known.
 *
 * @throws TypeError if the timeline is empty.
 */
export const firstKnownDay = (timeline: DealTimeline): string => findFirstKnownEvent(timeline).knownFrom;

/** Returns what another deal needs to know about a deal that supersedes it. */
export const toSupersedingDeal = (id: string, timeline: DealTimeline): SupersedingDeal => ({
  id,
  knownFrom: firstKnownDay(timeline),
  rankChanges: timeline.map(({ knownFrom }) => ({ day: knownFrom, strength: highestCertaintyRank(eventsKnownOn(timeline, knownFrom)) })),
});

const resolveCertainty = (known: DealTimeline, superseding: readonly SupersedingDeal[], day: string): Certainty => {
  const own = foldCertainty(known);
  const isSuperseding = (deal: SupersedingDeal) => deal.rankChanges.some((one) => one.day <= day && one.strength >= certaintyRank(own));
  return superseding.some(isSuperseding) ? 'dead' : own;
};

const toTermValues = (terms: Partial<Record<string, StatedTerm<DealEvent, unknown>>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(terms).flatMap(([name, term]) => (term === undefined ? [] : [[name, term.value]])));

/** A deal in one state. The order of the keys is their order in API responses. */
export interface DealContent {
  document: {
    id: string;
    title: string;
    kind: DealKind;
    summary?: string;
    participants: Participant[];
    partOf?: string;
    supersedes?: string[];
    status: Status;
    certainty: Certainty;
    amount: Money | null;
    amountUsd: UsdInterval | null;
    valuation: NonNullable<DealEvent['valuation']> | null;
    valuationUsd: UsdInterval | null;
    tranches: NonNullable<DealEvent['tranches']> | null;
    termYears: number | null;
    reportedTerms?: Record<string, unknown>;
    announcedOn: string | null;
    closedOn: string | null;
    knownFrom: string;
    lastReportedOn: string;
    supersededBy: string[];
    version: number;
  };
  history: DealEvent[];
  events: PositionedEvent[];
  evidence: Evidence[];
}

const foldDealContent = (
  deal: DealRecord,
  timeline: DealTimeline,
  participants: readonly KnownParticipant[],
  context: DealContext,
  day: string,
): DealContent => {
  const known = eventsKnownOn(timeline, day);
  const newest = known.at(-1);
  if (newest === undefined) throw new Error(`The deal ${deal.id} has no state on ${day}.`);
  const certainty = resolveCertainty(known, context.superseding, day);
  const terms = {
    amount: foldTerm(known, certainty, 'amount'),
    tranches: foldTerm(known, certainty, 'tranches'),
    valuation: foldTerm(known, certainty, 'valuation'),
    termYears: foldTerm(known, certainty, 'termYears'),
  };
  const amount = terms.amount.used?.value ?? null;
  const valuation = terms.valuation.used?.value ?? null;
  const reportedTerms = toTermValues(Object.fromEntries(termNames.map((name) => [name, terms[name].reported])));
  const isKnown = (id: string) => context.dealKnownFrom(id) <= day;
  const supersedes = deal.supersedes?.filter(isKnown) ?? [];
  const presentParticipants = participantsKnownOn(participants, day);
  const evidence = [
    toEvidence('status', newest, day),
    ...termNames.flatMap((name) => (terms[name].used === undefined ? [] : [toEvidence(name, terms[name].used.by, day)])),
    ...participants.flatMap(({ participant, reportedBy, amountReportedBy }) => {
      if (reportedBy.knownFrom > day) return [];
      const about = { company: participant.company, role: participant.role };
      return [
        { ...toEvidence('participant', reportedBy, day), ...about },
        ...(participant.amount === undefined || amountReportedBy.knownFrom > day
          ? []
          : [{ ...toEvidence('participantAmount', amountReportedBy, day), ...about }]),
      ];
    }),
  ];
  return {
    document: {
      id: deal.id,
      title: deal.title,
      kind: deal.kind,
      participants: presentParticipants,
      ...(deal.partOf !== undefined && isKnown(deal.partOf) && { partOf: deal.partOf }),
      ...(supersedes.length > 0 && { supersedes }),
      status: newest.event.status,
      certainty,
      amount,
      amountUsd: amount && toUsdInterval(amount),
      valuation,
      valuationUsd: valuation && toUsdInterval(valuation),
      tranches: terms.tranches.used?.value ?? null,
      termYears: terms.termYears.used?.value ?? null,
      ...(Object.keys(reportedTerms).length > 0 && { reportedTerms }),
      announcedOn: findFirstDate(known, (status) => certaintyRank(certaintyByStatus[status]) >= certaintyRank('intended')),
      closedOn: findFirstDate(known, (status) => status === 'closed'),
      knownFrom: firstKnownDay(timeline),
      lastReportedOn: newest.event.reportedOn,
      supersededBy: context.superseding.filter((one) => one.knownFrom <= day).map((one) => one.id),
      version: context.version,
    },
    history: known.map(toHistoryEvent),
    events: buildTimelineEvents(deal, known),
    evidence,
  };
};

/** The summary describes the deal in hindsight, so only the current state shows it. */
const addSummary = (content: DealContent, summary: string): DealContent => {
  const { id, title, kind, ...rest } = content.document;
  return { ...content, document: { id, title, kind, summary, ...rest } };
};

/**
 * Folds the history of a deal into its states over time, one for each interval in which nothing visible changes.
 *
 * @returns At least one state, in chronological order, without gaps or overlaps; the last one has no end.
 */
export const foldDealStates = (deal: DealRecord, context: DealContext): State<DealContent>[] => {
  const timeline = buildDealTimeline(deal, context.publishedOn, context.ingestedOn);
  const participants = resolveParticipants(deal, timeline);
  const linkDays = [...(deal.partOf === undefined ? [] : [deal.partOf]), ...(deal.supersedes ?? [])].map(context.dealKnownFrom);
  const supersededDays = context.superseding.flatMap((one) => one.rankChanges.map(({ day }) => day));
  const days = [...listChangeDays(timeline), ...linkDays, ...supersededDays];
  const states = coalesceStates(days, firstKnownDay(timeline), (day) => foldDealContent(deal, timeline, participants, context, day));
  return states.map((state) => (state.knownTo === null ? { ...state, content: addSummary(state.content, deal.summary) } : state));
};
