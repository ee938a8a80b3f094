import { coalesceStates, type State } from './dates.ts';
import {
  buildTimeline,
  buildTimelineEvents,
  certaintyRank,
  citationsOfCertainty,
  eventsKnownOn,
  findAnnouncementDate,
  findFirstDate,
  foldCertainty,
  foldTerm,
  gradeEvidence,
  highestCertaintyRank,
  type KnownEvent,
  listChangeDays,
  type PositionedEvent,
  type ProvenanceLookup,
  type PublicationDateLookup,
  type StatedTerm,
  termNames,
  toHistoryEvent,
} from './history.ts';
import type { DealEvent, DealRecord, Participant } from './records/deal.ts';
import type { DealTerms } from './records/deal-terms.ts';
import { type Money, toUsdInterval, type UsdInterval } from './records/primitives.ts';
import { sumTranches, type TrancheSums } from './usd-sum.ts';
import { type Certainty, type DealKind, type EvidenceGrade, type MoneyClass, moneyClassByKind, type Status } from './vocabulary.ts';

/** Everything besides its own record that determines the states of a deal. */
export interface DealContext {
  publishedOn: PublicationDateLookup;
  getProvenance: ProvenanceLookup;
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
    hasOtherParties?: true;
    partOf?: string;
    overlaps?: string[];
    supersedes?: string[];
    status: Status;
    certainty: Certainty;
    evidenceGrade: EvidenceGrade;
    moneyClass: MoneyClass;
    amount: Money | null;
    amountUsd: UsdInterval | null;
    amountReportedOn: string | null;
    valuation: NonNullable<DealEvent['valuation']> | null;
    valuationUsd: UsdInterval | null;
    tranches: NonNullable<DealEvent['tranches']> | null;
    trancheSums: TrancheSums | null;
    termYears: number | null;
    terms: DealTerms | null;
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
    terms: foldTerm(known, certainty, 'terms'),
  };
  const amount = terms.amount.used?.value ?? null;
  const valuation = terms.valuation.used?.value ?? null;
  const reportedTerms = toTermValues(Object.fromEntries(termNames.map((name) => [name, terms[name].reported])));
  const isKnown = (id: string) => context.dealKnownFrom(id) <= day;
  const supersedes = deal.supersedes?.filter(isKnown) ?? [];
  const overlaps = deal.overlaps?.filter(isKnown) ?? [];
  const amountUsd = amount && toUsdInterval(amount);
  const tranches = terms.tranches.used?.value ?? null;
  // A total counts an amount in the year of its report. Without an amount, the tranches are all that is stated.
  const amountReport = terms.amount.used?.by ?? terms.tranches.used?.by;
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
      ...(deal.hasOtherParties === true && { hasOtherParties: deal.hasOtherParties }),
      ...(deal.partOf !== undefined && isKnown(deal.partOf) && { partOf: deal.partOf }),
      ...(overlaps.length > 0 && { overlaps }),
      ...(supersedes.length > 0 && { supersedes }),
      status: newest.event.status,
      certainty,
      evidenceGrade: gradeEvidence(citationsOfCertainty(known), context.getProvenance),
      moneyClass: moneyClassByKind[deal.kind],
      amount,
      amountUsd,
      amountReportedOn: amountReport?.event.reportedOn ?? null,
      valuation,
      valuationUsd: valuation && toUsdInterval(valuation),
      tranches,
      trancheSums: tranches && sumTranches(tranches, amountUsd),
      termYears: terms.termYears.used?.value ?? null,
      terms: terms.terms.used?.value ?? null,
      ...(Object.keys(reportedTerms).length > 0 && { reportedTerms }),
      announcedOn: findAnnouncementDate(known),
      closedOn: findFirstDate(known, ({ event }) => event.status === 'closed'),
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
  const linkDays = [...(deal.partOf === undefined ? [] : [deal.partOf]), ...(deal.supersedes ?? []), ...(deal.overlaps ?? [])].map(
    context.dealKnownFrom,
  );
  const supersededDays = context.superseding.flatMap((one) => one.rankChanges.map(({ day }) => day));
  const days = [...listChangeDays(timeline), ...linkDays, ...supersededDays];
  const states = coalesceStates(days, firstKnownDay(timeline), (day) => foldDealContent(deal, timeline, participants, context, day));
  return states.map((state) => (state.knownTo === null ? { ...state, content: addSummary(state.content, deal.summary) } : state));
};
