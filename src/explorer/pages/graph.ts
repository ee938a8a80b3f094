import type { z } from 'zod';
import type { graphSchema } from '../../modules/graph/graph.schemas.ts';

/** The money graph: groups and the links between them. */
export type Graph = z.infer<typeof graphSchema>;
export type GraphLink = Graph['links'][number];

/** What a link says, between the names of its groups. */
export const natureVerbs: Readonly<Record<string, string>> = {
  financing: 'finances',
  purchase: 'buys from',
  guarantee: 'guarantees debt or leases of',
  warrant: 'grants warrants to',
};
