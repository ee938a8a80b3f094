import { certainties, dealKinds, statuses } from '../../domain/vocabulary.ts';
import { enumListParameter, fromDateParameter, identifierListParameter, toDateParameter } from '../../http/parameters.ts';
import { counterpartyFilters, facetsParameter, listQuerySchema, outletFilter } from '../../lists/list-query.ts';
import { dealResponseSchema } from '../../responses/deal.ts';
import { includedSchema, listResponseSchema } from '../../responses/envelope.ts';
import { eventResponseSchema } from '../../responses/event.ts';
import { sourceResponseSchema } from '../../responses/source.ts';

/** The filters of events, which feeds also accept. */
export const eventFilterShape = {
  company: identifierListParameter().optional().describe('Only events of deals in which one of these companies participates.'),
  group: identifierListParameter()
    .optional()
    .describe('Only events of deals in which one of these companies or its subsidiaries participates.'),
  ...counterpartyFilters('events'),
  deal: identifierListParameter().optional().describe('Only events of these deals.'),
  kind: enumListParameter(dealKinds).optional().describe('Only events of deals of these kinds.'),
  status: enumListParameter(statuses).optional().describe('Only events that report one of these statuses.'),
  certainty: enumListParameter(certainties).optional().describe('Only events of these certainties.'),
  outlet: outletFilter('events that cite a text'),
  reportedFrom: fromDateParameter().optional().describe('Only events reported on or after this date.'),
  reportedTo: toDateParameter().optional().describe('Only events reported on or before this date.'),
};

export const eventListQuerySchema = listQuerySchema(
  {
    fields: eventResponseSchema.keyof().options,
    includes: ['deals', 'sources'],
    sorts: ['reportedOn', 'id'],
    defaultSort: '-reportedOn',
  },
  { ...eventFilterShape, facets: facetsParameter(['kind', 'status', 'certainty']) },
);

export const eventListSchema = listResponseSchema(
  'EventList',
  eventResponseSchema,
  includedSchema('EventIncluded', { deals: dealResponseSchema, sources: sourceResponseSchema }),
);
