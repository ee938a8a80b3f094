import { daysBetween, firstDayOf, lastDayOf } from './dates.ts';
import type { PublicationDateLookup } from './history.ts';
import type { CommitmentEvent } from './records/chip-commitment.ts';
import type { DealRecord } from './records/deal.ts';
import type { Citation } from './records/primitives.ts';
import type { CollectedRecord, ValidationIssue } from './records/records.ts';
import type { Collection, DealKind, ParticipantRole } from './vocabulary.ts';

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
  const listOverlaps = ({ overlaps = [] }: { overlaps?: string[] | undefined }) =>
    overlaps.map((id, index): Reference => ({ collection: 'deals', id, pointer: `/overlaps/${index}` }));
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
        ...listOverlaps(collected.record),
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
    case 'financials':
      return [{ collection: 'companies', id: collected.record.company, pointer: '/company' }];
    case 'chip-commitments':
      return [
        { collection: 'companies', id: collected.record.buyer, pointer: '/buyer' },
        { collection: 'companies', id: collected.record.chipVendor, pointer: '/chipVendor' },
        ...optional('companies', collected.record.provider, '/provider'),
        ...collected.record.chips.map((id, index): Reference => ({ collection: 'chips', id, pointer: `/chips/${index}` })),
        ...optional('deals', collected.record.deal, '/deal'),
        ...listOverlaps(collected.record),
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

const investors = ['lead_investor', 'investor'] as const;

/** Required roles by kind of deal. A deal needs at least one participant from each group of roles. */
const requiredRoles: Readonly<Record<DealKind, readonly (readonly ParticipantRole[])[]>> = {
  equity_round: [['issuer']],
  equity_investment: [investors, ['issuer']],
  secondary_sale: [['seller', 'target']],
  acquisition: [['acquirer'], ['target', 'seller']],
  acquihire_license: [['acquirer'], ['target']],
  licensing: [['customer'], ['supplier']],
  ipo: [['issuer']],
  debt: [['borrower']],
  convertible: [['issuer']],
  compute_contract: [['customer'], ['supplier']],
  chip_supply: [['customer'], ['supplier']],
  power_supply: [['customer'], ['supplier']],
  // The tenant may be unnamed.
  data_center_lease: [['lessor']],
  joint_venture: [[...investors, 'partner']],
  warrant: [['issuer'], ['beneficiary', 'investor']],
  backstop: [['guarantor'], ['beneficiary']],
  // The vehicle may be unnamed.
  spv_financing: [
    [...investors, 'lender'],
    ['issuer', 'lessee', 'beneficiary'],
  ],
  restructuring: [],
  programme: [],
};

/** Roles that are not allowed by kind of deal, because they would produce a flow that the kind does not have. */
const excludedRoles: Partial<Readonly<Record<DealKind, readonly ParticipantRole[]>>> = {
  equity_round: ['seller', 'target', 'borrower', 'lender', 'customer', 'lessee', 'lessor'],
  equity_investment: ['seller', 'target', 'borrower', 'lender', 'customer'],
  convertible: ['borrower', 'lender'],
  debt: ['issuer', 'acquirer', 'seller'],
  secondary_sale: ['issuer'],
  compute_contract: ['investor', 'lead_investor', 'lender', 'borrower', 'lessee'],
  chip_supply: ['investor', 'lead_investor', 'lender', 'borrower'],
  data_center_lease: ['customer'],
  licensing: ['acquirer', 'target'],
};

const validateRoles = (deal: DealRecord): ValidationIssue[] => {
  const roles = deal.participants.map(({ role }) => role);
  const missing = requiredRoles[deal.kind].filter((group) => !group.some((role) => roles.includes(role)));
  const excluded = roles.flatMap((role, index) => (excludedRoles[deal.kind]?.includes(role) ? [{ role, index }] : []));
  return [
    ...missing.map((group) => ({
      pointer: '/participants',
      message: `A deal of kind ${deal.kind} requires a participant with the role ${group.join(' or ')}.`,
    })),
    ...excluded.map(({ role, index }) => ({
      pointer: `/participants/${index}/role`,
      message: `A deal of kind ${deal.kind} cannot have a participant with the role ${role}.`,
    })),
  ];
};

const validateParticipants = (deal: DealRecord): ValidationIssue[] => {
  const firstReported = deal.history[0]?.reportedOn ?? '';
  const isReportedOn = (date: string) => deal.history.some((event) => event.reportedOn === date);
  const isAfter = (later: string, earlier: string) => lastDayOf(later) > lastDayOf(earlier);
  const issues = deal.participants.flatMap(({ company, reportedOn, amountReportedOn }, index) => {
    const pointer = `/participants/${index}`;
    const found: ValidationIssue[] = [];
    if (reportedOn !== undefined && !isAfter(reportedOn, firstReported))
      found.push({
        pointer: `${pointer}/reportedOn`,
        message: `reportedOn of ${company} must be later than the first event. Omit it if the company was known from the first event.`,
      });
    if (amountReportedOn !== undefined && !isAfter(amountReportedOn, reportedOn ?? firstReported))
      found.push({
        pointer: `${pointer}/amountReportedOn`,
        message: `amountReportedOn of ${company} must be later than the date on which the company became known.`,
      });
    for (const [name, date] of Object.entries({ reportedOn, amountReportedOn }))
      if (date !== undefined && !isReportedOn(date))
        found.push({ pointer: `${pointer}/${name}`, message: `No event in the history has reportedOn ${date}.` });
    return found;
  });
  return deal.participants.every(({ reportedOn }) => reportedOn !== undefined)
    ? [...issues, { pointer: '/participants', message: 'At least one participant must be known from the first event.' }]
    : issues;
};

const validateOrder = (history: readonly { reportedOn: string }[]): ValidationIssue[] =>
  history.flatMap((event, index) => {
    const before = history[index - 1];
    return before !== undefined && lastDayOf(before.reportedOn) > lastDayOf(event.reportedOn)
      ? [{ pointer: `/history/${index}/reportedOn`, message: 'The event is older than the one before it. Order events by reportedOn.' }]
      : [];
  });

/** Compares each end with the start that the same event or the last event before it states, and the other way around. */
const validatePeriod = (history: readonly CommitmentEvent[]): ValidationIssue[] => {
  let starts: string | undefined;
  let ends: string | undefined;
  return history.flatMap(({ startsOn, endsOn }, index) => {
    starts = startsOn ?? starts;
    ends = endsOn ?? ends;
    return (startsOn ?? endsOn) !== undefined && starts !== undefined && ends !== undefined && lastDayOf(ends) < firstDayOf(starts)
      ? [{ pointer: `/history/${index}/${endsOn === undefined ? 'startsOn' : 'endsOn'}`, message: `${ends} ends before ${starts} starts.` }]
      : [];
  });
};

/**
 * Validates the rules that concern a record alone: the order of events, the roles and the dates of participants, the period of a commitment.
 *
 * @returns The violations; an empty array if the record is valid.
 */
export const validateRecord = ({ collection, record }: CollectedRecord): ValidationIssue[] => {
  switch (collection) {
    case 'deals':
      return [...validateOrder(record.history), ...validateRoles(record), ...validateParticipants(record)];
    case 'chip-commitments':
      return [...validateOrder(record.history), ...validatePeriod(record.history)];
    default:
      return [];
  }
};

/** References that must not lead back to the record: owners, umbrella deals, superseded deals. */
const chains = [
  { collection: 'companies', field: 'parent', message: 'The chain of parents contains a cycle.' },
  { collection: 'deals', field: 'partOf', message: 'The chain of umbrella deals contains a cycle.' },
  { collection: 'deals', field: 'supersedes', message: 'The chain of superseded deals contains a cycle.' },
] as const;

/** A record that other records can form chains with. */
export interface ChainedRecord {
  id: string;
  parent?: string | undefined;
  partOf?: string | undefined;
  supersedes?: readonly string[] | undefined;
}

/** Returns the ids of the records that a record refers to in chains. */
export const listChained = (record: ChainedRecord): string[] => chains.flatMap(({ field }) => record[field] ?? []);

/** Rejects a record that is among its own owners, umbrella deals or superseded deals. */
export const validateChains = (
  { collection, record }: CollectedRecord,
  findRecord: (id: string) => ChainedRecord | undefined,
): ValidationIssue[] =>
  chains.flatMap(({ collection: chained, field, message }) => {
    if (chained !== collection) return [];
    const seen = new Set<string>();
    const open = [record.id];
    for (let id = open.pop(); id !== undefined; id = open.pop())
      for (const next of [findRecord(id)?.[field] ?? []].flat()) {
        if (next === record.id) return [{ pointer: `/${field}`, message }];
        if (!seen.has(next)) open.push(next);
        seen.add(next);
      }
    return [];
  });

/** A source can appear a few days after the report that it supports, but not much later. */
const maxCitationDelayDays = 5;

/**
 * Validates the rules that concern a record together with its cited sources: each event needs a source that was published no later than
 * five days after it.
 *
 * @returns The violations; an empty array if the record is valid.
 */
export const validateCitations = ({ record }: CollectedRecord, publishedOn: PublicationDateLookup): ValidationIssue[] =>
  'history' in record
    ? record.history.flatMap((event, index) => {
        const isLate = (source: string) => daysBetween(lastDayOf(event.reportedOn), firstDayOf(publishedOn(source))) > maxCitationDelayDays;
        return event.citations.every(({ source }) => isLate(source))
          ? [{ pointer: `/history/${index}/citations`, message: `The event of ${event.reportedOn} cites only later publications.` }]
          : [];
      })
    : [];
