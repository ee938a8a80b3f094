import type { Citation } from './records/primitives.ts';
import type { CollectedRecord } from './records/records.ts';
import type { Collection } from './vocabulary.ts';

/** A place in a record that names another record. */
export interface Reference {
  collection: Collection;
  id: string;
  /** Where it stands (RFC 6901, JSON Pointer). */
  pointer: string;
}

/** A citation with its place: the position of its event, or null where it belongs to the record as a whole. */
export interface PlacedCitation {
  citation: Citation;
  event: number | null;
  position: number;
}

/** Every citation in a record. */
export const citationsOf = (collected: CollectedRecord): PlacedCitation[] => {
  const { record } = collected;
  if ('history' in record)
    return record.history.flatMap((event, index) => event.citations.map((citation, position) => ({ citation, event: index, position })));
  if ('citations' in record) return record.citations.map((citation, position) => ({ citation, event: null, position }));
  return [];
};

const linksOf = (collected: CollectedRecord): Reference[] => {
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

/** Every reference that a record makes to another. */
export const referencesOf = (collected: CollectedRecord): Reference[] => [
  ...linksOf(collected),
  ...citationsOf(collected).map(({ citation, event, position }) => ({
    collection: 'sources' as const,
    id: citation.source,
    pointer: `${event === null ? '' : `/history/${event}`}/citations/${position}/source`,
  })),
];
