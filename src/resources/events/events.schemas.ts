import { dealAnswerSchema } from '../../answers/deal.ts';
import { includedSchema, listAnswerSchema } from '../../answers/envelope.ts';
import { eventAnswerSchema } from '../../answers/event.ts';
import { sourceAnswerSchema } from '../../answers/source.ts';
import { certainties, dealKinds, statuses } from '../../domain/vocabulary.ts';
import { fromDate, identifierList, toDate, wordsOf } from '../../http/parameters.ts';
import { listQuerySchema } from '../../lists/list-query.ts';

/** Filters on events, which the feeds take too. */
export const eventFilterShape = {
  company: identifierList().optional().describe('Events of deals in which one of these companies takes part.'),
  group: identifierList().optional().describe('Events of deals in which one of these companies, or a company below it, takes part.'),
  deal: identifierList().optional().describe('Events of one of these deals.'),
  kind: wordsOf(dealKinds).optional().describe('Events of deals of one of these kinds.'),
  status: wordsOf(statuses).optional().describe('Events that report one of these statuses.'),
  certainty: wordsOf(certainties).optional().describe('Events whose report is as firm as one of these.'),
  reportedFrom: fromDate().optional().describe('Reported on this date or later.'),
  reportedTo: toDate().optional().describe('Reported on this date or earlier.'),
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
