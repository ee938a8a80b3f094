import type { ComputedList } from '../computed-lists.ts';
import { type ContradictionQuery, contradictionQuerySchema, contradictionsSchema } from './contradictions.schemas.ts';
import { getContradictions } from './contradictions.service.ts';

export const contradictionList: ComputedList<ContradictionQuery> = {
  name: 'contradictions',
  tag: 'sources',
  operation: {
    operationId: 'getContradictions',
    summary: 'Find reports that contradict each other',
    description:
      'Returns pairs of figures for the same term that cannot both be right: the reports have overlapping dates and the same stage (talks, announced, agreed), and their intervals share no value. CSV and NDJSON contain the pairs.',
    example: '/v1/contradictions?withinDays=7&company=xai',
  },
  querystring: contradictionQuerySchema,
  responseSchema: contradictionsSchema,
  responseDescription: 'The contradictions.',
  rows: 'contradictions',
  read: getContradictions,
};
