import type { z } from 'zod';
import type { ComputedList } from '../computed-lists.ts';
import { type DurationQuery, durationQuerySchema, durationsSchema } from './durations.schemas.ts';
import { getDurations } from './durations.service.ts';

/** The filters of deals are passed in, so that this module does not import another. */
export const durationList = (dealFilters: z.ZodRawShape): ComputedList<DurationQuery> => ({
  name: 'durations',
  tag: 'time',
  operation: {
    operationId: 'getDurations',
    summary: 'Get deal durations',
    description:
      'Estimates how long the matching deals take from talks to signing to closing. Deals that are still unfinished count: the Kaplan-Meier estimator treats them as censored, so that the result is not biased toward deals that completed fast. CSV and NDJSON contain the rows.',
    example: '/v1/durations?kind=acquisition',
  },
  querystring: durationQuerySchema(dealFilters),
  responseSchema: durationsSchema,
  responseDescription: 'The durations.',
  rows: 'durations',
  read: getDurations,
});
