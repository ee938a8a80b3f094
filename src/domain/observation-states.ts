import { earlierOf, lastDayOf, nextDayOf } from './dates.ts';
import { type PublishedOn, type State, statesOver } from './history.ts';
import { type UsdInterval, usdOf } from './quantities.ts';
import type { StakeRecord } from './records/stake.ts';
import type { ValuationRecord } from './records/valuation.ts';

/** Everything besides its own record that determines the states of a stake or a valuation. */
export interface ObservationContext {
  publishedOn: PublishedOn;
  horizon: string;
  version: number;
  /** First day on which the deal behind the observation is known. */
  dealKnownFrom?: string;
}

export type StakeContent = StakeRecord & { valueUsd: UsdInterval | null; knownFrom: string; version: number };
export type ValuationContent = ValuationRecord & { amountUsd: UsdInterval; knownFrom: string; version: number };

/** A citation of an observation becomes known on the last day of its publication date. */
const citationDaysOf = (record: StakeRecord | ValuationRecord, context: ObservationContext) =>
  record.citations.map((citation) => ({
    citation,
    knownFrom: earlierOf(lastDayOf(context.publishedOn(citation.source)), context.horizon),
  }));

const statesOfObservation = <Observation extends StakeRecord | ValuationRecord, Content>(
  record: Observation,
  context: ObservationContext,
  furtherDays: readonly string[],
  contentOn: (visible: Observation, day: string, knownFrom: string) => Content,
): State<Content>[] => {
  const citations = citationDaysOf(record, context);
  const knownFrom = citations.reduce((first, one) => earlierOf(first, one.knownFrom), context.horizon);
  const days = [...citations.map((one) => one.knownFrom), ...(context.dealKnownFrom === undefined ? [] : [context.dealKnownFrom])];
  return statesOver([...days, ...furtherDays], knownFrom, (day) => {
    const visible = { ...record, citations: citations.filter((one) => one.knownFrom <= day).map(({ citation }) => citation) };
    if (context.dealKnownFrom === undefined || context.dealKnownFrom > day) delete visible.deal;
    return contentOn(visible, day, knownFrom);
  });
};

/** Folds a stake into its states over time. `endedOn` appears once that date has passed; `note` appears only in the current state. */
export const stakeStatesOf = (stake: StakeRecord, context: ObservationContext): State<StakeContent>[] => {
  const endDay = stake.endedOn === undefined ? undefined : nextDayOf(lastDayOf(stake.endedOn));
  const endDays = endDay !== undefined && endDay <= context.horizon ? [endDay] : [];
  const states = statesOfObservation(stake, context, endDays, (visible, day, knownFrom): StakeContent => {
    const { note: _note, endedOn, ...rest } = visible;
    return {
      ...rest,
      ...(endedOn !== undefined && endDay !== undefined && endDay <= day && { endedOn }),
      valueUsd: stake.value === undefined ? null : usdOf(stake.value),
      knownFrom,
      version: context.version,
    };
  });
  return states.map((state) =>
    state.knownTo === null && stake.note !== undefined ? { ...state, content: { ...state.content, note: stake.note } } : state,
  );
};

/** Folds a valuation into its states over time. */
export const valuationStatesOf = (valuation: ValuationRecord, context: ObservationContext): State<ValuationContent>[] =>
  statesOfObservation(valuation, context, [], (visible, _day, knownFrom) => ({
    ...visible,
    amountUsd: usdOf(valuation.amount),
    knownFrom,
    version: context.version,
  }));
