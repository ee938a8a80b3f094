import type { ComputedList } from '../computed-lists.ts';
import { type DiffQuery, diffQuerySchema, diffSchema } from './diff.schemas.ts';
import { getDiff } from './diff.service.ts';

export const diffList: ComputedList<DiffQuery> = {
  name: 'diff',
  tag: 'time',
  operation: {
    operationId: 'getDiff',
    summary: 'Compare two days',
    description:
      'Lists the deals, stakes, valuations, financial figures and chip commitments that became known, changed or died between two days, with the class of each change and the record before and after. A page can have fewer changes than its limit if a record changed back.',
    example: '/v1/diff?fromOn=2026-02-20&toOn=2026-03-01&company=amazon&collection=stakes,deals&limit=1',
  },
  querystring: diffQuerySchema,
  responseSchema: diffSchema,
  responseDescription: 'A page of changes.',
  fileName: ({ fromOn }) => `diff-${fromOn}`,
  read: getDiff,
};
