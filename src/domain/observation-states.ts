import { coalesceStates, earlierDay, lastDayOf, nextDay, type State } from './dates.ts';
import { gradeEvidence, type ProvenanceLookup, type PublicationDateLookup } from './history.ts';
import type { FinancialRecord } from './records/financial.ts';
import { toUsdInterval, type UsdInterval } from './records/primitives.ts';
import type { StakeRecord } from './records/stake.ts';
import type { ValuationRecord } from './records/valuation.ts';
import type { EvidenceGrade } from './vocabulary.ts';

/** Everything besides its own record that determines the states of a stake, a valuation or a financial figure. */
export interface ObservationContext {
  publishedOn: PublicationDateLookup;
  getProvenance: ProvenanceLookup;
  ingestedOn: string;
  version: number;
  /** First day on which the deal behind the observation is known. */
  dealKnownFrom?: string;
}

export type StakeContent = StakeRecord & { valueUsd: UsdInterval | null; evidenceGrade: EvidenceGrade; knownFrom: string; version: number };
/** An observation of an amount with what is derived from it. */
type AmountContent<Observation> = Observation & {
  amountUsd: UsdInterval;
  evidenceGrade: EvidenceGrade;
  knownFrom: string;
  version: number;
};
export type ValuationContent = AmountContent<ValuationRecord>;

type ObservationRecord = StakeRecord | ValuationRecord | FinancialRecord;

/** A citation of an observation becomes known on the last day of its publication date. */
const dateCitations = (record: ObservationRecord, context: ObservationContext) =>
  record.citations.map((citation) => ({
    citation,
    knownFrom: earlierDay(lastDayOf(context.publishedOn(citation.source)), context.ingestedOn),
  }));

const foldObservationStates = <Observation extends ObservationRecord, Content>(
  record: Observation,
  context: ObservationContext,
  extraDays: readonly string[],
  foldContent: (visible: Observation, day: string, knownFrom: string) => Content,
): State<Content>[] => {
  const citations = dateCitations(record, context);
  const knownFrom = citations.reduce((first, one) => earlierDay(first, one.knownFrom), context.ingestedOn);
  const days = [...citations.map((one) => one.knownFrom), ...(context.dealKnownFrom === undefined ? [] : [context.dealKnownFrom])];
  return coalesceStates([...days, ...extraDays], knownFrom, (day) => {
    const visible = { ...record, citations: citations.filter((one) => one.knownFrom <= day).map(({ citation }) => citation) };
    if ('deal' in visible && (context.dealKnownFrom === undefined || context.dealKnownFrom > day)) delete visible.deal;
    return foldContent(visible, day, knownFrom);
  });
};

/** Folds a stake into its states over time. `endedOn` appears once that date has passed; `note` appears only in the current state. */
export const foldStakeStates = (stake: StakeRecord, context: ObservationContext): State<StakeContent>[] => {
  const endDay = stake.endedOn === undefined ? undefined : nextDay(lastDayOf(stake.endedOn));
  const endDays = endDay !== undefined && endDay <= context.ingestedOn ? [endDay] : [];
  const states = foldObservationStates(stake, context, endDays, (visible, day, knownFrom): StakeContent => {
    const { note: _note, endedOn, ...rest } = visible;
    return {
      ...rest,
      ...(endedOn !== undefined && endDay !== undefined && endDay <= day && { endedOn }),
      valueUsd: stake.value === undefined ? null : toUsdInterval(stake.value),
      evidenceGrade: gradeEvidence(visible.citations, context.getProvenance),
      knownFrom,
      version: context.version,
    };
  });
  return states.map((state) =>
    state.knownTo === null && stake.note !== undefined ? { ...state, content: { ...state.content, note: stake.note } } : state,
  );
};

/** Folds a valuation or a financial figure into its states over time. */
export const foldAmountStates = <Observation extends ValuationRecord | FinancialRecord>(
  observation: Observation,
  context: ObservationContext,
): State<AmountContent<Observation>>[] =>
  foldObservationStates(observation, context, [], (visible, _day, knownFrom) => ({
    ...visible,
    amountUsd: toUsdInterval(observation.amount),
    evidenceGrade: gradeEvidence(visible.citations, context.getProvenance),
    knownFrom,
    version: context.version,
  }));
