import { type PlacedEvent, timelineEventsOf } from './deal-events.ts';
import {
  asRecorded,
  certaintyOfHistory,
  changeDaysOf,
  firstDateAt,
  foldTerm,
  type KnownEvent,
  knownOn,
  type PublishedOn,
  type State,
  type StatedTerm,
  statesOver,
  strengthReached,
  timelineOf,
} from './history.ts';
import { type Money, type UsdInterval, usdOf } from './quantities.ts';
import type { DealEvent, DealRecord, Participant } from './records/deal.ts';
import { type Certainty, certaintyOfStatus, type DealKind, type Status, strengthOf } from './vocabulary.ts';

/** Everything besides its own record that determines the states of a deal. */
export interface DealContext {
  publishedOn: PublishedOn;
  /** The day on which the record was imported. Nothing in the record becomes known later. */
  horizon: string;
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
  strengthFrom: { day: string; strength: number }[];
}

const termNames = ['amount', 'tranches', 'valuation', 'termYears'] as const;

type DealTimeline = KnownEvent<DealEvent>[];

/** A participant, the event that first reported it, and the event that first reported its amount. */
interface KnownParticipant {
  participant: Participant;
  by: KnownEvent<DealEvent>;
  amountBy: KnownEvent<DealEvent>;
}

const firstKnownOf = (timeline: DealTimeline): KnownEvent<DealEvent> =>
  timeline.reduce((first, known) => (known.knownFrom < first.knownFrom ? known : first));

/**
 * Finds the event that first reported a participant or its amount: the first event with that date, or else the first event that became
 * known.
 */
const eventReportedOn = (timeline: DealTimeline, reportedOn: string | undefined): KnownEvent<DealEvent> =>
  timeline.find((known) => known.event.reportedOn === reportedOn) ?? firstKnownOf(timeline);

const knownParticipantsOf = (deal: DealRecord, timeline: DealTimeline): KnownParticipant[] =>
  deal.participants.map((participant) => ({
    participant,
    by: eventReportedOn(timeline, participant.reportedOn),
    amountBy: eventReportedOn(timeline, participant.amountReportedOn ?? participant.reportedOn),
  }));

const participantsOn = (participants: readonly KnownParticipant[], day: string): Participant[] =>
  participants
    .filter(({ by }) => by.knownFrom <= day)
    .map(({ participant, amountBy }) => {
      if (participant.amount === undefined || amountBy.knownFrom <= day) return participant;
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

const evidenceBy = (term: string, known: KnownEvent<DealEvent>, day: string): Evidence => ({
  term,
  reportedOn: known.event.reportedOn,
  ...(known.event.occurredOn !== undefined && { occurredOn: known.event.occurredOn }),
  status: known.event.status,
  citations: known.citations.filter((citation) => citation.knownFrom <= day).map(({ citation }) => citation),
});

/** Returns the events of a deal with the day on which each event and citation became known. */
export const dealTimelineOf = (deal: DealRecord, publishedOn: PublishedOn, horizon: string): DealTimeline =>
  timelineOf(deal.history, publishedOn, horizon);

/**
 * Returns the first day on which a deal is known.
 *
 * @throws TypeError if the timeline is empty.
 */
export const dealKnownFromOf = (timeline: DealTimeline): string => firstKnownOf(timeline).knownFrom;

/** Returns what another deal needs to know about a deal that supersedes it. */
export const supersedingDealOf = (id: string, timeline: DealTimeline): SupersedingDeal => ({
  id,
  knownFrom: dealKnownFromOf(timeline),
  strengthFrom: timeline.map(({ knownFrom }) => ({ day: knownFrom, strength: strengthReached(knownOn(timeline, knownFrom)) })),
});

const certaintyOn = (known: DealTimeline, superseding: readonly SupersedingDeal[], day: string): Certainty => {
  const own = certaintyOfHistory(known);
  const hasTakenItsPlace = (deal: SupersedingDeal) => deal.strengthFrom.some((one) => one.day <= day && one.strength >= strengthOf(own));
  return superseding.some(hasTakenItsPlace) ? 'dead' : own;
};

const valuesOf = (terms: Partial<Record<string, StatedTerm<DealEvent, unknown>>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(terms).flatMap(([name, term]) => (term === undefined ? [] : [[name, term.value]])));

/** A deal in one state. The order of the keys is their order in API responses. */
export interface DealContent {
  short: {
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
  events: PlacedEvent[];
  evidence: Evidence[];
}

const contentOn = (
  deal: DealRecord,
  timeline: DealTimeline,
  participants: readonly KnownParticipant[],
  context: DealContext,
  day: string,
): DealContent => {
  const known = knownOn(timeline, day);
  const newest = known.at(-1);
  if (newest === undefined) throw new Error(`The deal ${deal.id} has no state on ${day}.`);
  const certainty = certaintyOn(known, context.superseding, day);
  const terms = {
    amount: foldTerm(known, certainty, 'amount'),
    tranches: foldTerm(known, certainty, 'tranches'),
    valuation: foldTerm(known, certainty, 'valuation'),
    termYears: foldTerm(known, certainty, 'termYears'),
  };
  const amount = terms.amount.used?.value ?? null;
  const valuation = terms.valuation.used?.value ?? null;
  const reportedTerms = valuesOf(Object.fromEntries(termNames.map((name) => [name, terms[name].reported])));
  const isKnown = (id: string) => context.dealKnownFrom(id) <= day;
  const supersedes = deal.supersedes?.filter(isKnown) ?? [];
  const presentParticipants = participantsOn(participants, day);
  const evidence = [
    evidenceBy('status', newest, day),
    ...termNames.flatMap((name) => (terms[name].used === undefined ? [] : [evidenceBy(name, terms[name].used.by, day)])),
    ...participants.flatMap(({ participant, by, amountBy }) => {
      if (by.knownFrom > day) return [];
      const about = { company: participant.company, role: participant.role };
      return [
        { ...evidenceBy('participant', by, day), ...about },
        ...(participant.amount === undefined || amountBy.knownFrom > day
          ? []
          : [{ ...evidenceBy('participantAmount', amountBy, day), ...about }]),
      ];
    }),
  ];
  return {
    short: {
      id: deal.id,
      title: deal.title,
      kind: deal.kind,
      participants: presentParticipants,
      ...(deal.partOf !== undefined && isKnown(deal.partOf) && { partOf: deal.partOf }),
      ...(supersedes.length > 0 && { supersedes }),
      status: newest.event.status,
      certainty,
      amount,
      amountUsd: amount && usdOf(amount),
      valuation,
      valuationUsd: valuation && usdOf(valuation),
      tranches: terms.tranches.used?.value ?? null,
      termYears: terms.termYears.used?.value ?? null,
      ...(Object.keys(reportedTerms).length > 0 && { reportedTerms }),
      announcedOn: firstDateAt(known, (status) => strengthOf(certaintyOfStatus[status]) >= strengthOf('intended')),
      closedOn: firstDateAt(known, (status) => status === 'closed'),
      knownFrom: dealKnownFromOf(timeline),
      lastReportedOn: newest.event.reportedOn,
      supersededBy: context.superseding.filter((one) => one.knownFrom <= day).map((one) => one.id),
      version: context.version,
    },
    history: known.map(asRecorded),
    events: timelineEventsOf(deal, known),
    evidence,
  };
};

/** The summary describes the deal in hindsight, so only the current state shows it. */
const withSummary = (content: DealContent, summary: string): DealContent => {
  const { id, title, kind, ...rest } = content.short;
  return { ...content, short: { id, title, kind, summary, ...rest } };
};

/**
 * Folds the history of a deal into its states over time, one for each interval in which nothing visible changes.
 *
 * @returns At least one state, in chronological order, without gaps or overlaps; the last one has no end.
 */
export const dealStatesOf = (deal: DealRecord, context: DealContext): State<DealContent>[] => {
  const timeline = dealTimelineOf(deal, context.publishedOn, context.horizon);
  const participants = knownParticipantsOf(deal, timeline);
  const linkDays = [...(deal.partOf === undefined ? [] : [deal.partOf]), ...(deal.supersedes ?? [])].map(context.dealKnownFrom);
  const supersededDays = context.superseding.flatMap((one) => one.strengthFrom.map(({ day }) => day));
  const days = [...changeDaysOf(timeline), ...linkDays, ...supersededDays];
  const states = statesOver(days, dealKnownFromOf(timeline), (day) => contentOn(deal, timeline, participants, context, day));
  return states.map((state) => (state.knownTo === null ? { ...state, content: withSummary(state.content, deal.summary) } : state));
};
