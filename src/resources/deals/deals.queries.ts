import { type SQL, sql } from 'drizzle-orm';
import { type Asked, holds, isKnown } from '../../database/expressions.ts';
import type { Tables } from '../../database/tables/index.ts';
import { among, atLeast, atMost, cites, inGroup } from '../../listing/conditions.ts';
import type { AnswerObject, Bounds, RecordDefinition } from '../../listing/definition.ts';

/** One participant is all that `company`, `group` and `role` ask. */
const hasParticipant = (tables: Tables, bounds: Bounds, asked: Asked): SQL[] => {
  const { dealParticipants, dealStates } = tables;
  const wanted = [
    ...among(dealParticipants.companyId, bounds.company),
    ...inGroup(tables, dealParticipants.companyId, bounds.group),
    ...among(dealParticipants.role, bounds.role),
  ];
  if (wanted.length === 0) return [];
  const passes = sql.join([...wanted, ...isKnown(dealParticipants.knownFrom, asked)], sql` and `);
  return [sql`${dealStates.dealId} in (select ${dealParticipants.dealId} from ${dealParticipants} where ${passes})`];
};

const hasParticipantFrom = ({ dealParticipants, dealStates, companies }: Tables, bounds: Bounds, asked: Asked): SQL[] => {
  const wanted = among(companies.country, bounds.country);
  if (wanted.length === 0) return [];
  const passes = sql.join([...wanted, ...isKnown(dealParticipants.knownFrom, asked)], sql` and `);
  return [
    sql`${dealStates.dealId} in (select ${dealParticipants.dealId} from ${dealParticipants} inner join ${companies} on ${companies.id} = ${dealParticipants.companyId} where ${passes})`,
  ];
};

const conditions = (tables: Tables, bounds: Bounds, asked: Asked): SQL[] => {
  const { dealStates } = tables;
  return [
    ...hasParticipant(tables, bounds, asked),
    ...hasParticipantFrom(tables, bounds, asked),
    ...among(dealStates.kind, bounds.kind),
    ...among(dealStates.status, bounds.status),
    ...among(dealStates.certainty, bounds.certainty),
    ...cites(tables, 'deals', dealStates.dealId, bounds, asked),
    ...atLeast(dealStates.amountUsd, bounds.amountUsdMin),
    ...atMost(dealStates.amountUsd, bounds.amountUsdMax),
    ...atLeast(dealStates.announcedDay, bounds.announcedFrom),
    ...atMost(dealStates.announcedDay, bounds.announcedTo),
    ...atLeast(dealStates.lastReportedDay, bounds.reportedFrom),
    ...atMost(dealStates.lastReportedDay, bounds.reportedTo),
  ];
};

const participantIds = (answer: AnswerObject): string[] => (answer.participants as { company: string }[]).map(({ company }) => company);

export const dealList: RecordDefinition = {
  collection: 'deals',
  table: ({ dealStates }) => dealStates,
  id: ({ dealStates }) => dealStates.dealId,
  stateFrom: ({ dealStates }) => dealStates.knownFrom,
  visible: ({ dealStates }, asked) => holds(dealStates, asked),
  datedSorts: ['lastReportedOn', 'announcedOn'],
  sorts: {
    lastReportedOn: ({ dealStates }) => dealStates.lastReportedDay,
    amountUsd: ({ dealStates }) => dealStates.amountUsd,
    valuationUsd: ({ dealStates }) => dealStates.valuationUsd,
    announcedOn: ({ dealStates }) => dealStates.announcedDay,
    closedOn: ({ dealStates }) => dealStates.closedDay,
    knownFrom: ({ dealStates }) => dealStates.firstKnownOn,
    title: ({ dealStates }) => dealStates.title,
  },
  conditions,
  references: { company: 'companies', group: 'companies', source: 'sources', publisher: 'publisher', country: 'country' },
  includes: {
    companies: { collection: 'companies', ids: participantIds },
    sources: { collection: 'sources', citedBy: 'deals' },
    stakes: {
      collection: 'stakes',
      pointingBack: ({ stakes }) => ({ table: stakes, id: stakes.id, to: stakes.dealId, knownFrom: stakes.knownFrom }),
    },
    chipCommitments: {
      collection: 'chip-commitments',
      pointingBack: ({ chipCommitments }) => ({ table: chipCommitments, id: chipCommitments.id, to: chipCommitments.dealId }),
    },
  },
};
