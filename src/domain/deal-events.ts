import { certaintyOfHistory, foldTerm, type KnownEvent } from './history.ts';
import type { DealEvent } from './records/deal.ts';
import { type Certainty, certaintyOfStatus, type DealKind } from './vocabulary.ts';

/** What an event can change in the state of a deal. */
export const changeableTerms = ['status', 'certainty', 'amount', 'tranches', 'valuation', 'termYears'] as const;
export type ChangeableTerm = (typeof changeableTerms)[number];

/** An event of a deal as the timeline shows it. The key order is that of the answers. */
export interface TimelineEvent extends DealEvent {
  id: string;
  deal: string;
  title: string;
  kind: DealKind;
  /** How firm the report itself is. */
  certainty: Certainty;
  /** What it changed against the state before. */
  changed: ChangeableTerm[];
  knownFrom: string;
}

/** The state of a deal as far as an event can change it, by its own history alone. */
const stateAfter = (known: readonly KnownEvent<DealEvent>[]): Record<ChangeableTerm, unknown> => {
  const certainty = certaintyOfHistory(known);
  const used = (name: 'amount' | 'tranches' | 'valuation' | 'termYears') => foldTerm(known, certainty, name).used?.value;
  return {
    status: known.at(-1)?.event.status,
    certainty: known.length === 0 ? undefined : certainty,
    amount: used('amount'),
    tranches: used('tranches'),
    valuation: used('valuation'),
    termYears: used('termYears'),
  };
};

/** An event with its place in the whole history. */
export interface PlacedEvent {
  id: string;
  position: number;
  answer: TimelineEvent;
}

/** The known events of a deal, in the order of its history, each with what it changed against the state that those before it gave. */
export const timelineEventsOf = (
  deal: { id: string; title: string; kind: DealKind },
  known: readonly KnownEvent<DealEvent>[],
): PlacedEvent[] =>
  known.map(({ event, position, knownFrom, citations }, index) => {
    const [before, after] = [stateAfter(known.slice(0, index)), stateAfter(known.slice(0, index + 1))];
    const answer: TimelineEvent = {
      id: `${deal.id}.${position}`,
      deal: deal.id,
      title: deal.title,
      kind: deal.kind,
      ...event,
      citations: citations.map(({ citation }) => citation),
      certainty: certaintyOfStatus[event.status],
      changed: changeableTerms.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name])),
      knownFrom,
    };
    return { id: answer.id, position, answer };
  });
