import { foldCertainty, type HistoryEvent, type KnownEvent, rateEvents } from './history.ts';
import type { Citation } from './records/primitives.ts';
import type { EvidenceGrade } from './vocabulary.ts';

/** Returns the publisher of a source. */
export type PublisherLookup = (sourceId: string) => string;

/**
 * Grades the evidence of a claim by its best citation: a filing, a statement of a party, named sources in the reports of several
 * publishers or of one, or unnamed sources alone.
 */
export const gradeEvidence = (citations: readonly Citation[], getPublisher: PublisherLookup): EvidenceGrade => {
  const attributions = new Set(citations.map(({ attribution }) => attribution));
  if (attributions.has('filing')) return 'primary';
  if (attributions.has('company_statement')) return 'company';
  if (!attributions.has('on_record') && !attributions.has('analysis')) return 'unnamed_only';
  const publishers = new Set(citations.map(({ source }) => getPublisher(source)));
  return publishers.size > 1 ? 'several_publishers' : 'one_publisher';
};

/** Returns the citations behind a certainty: those of the events that reported it since the agreement last ended, or that ended it. */
export const citationsOfCertainty = (known: readonly KnownEvent<HistoryEvent>[]): Citation[] => {
  const certainty = foldCertainty(known);
  const rated = rateEvents(known);
  const current = certainty === 'dead' ? rated : rated.slice(rated.findLastIndex((one) => one.certainty === 'dead') + 1);
  return current.filter((one) => one.certainty === certainty).flatMap(({ citations }) => citations.map(({ citation }) => citation));
};
