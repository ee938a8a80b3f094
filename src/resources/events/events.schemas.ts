import { dealAnswerSchema } from '../../answers/deal.ts';
import { includedSchema, listAnswerSchema } from '../../answers/envelope.ts';
import { eventAnswerSchema } from '../../answers/event.ts';
import { sourceAnswerSchema } from '../../answers/source.ts';
import { certainties, dealKinds, statuses } from '../../domain/vocabulary.ts';
import { fromDate, identifierList, toDate, wordsOf } from '../../http/parameters.ts';
import { listQuerySchema } from '../../lists/list-query.ts';

/** Filters on events, which the feeds take too. */
export const eventFilterShape = {
  company: identifierList().optional().describe('Only events of deals in which one of these companies participates.'),
  group: identifierList().optional().describe('Only events of deals in which one of these companies or its subsidiaries participates.'),
  deal: identifierList().optional().describe('Only events of these deals.'),
  kind: wordsOf(dealKinds).optional().describe('Only events of deals of these kinds.'),
  status: wordsOf(statuses).optional().describe('Only events that report one of these statuses.'),
  certainty: wordsOf(certainties).optional().describe('Only events of these certainties.'),
  reportedFrom: fromDate().optional().describe('Only events reported on or after this date.'),
  reportedTo: toDate().optional().describe('Only events reported on or before this date.'),
};

export const eventListQuerySchema = listQuerySchema(
  {
    fields: eventAnswerSchema.keyof().options,
    includes: ['deals', 'sources'],
    sorts: ['reportedOn', 'id'],
    defaultSort: '-reportedOn',
  },
  eventFilterShape,
);

export const eventListSchema = listAnswerSchema(
  'EventList',
  eventAnswerSchema,
  includedSchema('EventIncluded', { deals: dealAnswerSchema, sources: sourceAnswerSchema }),
);
