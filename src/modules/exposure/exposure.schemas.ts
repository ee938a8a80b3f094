import { z } from 'zod';
import { identifierSchema, namedObject } from '../../domain/records/primitives.ts';
import { moneyFilterShape } from '../../graph-data/query.ts';
import { asOfParameter, integerParameter, namesParameter } from '../../http/parameters.ts';
import { metaSchema } from '../../responses/envelope.ts';
import { usdByNatureSchema } from '../../responses/money.ts';
import { namesSchema } from '../../responses/names.ts';

/** Maximum number of counterparties in a response. The largest are returned. */
export const maxCounterparties = 500;
/** Maximum number of cycle ids in a response. */
export const maxCyclesListed = 50;

export const exposureQuerySchema = z.strictObject({
  ...moneyFilterShape,
  certaintyMin: moneyFilterShape.certaintyMin
    .unwrap()
    .default('intended')
    .describe('Weakest certainty of the flows to use. Speculative flows are excluded by default, dead ones always.'),
  maxLength: integerParameter(2, 6).default(4).describe('Maximum number of legs in a cycle, 2 to 6.'),
  asOf: asOfParameter,
  names: namesParameter,
});
export type ExposureQuery = z.infer<typeof exposureQuerySchema>;

const ratioSchema = namedObject('RoundTripRatio', 'Binding purchases divided by the binding financing received, as an interval.', {
  low: z.number().nullable().describe('Lowest purchases divided by highest financing; null if unknown.'),
  high: z.number().nullable().describe('Highest purchases divided by lowest financing; null if unknown.'),
});

const concentrationSchema = namedObject('Concentration', 'How concentrated the payments are on a few counterparties.', {
  index: z
    .number()
    .nullable()
    .describe('Herfindahl-Hirschman index of exact amounts, 0 to 1; null if they cover less than half of the total or of the flows.'),
  coverage: z.number().nullable().describe('Share of the total that exact amounts cover, 0 to 1; null if there is no total.'),
  flowCoverage: z.number().nullable().describe('Share of the flows that have exact amounts, 0 to 1; null if there are no flows.'),
  counterparties: z.int().nonnegative().describe('Number of groups.'),
  unknown: z.int().nonnegative().describe('Number of flows without an upper bound. The total does not include them.'),
});

const counterpartySchema = namedObject('Counterparty', 'A group that pays the company or is paid by it.', {
  group: identifierSchema.describe("Id of the counterparty's group."),
  paid: usdByNatureSchema.describe('What the company pays to it.'),
  received: usdByNatureSchema.describe('What it pays to the company.'),
  roundTripAsCustomer: ratioSchema
    .nullable()
    .describe('What the company buys from it, divided by the financing received from it; null if either is missing.'),
  roundTripAsFinancier: ratioSchema
    .nullable()
    .describe('What it buys from the company, divided by the financing received from the company; null if either is missing.'),
  ifFailed: z
    .object({
      paid: usdByNatureSchema.describe('Binding and intended payments of the company that would stop.'),
      received: usdByNatureSchema.describe('Binding and intended payments to the company that would stop.'),
      flows: z.int().nonnegative().describe('Number of flows.'),
      cyclesCut: z.int().nonnegative().describe('Circular-financing cycles of the company that would be cut.'),
    })
    .describe('What would stop if the counterparty failed.')
    .meta({ id: 'IfFailed', description: 'What would stop if the counterparty failed.' }),
});

export const exposureSchema = namedObject('ExposureDocument', 'The exposure of a company.', {
  data: namedObject('Exposure', 'Whom a company depends on and who depends on it.', {
    company: identifierSchema.describe('Id of the company. Its subsidiaries are included.'),
    group: identifierSchema.describe('Its group.'),
    paid: usdByNatureSchema.describe('Everything that it pays to others.'),
    received: usdByNatureSchema.describe('Everything that others pay to it.'),
    counterparties: z.array(counterpartySchema).describe('Counterparties, ordered by id.'),
    concentration: namedObject('ExposureConcentration', 'How much the company depends on few counterparties.', {
      suppliers: concentrationSchema.describe('Concentration of its suppliers.'),
      customers: concentrationSchema.describe('Concentration of its customers.'),
      financiers: concentrationSchema.describe('Concentration of its financiers.'),
    }),
    cycles: namedObject('ExposureCycles', 'The circular-financing cycles that include the company.', {
      count: z.int().nonnegative().describe('Number of circular-financing cycles that include its group.'),
      greatest: z.array(z.string()).describe(`Ids of the largest cycles by volume, at most ${maxCyclesListed}. See /v1/cycles.`),
    }),
  }),
  names: namesSchema.optional(),
  meta: namedObject('ExposureMeta', 'The state of the data behind the response, and whether it is complete.', {
    ...metaSchema.shape,
    edgesVisited: z.int().nonnegative().describe('Number of edges that the cycle search visited.'),
    truncated: z.boolean().describe('True if the search reached its limit or counterparties were omitted.'),
  }),
});
