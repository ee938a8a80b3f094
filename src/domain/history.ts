import { containsDate, earlierDay, lastDayOf, laterDay, latestDay } from './dates.ts';
import type { DealEvent, DealRecord } from './records/deal.ts';
import type { Citation } from './records/primitives.ts';
import {
  type Certainty,
  certainties,
  certaintyByStatus,
  type DealKind,
  type EvidenceGrade,
  type FormerSourceKind,
  type SourceKind,
  type Status,
} from './vocabulary.ts';

/** Fields that the events of deals and chip commitments share. */
export interface HistoryEvent {
  reportedOn: string;
  occurredOn?: string | undefined;
  status: Status;
  citations: Citation[];
}

/** Returns the publication date of a source. */
export type PublicationDateLookup = (sourceId: string) => string;

export interface KnownCitation {
  citation: Citation;
  knownFrom: string;
}

/** An event, its position in the history, and the day on which it became known. */
export interface KnownEvent<Event extends HistoryEvent> {
  event: Event;
  position: number;
  knownFrom: string;
  citations: KnownCitation[];
}

/**
 * Determines when each event and citation became known.
 *
 * A citation is published on the last day of its publication date; if that date has reduced precision and contains the event's date, on
 * the event's day. An event is known from the last day of `reportedOn` if a citation is published by then, and otherwise from the day of
 * its first citation.
 *
 * @param ingestedOn The day on which the record was imported. Everything in the record was public by then, so nothing becomes known
 * later.
 */
export const buildTimeline = <Event extends HistoryEvent>(
  history: readonly Event[],
  publishedOn: PublicationDateLookup,
  ingestedOn: string,
): KnownEvent<Event>[] =>
  history.map((event, position) => {
    const reportedDay = lastDayOf(event.reportedOn);
    const published = event.citations.map((citation) => {
      const publishedDate = publishedOn(citation.source);
      return { citation, day: containsDate(publishedDate, event.reportedOn) ? reportedDay : lastDayOf(publishedDate) };
    });
    const firstPublished = published.reduce((day, citation) => earlierDay(day, citation.day), latestDay);
    const knownFrom = earlierDay(laterDay(reportedDay, firstPublished), ingestedOn);
    return {
      event,
      position,
      knownFrom,
      citations: published.map(({ citation, day }) => ({ citation, knownFrom: laterDay(knownFrom, earlierDay(day, ingestedOn)) })),
    };
  });

/** Returns the events known on a day in the order of the history, each with the citations published by then. */
export const eventsKnownOn = <Event extends HistoryEvent>(timeline: readonly KnownEvent<Event>[], day: string): KnownEvent<Event>[] =>
  timeline
    .filter((known) => known.knownFrom <= day)
    .map((known) => ({ ...known, citations: known.citations.filter((citation) => citation.knownFrom <= day) }));

/** Converts a known event to its record format, with its published citations only. */
export const toHistoryEvent = <Event extends HistoryEvent>(known: KnownEvent<Event>): Event => ({
  ...known.event,
  citations: known.citations.map(({ citation }) => citation),
});

/** Returns every day on which an event or a citation becomes known. The days can repeat and are not sorted. */
export const listChangeDays = (timeline: readonly KnownEvent<HistoryEvent>[]): string[] =>
  timeline.flatMap((known) => [known.knownFrom, ...known.citations.map((citation) => citation.knownFrom)]);

/** Returns the rank of a certainty, from 1 (`speculative`) to 3 (`binding`); 0 for `dead`. */
export const certaintyRank = (certainty: Certainty): number => (certainty === 'dead' ? 0 : certainties.indexOf(certainty) + 1);

const strongerOf = (a: Certainty, b: Certainty): Certainty => (certaintyRank(b) > certaintyRank(a) ? b : a);

/** A known event and the certainty at which it speaks. */
export interface RatedEvent<Event extends HistoryEvent> extends KnownEvent<Event> {
  certainty: Certainty;
}

/**
 * Rates events by their statuses. `amended` and `stalled` speak at the certainty that the agreement has reached since it last ended, or
 * `intended` if they come first.
 */
const rateEvents = <Event extends HistoryEvent>(known: readonly KnownEvent<Event>[]): RatedEvent<Event>[] => {
  let reached: Certainty = 'dead';
  return known.map((one) => {
    const certainty = certaintyByStatus[one.event.status] ?? (reached === 'dead' ? 'intended' : reached);
    reached = certainty === 'dead' ? 'dead' : strongerOf(reached, certainty);
    return { ...one, certainty };
  });
};

/** Returns the events after the last one that ended the agreement; none if the newest event ended it. */
const eventsSinceLastEnd = <Event extends HistoryEvent>(known: readonly KnownEvent<Event>[]): RatedEvent<Event>[] => {
  const rated = rateEvents(known);
  return rated.slice(rated.findLastIndex(({ certainty }) => certainty === 'dead') + 1);
};

/**
 * Returns the strongest certainty since the last event that ended the agreement, or `dead` if there is none. Taking the strongest keeps
 * a signed contract binding while its parties discuss an extension.
 */
export const foldCertainty = (known: readonly KnownEvent<HistoryEvent>[]): Certainty =>
  eventsSinceLastEnd(known).reduce<Certainty>((strongest, { certainty }) => strongerOf(strongest, certainty), 'dead');

/** Returns the highest certainty rank that any event reached, regardless of later events; 0 if none. */
export const highestCertaintyRank = (known: readonly KnownEvent<HistoryEvent>[]): number =>
  Math.max(0, ...rateEvents(known).map(({ certainty }) => certaintyRank(certainty)));

/** The value of a term and the event that stated it. */
export interface StatedTerm<Event extends HistoryEvent, Value> {
  value: Value;
  by: KnownEvent<Event>;
}

export interface FoldedTerm<Event extends HistoryEvent, Value> {
  /** The effective statement. */
  used?: StatedTerm<Event, Value>;
  /** A later statement by a weaker event; it does not affect the state. */
  reported?: StatedTerm<Event, Value>;
}

/**
 * Folds the statements of one term into its effective value.
 *
 * The last statement by an event at `certainty` wins. If there is none, the last statement by an `intended` event before the first event
 * at `certainty` wins. A speculative statement never applies to a stronger agreement. For a dead agreement, the last statement by any
 * event wins.
 */
export const foldTerm = <Event extends HistoryEvent, Name extends keyof Event>(
  known: readonly KnownEvent<Event>[],
  certainty: Certainty,
  name: Name,
): FoldedTerm<Event, NonNullable<Event[Name]>> => {
  const stated = (events: readonly KnownEvent<Event>[]) =>
    events.flatMap((by) => {
      const value = by.event[name];
      return value === undefined || value === null ? [] : [{ value, by }];
    });
  if (certainty === 'dead') {
    const last = stated(known).at(-1);
    return last === undefined ? {} : { used: last };
  }
  const alive = eventsSinceLastEnd(known);
  const firstAtCertainty = alive.findIndex((one) => one.certainty === certainty);
  const used =
    stated(alive.filter((one) => one.certainty === certainty)).at(-1) ??
    stated(alive.slice(0, firstAtCertainty).filter((one) => one.certainty === 'intended')).at(-1);
  const reported = stated(
    alive.filter((one) => certaintyRank(one.certainty) < certaintyRank(certainty) && one.position > (used?.by.position ?? -1)),
  ).at(-1);
  return { ...(used && { used }), ...(reported && { reported }) };
};

/** Returns the date of the first matching event, preferring `occurredOn` to `reportedOn`; null if no event matches. */
export const findFirstDate = (
  known: readonly KnownEvent<HistoryEvent>[],
  matches: (rated: RatedEvent<HistoryEvent>) => boolean,
): string | null => {
  const first = rateEvents(known).find(matches);
  return first === undefined ? null : (first.event.occurredOn ?? first.event.reportedOn);
};

/** Returns the date of the first event that was at least intended; null until then. */
export const findAnnouncementDate = (known: readonly KnownEvent<HistoryEvent>[]): string | null =>
  findFirstDate(known, ({ certainty }) => certaintyRank(certainty) >= certaintyRank('intended'));

/** Where the text of a source comes from. */
export interface Provenance {
  kind: SourceKind | FormerSourceKind;
  /** Normalized name of the outlet that wrote it. */
  outlet: string;
}

export type ProvenanceLookup = (sourceId: string) => Provenance;

/**
 * Grades the evidence of a claim by its best citation: a filing or a copy of one, a statement of a party, named sources in the reports of
 * several outlets or of one, or unnamed sources alone. What an aggregator attributes to a filing or a party is a report of one outlet.
 */
export const gradeEvidence = (citations: readonly Citation[], getProvenance: ProvenanceLookup): EvidenceGrade => {
  const cited = citations.map(({ source, attribution }) => ({ attribution, ...getProvenance(source) }));
  if (cited.some(({ attribution, kind }) => attribution === 'filing' && (kind === 'regulatory_filing' || kind === 'filing_mirror')))
    return 'primary';
  const isStatement = (attribution: string) => attribution === 'filing' || attribution === 'company_statement';
  if (cited.some(({ attribution, kind }) => isStatement(attribution) && kind !== 'aggregator')) return 'company';
  if (cited.every(({ attribution }) => attribution === 'unnamed_source')) return 'unnamed_only';
  return new Set(cited.map(({ outlet }) => outlet)).size > 1 ? 'several_publishers' : 'one_publisher';
};

/** Returns the citations behind a certainty: those of the events that reported it since the agreement last ended, or that ended it. */
export const citationsOfCertainty = (known: readonly KnownEvent<HistoryEvent>[]): Citation[] => {
  const certainty = foldCertainty(known);
  const rated = rateEvents(known);
  const current = certainty === 'dead' ? rated : rated.slice(rated.findLastIndex((one) => one.certainty === 'dead') + 1);
  return current.filter((one) => one.certainty === certainty).flatMap(({ citations }) => citations.map(({ citation }) => citation));
};

export const termNames = ['amount', 'tranches', 'valuation', 'termYears', 'terms'] as const;

/** Terms of a deal that an event can change. */
export const changeableTerms = ['status', 'certainty', ...termNames] as const;
export type ChangeableTerm = (typeof changeableTerms)[number];

/** An event of a deal as the timeline shows it. The order of the keys is their order in API responses. */
export interface TimelineEvent extends DealEvent {
  id: string;
  /** The id before version 0.2: the deal and the position of the event. */
  legacyId: string;
  deal: string;
  title: string;
  kind: DealKind;
  /** Certainty of this report. `amended` and `stalled` keep the certainty that earlier events reached. */
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

/**
 * Composes the id of an event from what it reports: the deal, the date and the status, and a number if an earlier event reports the same.
 * Events that are added elsewhere in the history do not change it.
 */
const composeEventId = ({ id, history }: Pick<DealRecord, 'id' | 'history'>, position: number): string => {
  const event = history[position];
  const earlier = history
    .slice(0, position)
    .filter(({ reportedOn, status }) => reportedOn === event?.reportedOn && status === event.status);
  return [id, event?.reportedOn, event?.status, ...(earlier.length === 0 ? [] : [earlier.length + 1])].join('.');
};

/** Builds one timeline entry per known event, with the terms that it changed compared with the events before it. */
export const buildTimelineEvents = (deal: DealRecord, known: readonly KnownEvent<DealEvent>[]): PositionedEvent[] => {
  let after = foldChangeableTerms([]);
  return rateEvents(known).map(({ event, position, knownFrom, citations, certainty }, index) => {
    const before = after;
    const terms = foldChangeableTerms(known.slice(0, index + 1));
    after = terms;
    const body: TimelineEvent = {
      id: composeEventId(deal, position),
      legacyId: `${deal.id}.${position}`,
      deal: deal.id,
      title: deal.title,
      kind: deal.kind,
      ...event,
      citations: citations.map(({ citation }) => citation),
      certainty,
      changed: changeableTerms.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(terms[name])),
      knownFrom,
    };
    return { id: body.id, position, body };
  });
};
