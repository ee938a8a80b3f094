import { foldCertainty, foldTerm, type KnownEvent } from './history.ts';
import type { DealEvent } from './records/deal.ts';
import { type Certainty, certaintyByStatus, type DealKind } from './vocabulary.ts';

/** Terms of a deal that an event can change. */
export const changeableTerms = ['status', 'certainty', 'amount', 'tranches', 'valuation', 'termYears'] as const;
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
const foldChangeableTerms = (known: readonly KnownEvent<DealEvent>[]): Record<ChangeableTerm, unknown> => {
  const certainty = foldCertainty(known);
  const effectiveValue = (name: 'amount' | 'tranches' | 'valuation' | 'termYears') => foldTerm(known, certainty, name).used?.value;
  return {
    status: known.at(-1)?.event.status,
    certainty: known.length === 0 ? undefined : certainty,
    amount: effectiveValue('amount'),
    tranches: effectiveValue('tranches'),
    valuation: effectiveValue('valuation'),
    termYears: effectiveValue('termYears'),
  };
};

/** An event and its position in the complete history. */
export interface PositionedEvent {
  id: string;
  position: number;
  body: TimelineEvent;
}

/**
 * Builds the timeline entries of a deal.
 *
 * @param known The known events in the order of the history.
 * @returns One entry per event, with the terms that it changed compared with the events before it.
 */
export const buildTimelineEvents = (
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
