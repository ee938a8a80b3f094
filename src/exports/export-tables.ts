import { z } from 'zod';
import { participantShape } from '../domain/records/deal.ts';
import { identifierSchema } from '../domain/records/primitives.ts';
import { attributions, collections } from '../domain/vocabulary.ts';
import { type JsonSchema, toColumns } from '../formats/tabular/columns.ts';
import type { KeyedTable } from '../formats/tabular/sqlite-file.ts';
import { chipResponseSchema } from '../responses/chip.ts';
import { chipCommitmentResponseSchema } from '../responses/chip-commitment.ts';
import { companyResponseSchema } from '../responses/company.ts';
import { dealResponseSchema } from '../responses/deal.ts';
import { knownFromField } from '../responses/derived-fields.ts';
import { eventResponseSchema } from '../responses/event.ts';
import { flowResponseSchema } from '../responses/flow.ts';
import { sourceResponseSchema } from '../responses/source.ts';
import { stakeResponseSchema } from '../responses/stake.ts';
import { valuationResponseSchema } from '../responses/valuation.ts';

const participantRowSchema = z.object({ deal: identifierSchema.describe('Id of the deal.'), ...participantShape });

const citationRowSchema = z.object({
  collection: z.enum(collections).describe('Collection of the record that cites it.'),
  record: identifierSchema.describe('Id of the record that cites it.'),
  event: z.int().describe("Position of the event in the record's history, from 0; -1 if the whole record cites the source."),
  position: z.int().describe('Position of the citation, from 0.'),
  source: identifierSchema.describe('Id of the source.'),
  attribution: z.enum(attributions).describe('Whom the source attributes the fact to.'),
  knownFrom: knownFromField,
});

type References = Readonly<Record<string, string>>;

const defineTable = (
  name: string,
  description: string,
  schema: z.ZodType,
  references: References,
  primaryKey: readonly string[] = ['id'],
): KeyedTable => ({
  name,
  description,
  // Fields that a list returns only on request have tables of their own.
  columns: toColumns(z.toJSONSchema(schema) as JsonSchema).filter(
    ({ name: column, isRequired }) => isRequired || !['history', 'evidence'].includes(column),
  ),
  primaryKey,
  foreignKeys: Object.entries(references).map(([column, table]) => ({ column, table })),
});

/** The tables of an export: one for each list, plus one each for the participants of deals and for citations. */
export const exportTables = {
  companies: defineTable('companies', 'Everyone who takes part in AI financing.', companyResponseSchema, {
    parent: 'companies',
    group: 'companies',
  }),
  deals: defineTable('deals', 'Agreements and prospective agreements, with their current state.', dealResponseSchema, { partOf: 'deals' }),
  stakes: defineTable('stakes', 'Observations of who owns how much of whom.', stakeResponseSchema, {
    holder: 'companies',
    issuer: 'companies',
    deal: 'deals',
  }),
  'chip-commitments': defineTable('chip-commitments', 'Commitments to buy, rent or deploy AI accelerators.', chipCommitmentResponseSchema, {
    deal: 'deals',
    buyer: 'companies',
    chipVendor: 'companies',
    provider: 'companies',
  }),
  chips: defineTable('chips', 'Accelerators and their vendors.', chipResponseSchema, { vendor: 'companies' }),
  valuations: defineTable('valuations', 'Observations of company valuations.', valuationResponseSchema, {
    company: 'companies',
    deal: 'deals',
  }),
  sources: defineTable('sources', 'The publications behind the facts.', sourceResponseSchema, {}),
  events: defineTable('events', 'Every dated report on every deal and what it changed.', eventResponseSchema, { deal: 'deals' }),
  flows: defineTable('flows', 'Who pays whom, derived from deals and chip commitments.', flowResponseSchema, {
    from: 'companies',
    to: 'companies',
    fromGroup: 'companies',
    toGroup: 'companies',
    deal: 'deals',
    chipCommitment: 'chip-commitments',
  }),
  participants: defineTable(
    'participants',
    'Participants of deals and their roles.',
    participantRowSchema,
    { deal: 'deals', company: 'companies' },
    ['deal', 'company', 'role'],
  ),
  citations: defineTable(
    'citations',
    'Which source supports which record, with its attribution.',
    citationRowSchema,
    { source: 'sources' },
    ['collection', 'record', 'event', 'position'],
  ),
} as const satisfies Record<string, KeyedTable>;
