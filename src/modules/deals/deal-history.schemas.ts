import { z } from 'zod';
import { namedObject } from '../../domain/records/primitives.ts';
import { dealResponseSchema } from '../../responses/deal.ts';
import { recordResponseSchema } from '../../responses/envelope.ts';
import { eventResponseSchema } from '../../responses/event.ts';

export const dealHistoryQuerySchema = z.strictObject({});

const dealStateSchema = namedObject('DealState', 'What was known about a deal during an interval of days.', {
  knownFrom: z.string().describe('First day on which the state was valid (UTC, YYYY-MM-DD).'),
  knownTo: z.string().nullable().describe('First day on which it was no longer valid; null for the newest state.'),
  deal: dealResponseSchema.describe('The deal as known in that interval, without its history.'),
});

export const dealHistorySchema = recordResponseSchema(
  'DealHistoryDocument',
  namedObject('DealHistory', 'Everything that was ever known about a deal, and when.', {
    id: z.string().describe('Id of the deal.'),
    events: z.array(eventResponseSchema).describe('Every event in history order, with the day from which it was known.'),
    states: z.array(dealStateSchema).describe('The states, oldest first, with their validity intervals, which never overlap.'),
  }),
);
