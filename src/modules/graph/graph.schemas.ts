import { z } from 'zod';
import { identifierSchema, namedObject } from '../../domain/records/primitives.ts';
import { certainties, companyRoles, cycleClasses, flowNatures } from '../../domain/vocabulary.ts';
import { moneyFilterShape } from '../../graph-data/query.ts';
import { asOfParameter, enumListParameter, identifierListParameter, integerParameter, minCountParameter } from '../../http/parameters.ts';
import { metaSchema } from '../../responses/envelope.ts';
import { flowNatureField } from '../../responses/flow.ts';
import { usdByCertaintySchema, usdSumSchema } from '../../responses/money.ts';

/** Maximum number of links in a document. The largest are returned. */
export const maxLinks = 20_000;

export const graphFormats = ['json', 'graphml', 'gexf', 'dot', 'mermaid'] as const;
export type GraphFormat = (typeof graphFormats)[number];

export const graphQuerySchema = z.strictObject({
  format: z
    .enum(graphFormats)
    .optional()
    .describe(
      'Format of the document: `json` (node-link, as used by NetworkX and D3), `graphml`, `gexf` (version 1.2), `dot` (Graphviz) or `mermaid` (at most 500 links and 50,000 characters, the most that its renderer accepts: the largest links are returned). Takes precedence over the Accept header. Default: `json`.',
    ),
  group: identifierListParameter().optional().describe('Only links with the group of one of these companies at either end.'),
  class: enumListParameter(cycleClasses)
    .optional()
    .describe(
      'Only links on a cycle of one of these classes, as in `/v1/cycles`. `class=circular_financing` returns the circular core of the graph.',
    ),
  maxLength: integerParameter(2, 6)
    .optional()
    .describe('Maximum number of legs in the cycles of `class`, 2 to 6. Default: 3. Requires `class`.'),
  nature: enumListParameter(flowNatures).optional().describe('Only links of these natures.'),
  amountUsdMin: minCountParameter()
    .optional()
    .describe('Minimum upper bound of a link in US dollars. Links without an upper bound do not match.'),
  ...moneyFilterShape,
  asOf: asOfParameter,
});
export type GraphQuery = z.infer<typeof graphQuerySchema>;

const byNatureSchema = namedObject('NodeTotals', 'Sums by nature.', {
  financing: usdSumSchema.describe('Financing.'),
  purchase: usdSumSchema.describe('Payments for goods and services.'),
  guarantee: usdSumSchema.describe('Guarantees: no cash moves unless they are called.'),
  warrant: usdSumSchema.describe('Warrants: the value granted, not cash.'),
});

const nodeSchema = namedObject('GraphNode', 'A group.', {
  id: identifierSchema.describe('Id of the group, which is the id of its topmost company.'),
  name: z.string().describe('Name of that company.'),
  roles: z.array(z.enum(companyRoles)).describe('Its roles. The list of values may grow.'),
  country: z.string().nullable().describe('Country of its headquarters (ISO 3166-1 alpha-2), or null.'),
  paid: byNatureSchema.describe('What it pays to other groups, without implied flows, according to the links in the document.'),
  received: byNatureSchema.describe('What other groups pay to it, without implied flows, according to the links in the document.'),
});

const linkSchema = namedObject('GraphLink', 'All stated, or all implied, flows of one nature from one group to another, combined.', {
  id: z
    .string()
    .describe('Id of the link. It names the paying group, the receiving group and the nature, and distinguishes implied links.'),
  source: identifierSchema.describe('Id of the paying group.'),
  target: identifierSchema.describe('Id of the receiving group.'),
  nature: flowNatureField,
  certainty: z.enum(certainties).describe('Certainty of its strongest flow.'),
  implied: z.boolean().describe('True if its flows are implied. Stated flows between the same groups form another link.'),
  contingent: z.boolean().describe('True for guarantees and warrants.'),
  usd: usdSumSchema.describe('Sum of its flows.'),
  usdByCertainty: usdByCertaintySchema.describe('The same by certainty.'),
  flows: z.int().positive().describe('Number of its flows.'),
  deals: z.array(identifierSchema).describe('Ids of the deals behind the flows.'),
  chipCommitments: z.array(identifierSchema).describe('Ids of the chip commitments behind the flows.'),
});

export const graphSchema = namedObject('Graph', 'The money graph in node-link form.', {
  directed: z.literal(true).describe('Always true: links have a direction.'),
  multigraph: z.literal(true).describe('Always true: two nodes can have several links, for each nature and for stated and implied flows.'),
  graph: z
    .object({ name: z.string().describe('Name of the graph.') })
    .meta({ id: 'GraphAttributes', description: 'Attributes of the graph as a whole.' }),
  nodes: z.array(nodeSchema).describe('Groups, ordered by id.'),
  links: z.array(linkSchema).describe('Links, ordered by their ends.'),
  meta: namedObject('GraphMeta', 'The state of the data behind the response, and whether it is complete.', {
    ...metaSchema.shape,
    truncated: z
      .boolean()
      .describe(
        `True if there are more than ${maxLinks} links, of which the largest are returned, or if the search for the cycles of \`class\` reached its limit. Other formats have the header \`Truncated: true\`.`,
      ),
  }),
});
