import { z } from 'zod';
import { chipAnswerSchema } from '../answers/chip.ts';
import { chipCommitmentAnswerSchema } from '../answers/chip-commitment.ts';
import { companyAnswerSchema } from '../answers/company.ts';
import { dealAnswerSchema } from '../answers/deal.ts';
import { knownFromField } from '../answers/derived.ts';
import { eventAnswerSchema } from '../answers/event.ts';
import { flowAnswerSchema } from '../answers/flow.ts';
import { sourceAnswerSchema } from '../answers/source.ts';
import { stakeAnswerSchema } from '../answers/stake.ts';
import { valuationAnswerSchema } from '../answers/valuation.ts';
import { participantShape } from '../domain/records/deal.ts';
import { identifierSchema } from '../domain/records/primitives.ts';
import { attributions, collections } from '../domain/vocabulary.ts';
import { columnsOf, type JsonSchema } from '../formats/tabular/columns.ts';
import type { KeyedTable } from '../formats/tabular/sqlite-file.ts';

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

const tableOf = (
  name: string,
  description: string,
  schema: z.ZodType,
  references: References,
  primaryKey: readonly string[] = ['id'],
): KeyedTable => ({
  name,
  description,
  // Fields that a list returns only on request have tables of their own.
  columns: columnsOf(z.toJSONSchema(schema) as JsonSchema).filter(
    ({ name: column, isRequired }) => isRequired || !['history', 'evidence'].includes(column),
  ),
  primaryKey,
  foreignKeys: Object.entries(references).map(([column, table]) => ({ column, table })),
});

/** The tables of an export: one for each list, plus one each for the participants of deals and for citations. */
export const exportTables = {
  companies: tableOf('companies', 'Everyone who takes part in AI financing.', companyAnswerSchema, {
    parent: 'companies',
    group: 'companies',
  }),
  deals: tableOf('deals', 'Agreements and prospective agreements, with their current state.', dealAnswerSchema, { partOf: 'deals' }),
  stakes: tableOf('stakes', 'Observations of who owns how much of whom.', stakeAnswerSchema, {
    holder: 'companies',
    issuer: 'companies',
    deal: 'deals',
  }),
  'chip-commitments': tableOf('chip-commitments', 'Commitments to buy, rent or deploy AI accelerators.', chipCommitmentAnswerSchema, {
    deal: 'deals',
    buyer: 'companies',
    chipVendor: 'companies',
    provider: 'companies',
  }),
  chips: tableOf('chips', 'Accelerators and their vendors.', chipAnswerSchema, { vendor: 'companies' }),
  valuations: tableOf('valuations', 'Observations of company valuations.', valuationAnswerSchema, {
    company: 'companies',
    deal: 'deals',
  }),
  sources: tableOf('sources', 'The publications behind the facts.', sourceAnswerSchema, {}),
  events: tableOf('events', 'Every dated report on every deal and what it changed.', eventAnswerSchema, { deal: 'deals' }),
  flows: tableOf('flows', 'Who pays whom, derived from deals and chip commitments.', flowAnswerSchema, {
    from: 'companies',
    to: 'companies',
    fromGroup: 'companies',
    toGroup: 'companies',
    deal: 'deals',
    chipCommitment: 'chip-commitments',
  }),
  participants: tableOf(
    'participants',
    'Participants of deals and their roles.',
    participantRowSchema,
    { deal: 'deals', company: 'companies' },
    ['deal', 'company', 'role'],
  ),
  citations: tableOf('citations', 'Which source supports which record, with its attribution.', citationRowSchema, { source: 'sources' }, [
    'collection',
    'record',
    'event',
    'position',
  ]),
} as const satisfies Record<string, KeyedTable>;

export type ExportTableName = keyof typeof exportTables;
