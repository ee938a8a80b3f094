import { z } from 'zod';
import { metaSchema } from '../../answers/envelope.ts';
import { flowNatureField, usdSumSchema } from '../../answers/flow.ts';
import { identifierSchema } from '../../domain/records/primitives.ts';
import { certainties, companyRoles, flowNatures } from '../../domain/vocabulary.ts';
import { moneyFilterShape } from '../../facts/money-query.ts';
import { identifierList, wholeFrom, wordsOf } from '../../http/parameters.ts';
import { asOfParameter } from '../../lists/as-of.ts';

/** Links in one document; the greatest are kept. */
export const linksMax = 20_000;

export const graphFormats = ['json', 'graphml', 'gexf', 'dot', 'mermaid'] as const;
export type GraphFormat = (typeof graphFormats)[number];

export const graphQuerySchema = z.strictObject({
  format: z
    .enum(graphFormats)
    .optional()
    .describe(
      'Form of the document: `json` (node-link, as NetworkX and D3 read it), `graphml`, `gexf`, `dot` (Graphviz) or `mermaid`. It goes before the Accept header; without either, json.',
    ),
  group: identifierList().optional().describe('Only links at one end of which stands the group of one of these companies.'),
  nature: wordsOf(flowNatures).optional().describe('Only links of one of these natures.'),
  amountUsdMin: wholeFrom().optional().describe('Least upper bound of a link, in US dollars. A link without one does not pass.'),
  ...moneyFilterShape,
  asOf: asOfParameter,
});
export type GraphQuery = z.infer<typeof graphQuerySchema>;

const byNatureSchema = z
  .object({ financing: usdSumSchema.describe('As financing.'), purchase: usdSumSchema.describe('As payment for goods and services.') })
  .meta({ id: 'UsdByNature', description: 'Sums by nature.' });

const nodeSchema = z
  .object({
    id: identifierSchema.describe('Id of the group: that of its topmost company.'),
    name: z.string().describe('Name of that company.'),
    roles: z.array(z.enum(companyRoles)).describe('Its roles. The list of values may grow.'),
    country: z.string().nullable().describe('Country of its seat (ISO 3166-1 alpha-2), or null.'),
    paid: byNatureSchema.describe('What it pays to other groups, within the links of the document.'),
    received: byNatureSchema.describe('What other groups pay it, within the links of the document.'),
  })
  .meta({ id: 'GraphNode', description: 'A group.' });

const linkSchema = z
  .object({
    source: identifierSchema.describe('Group that pays.'),
    target: identifierSchema.describe('Group that is paid.'),
    nature: flowNatureField,
    certainty: z.enum(certainties).describe('Certainty of its strongest flow.'),
    implied: z.boolean().describe('True where all its flows are implied.'),
    contingent: z.boolean().describe('True where all its flows are guarantees.'),
    usd: usdSumSchema.describe('Sum of its flows.'),
    flows: z.int().positive().describe('Number of its flows.'),
    deals: z.array(identifierSchema).describe('Deals that give them.'),
    chipCommitments: z.array(identifierSchema).describe('Chip commitments that give them.'),
  })
  .meta({ id: 'GraphLink', description: 'All flows of one nature from one group to another.' });

export const graphSchema = z
  .object({
    directed: z.literal(true).describe('Links have a direction.'),
    multigraph: z.literal(true).describe('There can be two links from one node to another, one of each nature.'),
    graph: z
      .object({ name: z.string().describe('Name of the graph.') })
      .meta({ id: 'GraphAttributes', description: 'Attributes of the graph as a whole.' }),
    nodes: z.array(nodeSchema).describe('Groups, in the order of ids.'),
    links: z.array(linkSchema).describe('Links, in the order of their ends.'),
    meta: z
      .object({
        ...metaSchema.shape,
        truncated: z.boolean().describe(`True where there are more than ${linksMax} links, of which the greatest are shown.`),
      })
      .meta({ id: 'GraphMeta', description: 'By which state of the data the answer was made, and whether it is whole.' }),
  })
  .meta({ id: 'Graph', description: 'The money graph in node-link form.' });
