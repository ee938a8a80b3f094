import type { ComputedList } from '../computed-lists.ts';
import { type OutlookQuery, outlookQuerySchema, outlookSchema } from './outlook.schemas.ts';
import { getOutlook } from './outlook.service.ts';

export const outlookList: ComputedList<OutlookQuery> = {
  name: 'outlook',
  tag: 'money',
  operation: {
    operationId: 'getOutlook',
    summary: 'Get committed spending by year',
    description:
      'Returns binding and intended purchases, spread evenly over their terms. A linked chip commitment provides dates for its deal but never an amount; an unlinked one counts by itself. If no start is stated, the announcement date is used and marked. Purchases without a term are listed as unscheduled. CSV and NDJSON contain the years.',
    example: '/v1/outlook?company=anthropic&certainty=binding&kind=chip_supply',
  },
  querystring: outlookQuerySchema,
  responseSchema: outlookSchema,
  responseDescription: 'The outlook.',
  rows: 'years',
  read: getOutlook,
};
