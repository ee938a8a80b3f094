import { z } from 'zod';
import { dealAnswerSchema } from '../../answers/deal.ts';
import { recordAnswerSchema } from '../../answers/envelope.ts';
import { eventAnswerSchema } from '../../answers/event.ts';

export const dealHistoryQuerySchema = z.strictObject({});

const dealStateSchema = z
  .object({
    knownFrom: z.string().describe('First day of the state (UTC, YYYY-MM-DD).'),
    knownTo: z.string().nullable().describe('First day on which it no longer held; null for the newest state.'),
    deal: dealAnswerSchema.describe('The deal as it was known in that time, without its history.'),
  })
  .meta({ id: 'DealState', description: 'What was known of a deal over an interval of days.' });

export const dealHistorySchema = recordAnswerSchema(
  'DealHistoryDocument',
  z
    .object({
      id: z.string().describe('Id of the deal.'),
      events: z.array(eventAnswerSchema).describe('Every event in the order of the history, with the day from which it was known.'),
      states: z
        .array(dealStateSchema)
        .describe('The states, oldest first, with their true intervals. They are never cut and never overlap.'),
    })
    .meta({ id: 'DealHistory', description: 'Everything that was ever known of a deal, and when.' }),
);
