import type { ComputedList } from '../computed-lists.ts';
import { type TransitionQuery, transitionQuerySchema, transitionsSchema } from './transitions.schemas.ts';
import { getTransitions } from './transitions.service.ts';

export const transitionList: ComputedList<TransitionQuery> = {
  name: 'transitions',
  tag: 'time',
  operation: {
    operationId: 'getTransitions',
    summary: 'Get status transitions',
    description:
      'Shows how the matching deals moved between statuses: how many did, after how many days (median), and how many lapsed. Statuses are taken from the reports, in the order of the history. CSV and NDJSON contain the transitions.',
    example: '/v1/transitions?company=openai&kind=equity_investment',
  },
  querystring: transitionQuerySchema,
  responseSchema: transitionsSchema,
  responseDescription: 'The transitions.',
  rows: 'transitions',
  read: getTransitions,
};
