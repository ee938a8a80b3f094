import { foldCertainty, foldTerm, type KnownEvent, rateEvents } from './history.ts';
import type { DealEvent, DealRecord } from './records/deal.ts';
import type { Certainty, DealKind } from './vocabulary.ts';

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
export const buildTimelineEvents = (deal: DealRecord, known: readonly KnownEvent<DealEvent>[]): PositionedEvent[] =>
  rateEvents(known).map(({ event, position, knownFrom, citations, certainty }, index) => {
    const [before, after] = [foldChangeableTerms(known.slice(0, index)), foldChangeableTerms(known.slice(0, index + 1))];
    const body: TimelineEvent = {
      id: composeEventId(deal, position),
      legacyId: `${deal.id}.${position}`,
      deal: deal.id,
      title: deal.title,
      kind: deal.kind,
      ...event,
      citations: citations.map(({ citation }) => citation),
      certainty,
      changed: changeableTerms.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name])),
      knownFrom,
    };
    return { id: body.id, position, body };
  });
