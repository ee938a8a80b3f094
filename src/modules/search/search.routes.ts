import type { ComputedList } from '../computed-lists.ts';
import { type SearchQuery, searchQuerySchema, searchResponseSchema } from './search.schemas.ts';
import { search, searchQuickly } from './search.service.ts';

/** Page size of exports. */
const hitsPerBatch = 500;

export const searchList: ComputedList<SearchQuery> = {
  name: 'search',
  tag: 'search',
  operation: {
    operationId: 'search',
    summary: 'Search',
    description:
      'Searches companies, deals, chips and sources and ranks the hits, with highlights. Matches word prefixes and tolerates typos, so it suits a search box.',
    example: '/v1/search?q=stargate&limit=2',
  },
  querystring: searchQuerySchema,
  responseSchema: searchResponseSchema,
  responseDescription: 'A page of hits.',
  exportQuery: { limit: hitsPerBatch },
  read: search,
  readQuickly: searchQuickly,
};
