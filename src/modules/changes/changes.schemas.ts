import { z } from 'zod';
import { namedObject } from '../../domain/records/primitives.ts';
import { integerParameter } from '../../http/parameters.ts';
import { formatShape } from '../../lists/list-query.ts';
import { changeSchema } from '../../responses/change.ts';

export const maxChanges = 1_000;

const since = integerParameter(0, Number.MAX_SAFE_INTEGER)
  .default(0)
  .describe('Sequence number of the newest change that you have. Changes after it are returned. 0 starts from the beginning.');

export const changeQuerySchema = z.strictObject({
  since,
  limit: integerParameter(1, maxChanges).default(100).describe(`Number of changes per page, 1 to ${maxChanges}.`),
  ...formatShape,
});
export type ChangeQuery = z.infer<typeof changeQuerySchema>;

export const changeStreamQuerySchema = z.strictObject({
  since: integerParameter(0, Number.MAX_SAFE_INTEGER)
    .optional()
    .describe(
      'Sequence number of the newest change that you have. `Last-Event-ID` takes precedence. Without either, only new changes are sent.',
    ),
  limit: integerParameter(1, Number.MAX_SAFE_INTEGER)
    .optional()
    .describe('Ends the stream after this many changes. By default, it does not end.'),
});
export type ChangeStreamQuery = z.infer<typeof changeStreamQuerySchema>;

export const changeListSchema = namedObject('ChangeList', 'A page of the change feed.', {
  data: z.array(changeSchema).describe('The changes, in order.'),
  page: namedObject('ChangePage', 'Position of this page in the change feed.', {
    limit: z.int().describe('Maximum number of changes on the page.'),
    nextSince: z.int().nullable().describe('`since` of the next page; null if there are no more changes yet.'),
  }),
  meta: namedObject('ChangeMeta', 'State of the change feed.', {
    newest: z.int().nonnegative().describe('Sequence number of the newest change.'),
    dataVersion: z.string().describe('The data behind the response: dataset version and sequence number of the newest change.'),
  }),
});

export const changeStreamSchema = z.string().meta({
  id: 'ChangeStream',
  description:
    'Server-sent events: `id` is the sequence number, `event` is `change`, and `data` is a Change in one line. A comment every 15 seconds keeps the connection alive.',
});
