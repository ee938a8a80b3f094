import type { ColumnKit } from '../postgres/columns.ts';
import { defineApiKeyTables } from './api-keys.ts';
import { defineChipCommitmentTables } from './chip-commitments.ts';
import { defineChipTables } from './chips.ts';
import { defineCitationTables } from './citations.ts';
import { defineCompanyTables } from './companies.ts';
import { defineDealTables } from './deals.ts';
import { defineDocumentTables } from './documents.ts';
import { defineFinancialTables } from './financials.ts';
import { defineFlowTables } from './flows.ts';
import { defineRecordTables } from './records.ts';
import { defineSearchTables } from './search.ts';
import { defineSourceTables } from './sources.ts';
import { defineStakeTables } from './stakes.ts';
import { defineValuationTables } from './valuations.ts';
import { defineWebhookTables } from './webhooks.ts';

/**
 * Defines all tables, each after the tables that it references. Each engine passes its own kit.
 *
 * `records` and `revisions` are what was written. The tables of companies, chips, sources, deals, stakes, valuations, financial
 * figures and chip commitments have the columns by which lists filter, and the foreign keys. Everything with a `known_from` is derived from records.
 */
export const defineTables = (kit: ColumnKit) => {
  const apiKeys = defineApiKeyTables(kit);
  const companies = defineCompanyTables(kit);
  const chips = defineChipTables(kit, companies);
  const sources = defineSourceTables(kit);
  const deals = defineDealTables(kit, companies);
  const chipCommitments = defineChipCommitmentTables(kit, { ...companies, ...chips, ...deals });
  return {
    ...defineRecordTables(kit),
    ...apiKeys,
    ...defineWebhookTables(kit, apiKeys),
    ...companies,
    ...chips,
    ...sources,
    ...deals,
    ...defineStakeTables(kit, { ...companies, ...deals }),
    ...defineValuationTables(kit, { ...companies, ...deals }),
    ...defineFinancialTables(kit, companies),
    ...chipCommitments,
    ...defineCitationTables(kit, sources),
    ...defineFlowTables(kit, { ...companies, ...deals, ...chipCommitments }),
    ...defineDocumentTables(kit),
    ...defineSearchTables(kit),
  };
};

export type Tables = ReturnType<typeof defineTables>;
