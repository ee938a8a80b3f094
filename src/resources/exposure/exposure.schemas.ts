import { z } from 'zod';
import { metaSchema } from '../../answers/envelope.ts';
import { usdSumSchema } from '../../answers/flow.ts';
import { identifierSchema } from '../../domain/records/primitives.ts';
import { moneyFilterShape } from '../../facts/money-query.ts';
import { wholeNumber } from '../../http/parameters.ts';
import { asOfParameter } from '../../lists/as-of.ts';

/** Counterparties in one answer, those with the greatest flows. */
export const counterpartiesMax = 500;
/** Cycles that are named. */
export const cyclesNamedMax = 50;

export const exposureQuerySchema = z.strictObject({
  ...moneyFilterShape,
  certaintyMin: moneyFilterShape.certaintyMin
    .unwrap()
    .default('intended')
    .describe('Weakest certainty of the flows that count; talk is left out unless asked for. What is dead is never used.'),
  maxLength: wholeNumber(2, 6).default(4).describe('Most legs in a cycle, 2 to 6.'),
  asOf: asOfParameter,
});
export type ExposureQuery = z.infer<typeof exposureQuerySchema>;

const byNatureSchema = z
  .object({
    financing: usdSumSchema.describe('As financing; absent where there is none.').optional(),
    purchase: usdSumSchema.describe('As payment for goods and services; absent where there is none.').optional(),
  })
  .meta({ id: 'ExposureByNature', description: 'Sums by nature, as far as there are any.' });

const ratioSchema = z
  .object({
    low: z.number().nullable().describe('Least purchases over greatest financing; null where that cannot be told.'),
    high: z.number().nullable().describe('Greatest purchases over least financing; null where that cannot be told.'),
  })
  .meta({ id: 'RoundTripRatio', description: 'Binding purchases over the binding financing received, as an interval.' });

const concentrationSchema = z
  .object({
    index: z
      .number()
      .nullable()
      .describe('Herfindahl-Hirschman index over exact amounts, 0 to 1; null where they are less than half of the total.'),
    coverage: z.number().nullable().describe('Share of the exact amounts in the total, 0 to 1; null where there is no total.'),
    counterparties: z.int().nonnegative().describe('How many groups there are.'),
    unknown: z.int().nonnegative().describe('Flows without an upper bound, which the total leaves out.'),
  })
  .meta({ id: 'Concentration', description: 'How much of the money comes from, or goes to, few.' });

const counterpartySchema = z
  .object({
    group: identifierSchema.describe('Group at the other end.'),
    paid: byNatureSchema.describe('What the company pays it.'),
    received: byNatureSchema.describe('What it pays the company.'),
    roundTripAsCustomer: ratioSchema
      .nullable()
      .describe('What the company buys from it, over the financing that it received from it; null where either is missing.'),
    roundTripAsFinancier: ratioSchema
      .nullable()
      .describe('What it buys from the company, over the financing that it received from it; null where either is missing.'),
    ifFailed: z
      .object({
        paid: byNatureSchema.describe('Binding and intended payments of the company that would stop.'),
        received: byNatureSchema.describe('Binding and intended payments to the company that would stop.'),
        flows: z.int().nonnegative().describe('How many flows these are.'),
        cyclesCut: z.int().nonnegative().describe('Circular-financing cycles of the company that would be cut.'),
      })
      .describe('What would stop if it failed.')
      .meta({ id: 'IfFailed', description: 'What would stop if the counterparty failed.' }),
  })
  .meta({ id: 'Counterparty', description: 'A group that the company pays, or is paid by.' });

export const exposureSchema = z
  .object({
    data: z
      .object({
        company: identifierSchema.describe('Id of the company, which stands for the companies below it too.'),
        group: identifierSchema.describe('Its group.'),
        paid: byNatureSchema.describe('All that it pays to others.'),
        received: byNatureSchema.describe('All that others pay it.'),
        counterparties: z.array(counterpartySchema).describe('Counterparties, in the order of ids.'),
        concentration: z
          .object({
            suppliers: concentrationSchema.describe('Of those that it buys from.'),
            customers: concentrationSchema.describe('Of those that buy from it.'),
            financiers: concentrationSchema.describe('Of those that finance it.'),
          })
          .meta({ id: 'ExposureConcentration', description: 'How much it depends on few.' }),
        cycles: z
          .object({
            count: z.int().nonnegative().describe('Circular-financing cycles that its group is in.'),
            greatest: z.array(z.string()).describe(`Ids of the greatest by volume, at most ${cyclesNamedMax}; see /v1/cycles.`),
          })
          .meta({ id: 'ExposureCycles', description: 'The circular-financing cycles that it is in.' }),
      })
      .meta({ id: 'Exposure', description: 'Who a company depends on, and who on it.' }),
    meta: z
      .object({
        ...metaSchema.shape,
        edgesVisited: z.int().nonnegative().describe('How many legs the search for cycles looked at.'),
        truncated: z.boolean().describe('True where that search stopped at its bound, or counterparties were left out.'),
      })
      .meta({ id: 'ExposureMeta', description: 'By which state of the data the answer was made, and whether it is whole.' }),
  })
  .meta({ id: 'ExposureDocument', description: 'The exposure of a company.' });
