import { z } from 'zod';
import { changeSchema } from '../../answers/change.ts';
import { wholeNumber } from '../../http/parameters.ts';
import { formatParameter } from '../../lists/list-query.ts';

export const changesMax = 1_000;

const since = wholeNumber(0, Number.MAX_SAFE_INTEGER)
  .default(0)
  .describe('Number of the newest change that is known already: those after it are answered. 0 begins at the beginning.');

export const changeQuerySchema = z.strictObject({
  since,
  limit: wholeNumber(1, changesMax).default(100).describe(`Changes on a page, 1 to ${changesMax}.`),
  format: formatParameter,
});
export type ChangeQuery = z.infer<typeof changeQuerySchema>;

export const changeStreamQuerySchema = z.strictObject({
  since: wholeNumber(0, Number.MAX_SAFE_INTEGER)
    .optional()
    .describe(
      'Number of the newest change that is known already. `Last-Event-ID` goes before it; without either, only what comes from now on.',
    ),
  limit: wholeNumber(1, Number.MAX_SAFE_INTEGER).optional().describe('Ends the stream after so many changes; without it, it does not end.'),
});
export type ChangeStreamQuery = z.infer<typeof changeStreamQuerySchema>;

export const changeListSchema = z
  .object({
    data: z.array(changeSchema).describe('The changes, in order.'),
    page: z
      .object({
        limit: z.int().describe('Most changes on a page.'),
        nextSince: z.int().nullable().describe('`since` of the next page; null where there is nothing more yet.'),
      })
      .meta({ id: 'ChangePage', description: 'Where this page stands among the changes.' }),
    meta: z
      .object({
        newest: z.int().nonnegative().describe('Number of the newest change.'),
        dataVersion: z.string().describe('Which data it was made from: version of the dataset, and number of the newest change.'),
      })
      .meta({ id: 'ChangeMeta', description: 'How far the changes have come.' }),
  })
  .meta({ id: 'ChangeList', description: 'A page of changes.' });

export const changeStreamSchema = z.string().meta({
  id: 'ChangeStream',
  description:
    'Server-sent events: `id` is the number of the change, `event` is `change`, `data` a Change in one line. A comment every 15 seconds keeps the connection.',
});
