import { z } from 'zod';
import { firstDayOf, lastDayOf } from '../domain/dates.ts';
import { participantShape } from '../domain/records/deal.ts';
import { identifierSchema } from '../domain/records/primitives.ts';
import { attributions, certainties, collections } from '../domain/vocabulary.ts';
import { type Column, getCellValue, type JsonSchema, toColumns } from '../formats/tabular/columns.ts';
import type { KeyedTable } from '../formats/tabular/sqlite-file.ts';
import { chipResponseSchema } from '../responses/chip.ts';
import { chipCommitmentResponseSchema } from '../responses/chip-commitment.ts';
import { companyResponseSchema } from '../responses/company.ts';
import { dealResponseSchema } from '../responses/deal.ts';
import { knownFromField } from '../responses/derived-fields.ts';
import { eventResponseSchema } from '../responses/event.ts';
import { financialResponseSchema } from '../responses/financial.ts';
import { flowNatureField, flowResponseSchema } from '../responses/flow.ts';
import { usdSumSchema } from '../responses/money.ts';
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

const countingShape = {
  counted: z.boolean().describe('Whether `/v1/stats` counts it if no filter is set.'),
  excludedReason: z.string().nullable().describe('Why `/v1/stats` does not count it, as in its `excluded`; empty if it counts.'),
};

const dealRowSchema = dealResponseSchema.extend({
  ...countingShape,
  countedUsd: usdSumSchema
    .nullable()
    .describe('What it adds to a total, in whole US dollars. Differs from the amount for an umbrella deal.'),
});

const flowTermRowSchema = z.object({
  id: z.string().describe('Id of the term.'),
  deal: identifierSchema.nullable().describe('Id of the deal behind the flows, or empty.'),
  chipCommitment: identifierSchema.nullable().describe('Id of the chip commitment behind the flow, if no deal is.'),
  nature: flowNatureField,
  certainty: z.enum(certainties).describe('Certainty of the deal or chip commitment.'),
  year: z.string().nullable().describe('Year of the deal or chip commitment.'),
  ...countingShape,
  usd: usdSumSchema.describe('What the flows add to a total, in whole US dollars, within what their deal states.'),
});

type References = Readonly<Record<string, string>>;

const isDateColumn = ({ name, type }: Column): boolean => type === 'string' && /(?:On|Since|founded)$/.test(name);

const toDayColumns = (column: Column): Column[] =>
  [
    { suffix: 'EarliestDay', which: 'First' },
    { suffix: 'LatestDay', which: 'Last' },
  ].map(({ suffix, which }) => ({
    ...column,
    name: `${column.name}${suffix}`,
    path: [`${column.name}${suffix}`],
    description: `${which} day of \`${column.name}\`, which can be a month or a year.`,
  }));

/** Adds the first and the last day of each date to a row. */
export const addDays = ({ columns }: KeyedTable, row: object): object => {
  const days = columns.filter(isDateColumn).flatMap((column): (readonly [string, string])[] => {
    const date = getCellValue(row, column);
    if (typeof date !== 'string') return [];
    return [
      [`${column.name}EarliestDay`, firstDayOf(date)],
      [`${column.name}LatestDay`, lastDayOf(date)],
    ];
  });
  return { ...row, ...Object.fromEntries(days) };
};

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
  columns: toColumns(z.toJSONSchema(schema) as JsonSchema)
    .filter(({ name: column, isRequired }) => isRequired || !['history', 'evidence'].includes(column))
    .flatMap((column) => (isDateColumn(column) ? [column, ...toDayColumns(column)] : [column])),
  primaryKey,
  foreignKeys: Object.entries(references).map(([column, table]) => ({ column, table })),
});

/** The tables of an export: one for each list, plus one each for the terms of totals of flows, the participants of deals and citations. */
export const exportTables = {
  companies: defineTable('companies', 'Everyone who takes part in AI financing.', companyResponseSchema, {
    parent: 'companies',
    group: 'companies',
  }),
  deals: defineTable('deals', 'Agreements and prospective agreements, with their current state.', dealRowSchema, { partOf: 'deals' }),
  stakes: defineTable('stakes', 'Observations of who owns how much of whom.', stakeResponseSchema, {
    holder: 'companies',
    issuer: 'companies',
    deal: 'deals',
  }),
  'chip-commitments': defineTable(
    'chip-commitments',
    'Commitments to buy, rent or deploy AI accelerators.',
    chipCommitmentResponseSchema.extend(countingShape),
    {
      deal: 'deals',
      buyer: 'companies',
      chipVendor: 'companies',
      provider: 'companies',
    },
  ),
  chips: defineTable('chips', 'Accelerators and their vendors.', chipResponseSchema, { vendor: 'companies' }),
  valuations: defineTable('valuations', 'Observations of company valuations.', valuationResponseSchema, {
    company: 'companies',
    deal: 'deals',
  }),
  financials: defineTable('financials', 'Figures of companies: revenue, capital expenditure, cash and the like.', financialResponseSchema, {
    company: 'companies',
  }),
  sources: defineTable('sources', 'The publications behind the facts.', sourceResponseSchema, {}),
  events: defineTable('events', 'Every dated report on every deal and what it changed.', eventResponseSchema, { deal: 'deals' }),
  flows: defineTable('flows', 'Who pays whom, derived from deals and chip commitments.', flowResponseSchema.extend(countingShape), {
    from: 'companies',
    to: 'companies',
    fromGroup: 'companies',
    toGroup: 'companies',
    deal: 'deals',
    chipCommitment: 'chip-commitments',
  }),
  'flow-terms': defineTable(
    'flow-terms',
    'What totals of flows add up: one row for the flows of a deal and nature, or for a flow of a chip commitment.',
    flowTermRowSchema,
    { deal: 'deals', chipCommitment: 'chip-commitments' },
  ),
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
