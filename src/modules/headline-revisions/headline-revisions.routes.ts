import type { z } from 'zod';
import type { ComputedList } from '../computed-lists.ts';
import { type HeadlineRevisionQuery, headlineRevisionQuerySchema, headlineRevisionsSchema } from './headline-revisions.schemas.ts';
import { getHeadlineRevisions } from './headline-revisions.service.ts';

/** The filters of deals are passed in, so that this module does not import another. */
export const headlineRevisionList = (dealFilters: z.ZodRawShape): ComputedList<HeadlineRevisionQuery> => ({
  name: 'headline-revisions',
  tag: 'time',
  operation: {
    operationId: 'getHeadlineRevisions',
    summary: 'Compare first headlines with current ones',
    description:
      'Returns the first amount that was reported for each matching deal beside the current one, and the sums by kind and outcome. CSV and NDJSON contain the deals.',
    example: '/v1/headline-revisions?group=openai&kind=equity_investment',
  },
  querystring: headlineRevisionQuerySchema(dealFilters),
  responseSchema: headlineRevisionsSchema,
  responseDescription: 'The revisions.',
  rows: 'revisions',
  read: getHeadlineRevisions,
});
