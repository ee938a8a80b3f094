import { contains, earlierOf, lastDayOf, laterOf } from './dates.ts';
import type { Citation } from './records/primitives.ts';
import { type Certainty, certaintyOfStatus, type Status, strengthOf } from './vocabulary.ts';

/** What deals and chip commitments have in common: a report with a status, a date and citations. */
export interface HistoryEvent {
  reportedOn: string;
  occurredOn?: string | undefined;
  status: Status;
  citations: Citation[];
}

/** Answers the publication date of a source. */
export type PublishedOn = (sourceId: string) => string;

export interface KnownCitation {
  citation: Citation;
  knownFrom: string;
}

/** An event with its place in the history and the day from which it was known. */
export interface KnownEvent<Event extends HistoryEvent> {
  event: Event;
  position: number;
  knownFrom: string;
  citations: KnownCitation[];
}

/**
 * When each event, and each citation of it, could be known.
 *
 * A citation is out on the last day of its publication date, or on the day of the event where that reduced date holds it.
 * An event is known from the last day of its `reportedOn` if a citation is out by then, else from the day the first is out.
 * Nothing becomes known after `horizon`, the day on which the record was taken in: what it says was public by then.
 */
export const timelineOf = <Event extends HistoryEvent>(
  history: readonly Event[],
  publishedOn: PublishedOn,
  horizon: string,
): KnownEvent<Event>[] =>
  history.map((event, position) => {
    const reportedDay = lastDayOf(event.reportedOn);
    const out = event.citations.map((citation) => {
      const published = publishedOn(citation.source);
      return { citation, day: contains(published, event.reportedOn) ? reportedDay : lastDayOf(published) };
    });
    const firstOut = out.reduce((day, citation) => earlierOf(day, citation.day), '9999-12-31');
    const knownFrom = earlierOf(laterOf(reportedDay, firstOut), horizon);
    return {
      event,
      position,
      knownFrom,
      citations: out.map(({ citation, day }) => ({ citation, knownFrom: laterOf(knownFrom, earlierOf(day, horizon)) })),
    };
  });

/** The events known on a day, in the order of the history, each with the citations that were out. */
export const knownOn = <Event extends HistoryEvent>(timeline: readonly KnownEvent<Event>[], day: string): KnownEvent<Event>[] =>
  timeline
    .filter((known) => known.knownFrom <= day)
    .map((known) => ({ ...known, citations: known.citations.filter((citation) => citation.knownFrom <= day) }));

/** The record form of a known event: only the citations that were out. */
export const asRecorded = <Event extends HistoryEvent>(known: KnownEvent<Event>): Event => ({
  ...known.event,
  citations: known.citations.map(({ citation }) => citation),
});

/** Every day on which an event or a citation becomes known. */
export const changeDaysOf = (timeline: readonly KnownEvent<HistoryEvent>[]): string[] =>
  timeline.flatMap((known) => [known.knownFrom, ...known.citations.map((citation) => citation.knownFrom)]);

const certaintyOf = (known: KnownEvent<HistoryEvent>): Certainty => certaintyOfStatus[known.event.status];

/** The events since the last one that ended the agreement; none if that is the newest. */
const sinceLastEnd = <Event extends HistoryEvent>(known: readonly KnownEvent<Event>[]): readonly KnownEvent<Event>[] =>
  known.slice(known.findLastIndex((one) => certaintyOf(one) === 'dead') + 1);

/** The strongest certainty since the last event that ended the agreement: talks to enlarge a signed contract do not unsign it. */
export const certaintyOfHistory = (known: readonly KnownEvent<HistoryEvent>[]): Certainty =>
  sinceLastEnd(known).reduce<Certainty>(
    (strongest, one) => (strengthOf(certaintyOf(one)) > strengthOf(strongest) ? certaintyOf(one) : strongest),
    'dead',
  );

/** The strength of the strongest status that was ever reached, whatever came after it. */
export const strengthReached = (known: readonly KnownEvent<HistoryEvent>[]): number =>
  Math.max(0, ...known.map((one) => strengthOf(certaintyOf(one))));

/** The value of a term, and the event that stated it. */
export interface StatedTerm<Event extends HistoryEvent, Value> {
  value: Value;
  by: KnownEvent<Event>;
}

export interface FoldedTerm<Event extends HistoryEvent, Value> {
  /** The statement that counts. */
  used?: StatedTerm<Event, Value>;
  /** A later statement by a weaker event, which does not count. */
  reported?: StatedTerm<Event, Value>;
}

/**
 * The value of one term by the events known, as it counts at `certainty`: the last statement by an event at that certainty;
 * if none states it, the last by an intended event before the first event at that certainty. A speculative statement never
 * counts for a stronger agreement. Of a dead agreement the last statement counts, whoever made it.
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
  const alive = sinceLastEnd(known);
  const firstAtCertainty = alive.findIndex((one) => certaintyOf(one) === certainty);
  const used =
    stated(alive.filter((one) => certaintyOf(one) === certainty)).at(-1) ??
    stated(alive.slice(0, firstAtCertainty).filter((one) => certaintyOf(one) === 'intended')).at(-1);
  const reported = stated(
    alive.filter((one) => strengthOf(certaintyOf(one)) < strengthOf(certainty) && one.position > (used?.by.position ?? -1)),
  ).at(-1);
  return { ...(used && { used }), ...(reported && { reported }) };
};

/** The date of the first event that is at least as strong as `strength`, by when it happened. */
export const firstDateAt = (known: readonly KnownEvent<HistoryEvent>[], matches: (status: Status) => boolean): string | null => {
  const first = known.find((one) => matches(one.event.status));
  return first === undefined ? null : (first.event.occurredOn ?? first.event.reportedOn);
};

/** Consecutive intervals `[knownFrom, knownTo)` of equal content, the last one open. */
export interface State<Content> {
  knownFrom: string;
  /** The first day on which it no longer held; null while it holds. */
  knownTo: string | null;
  content: Content;
}

/**
 * Joins the items of successive states, each known by its id, into one row for each item and interval of equal content.
 */
export const rowsOver = <Item extends { id: string }>(
  states: readonly { knownFrom: string; knownTo: string | null; items: readonly Item[] }[],
): State<Item>[] => {
  const rows: State<Item>[] = [];
  const open = new Map<string, { row: State<Item>; text: string }>();
  for (const { knownFrom, knownTo, items } of states) {
    for (const content of items) {
      const text = JSON.stringify(content);
      const before = open.get(content.id);
      if (before !== undefined && before.row.knownTo === knownFrom && before.text === text) {
        before.row.knownTo = knownTo;
        continue;
      }
      const row = { knownFrom, knownTo, content };
      rows.push(row);
      open.set(content.id, { row, text });
    }
  }
  return rows;
};

/**
 * The states over time: the content on each change day, equal neighbours joined. Days before `firstDay` are left out.
 */
export const statesOver = <Content>(days: Iterable<string>, firstDay: string, contentOn: (day: string) => Content): State<Content>[] => {
  const states: (State<Content> & { text: string })[] = [];
  for (const day of [...new Set([firstDay, ...days])].filter((one) => one >= firstDay).sort()) {
    const content = contentOn(day);
    const text = JSON.stringify(content);
    const before = states.at(-1);
    if (before?.text === text) continue;
    if (before !== undefined) before.knownTo = day;
    states.push({ knownFrom: day, knownTo: null, content, text });
  }
  return states.map(({ knownFrom, knownTo, content }) => ({ knownFrom, knownTo, content }));
};
