import { foldCertainty, type HistoryEvent, type KnownEvent, rateEvents } from './history.ts';
import type { Citation } from './records/primitives.ts';
import type { EvidenceGrade, FormerSourceKind, SourceKind } from './vocabulary.ts';

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
