import { defineTables } from '../schema/index.ts';
import { postgresColumns } from './columns.ts';

export const tables = defineTables(postgresColumns);

// drizzle-kit reads the exports of this module.
export const {
  dataset,
  records,
  revisions,
  importConflicts,
  apiKeys,
  idempotencyKeys,
  webhooks,
  webhookDeliveries,
  companies,
  companyRoles,
  companyIdentifiers,
  companyAncestors,
  chips,
  sources,
  deals,
  dealUmbrellas,
  dealSupersessions,
  dealOverlaps,
  dealParticipants,
  stakes,
  valuations,
  financials,
  chipCommitments,
  chipCommitmentChips,
  commitmentOverlaps,
  citations,
  dealStates,
  dealEvents,
  commitmentStates,
  flows,
  documents,
  documentHistories,
  documentEvidence,
  searchPostings,
  searchTexts,
  searchTerms,
} = tables;
