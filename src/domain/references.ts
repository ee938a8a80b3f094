import type { Citation } from './records/primitives.ts';
import type { CollectedRecord } from './records/records.ts';
import type { Collection } from './vocabulary.ts';

/** A reference from one record to another. */
export interface Reference {
  collection: Collection;
  id: string;
  /** Location of the reference as a JSON Pointer (RFC 6901). */
  pointer: string;
}

/** A citation and its position: the index of its event, or null if it belongs to the whole record. */
export interface PositionedCitation {
  citation: Citation;
  event: number | null;
  position: number;
}

/** Returns every citation in a record, in document order. */
export const listCitations = (collected: CollectedRecord): PositionedCitation[] => {
  const { record } = collected;
  if ('history' in record)
    return record.history.flatMap((event, index) => event.citations.map((citation, position) => ({ citation, event: index, position })));
  if ('citations' in record) return record.citations.map((citation, position) => ({ citation, event: null, position }));
  return [];
};

const listLinks = (collected: CollectedRecord): Reference[] => {
  const optional = (collection: Collection, id: string | undefined, pointer: string): Reference[] =>
    id === undefined ? [] : [{ collection, id, pointer }];
  switch (collected.collection) {
    case 'companies':
      return optional('companies', collected.record.parent, '/parent');
    case 'chips':
      return [{ collection: 'companies', id: collected.record.vendor, pointer: '/vendor' }];
    case 'sources':
      return [];
    case 'deals':
      return [
        ...collected.record.participants.map(
          ({ company }, index): Reference => ({ collection: 'companies', id: company, pointer: `/participants/${index}/company` }),
        ),
        ...optional('deals', collected.record.partOf, '/partOf'),
        ...(collected.record.supersedes ?? []).map(
          (id, index): Reference => ({ collection: 'deals', id, pointer: `/supersedes/${index}` }),
        ),
      ];
    case 'stakes':
      return [
        { collection: 'companies', id: collected.record.holder, pointer: '/holder' },
        { collection: 'companies', id: collected.record.issuer, pointer: '/issuer' },
        ...optional('deals', collected.record.deal, '/deal'),
      ];
    case 'valuations':
      return [
        { collection: 'companies', id: collected.record.company, pointer: '/company' },
        ...optional('deals', collected.record.deal, '/deal'),
      ];
    case 'chip-commitments':
      return [
        { collection: 'companies', id: collected.record.buyer, pointer: '/buyer' },
        { collection: 'companies', id: collected.record.chipVendor, pointer: '/chipVendor' },
        ...optional('companies', collected.record.provider, '/provider'),
        ...collected.record.chips.map((id, index): Reference => ({ collection: 'chips', id, pointer: `/chips/${index}` })),
        ...optional('deals', collected.record.deal, '/deal'),
      ];
  }
};

/** Returns every reference from a record to other records, including the sources that it cites. */
export const listReferences = (collected: CollectedRecord): Reference[] => [
  ...listLinks(collected),
  ...listCitations(collected).map(({ citation, event, position }) => ({
    collection: 'sources' as const,
    id: citation.source,
    pointer: `${event === null ? '' : `/history/${event}`}/citations/${position}/source`,
  })),
];
