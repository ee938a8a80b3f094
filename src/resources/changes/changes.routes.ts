import { Readable } from 'node:stream';
import type { RouteContext } from '../../endpoints/collection-routes.ts';
import { sendComputedList } from '../../endpoints/computed-list.ts';
import { describeColumns, listColumns } from '../../endpoints/export-response.ts';
import { mediaTypesOfLists } from '../../http/negotiation.ts';
import { Problem } from '../../http/problems.ts';
import { type App, answersWith } from '../../http/routes.ts';
import { changeListSchema, changeQuerySchema, changeStreamQuerySchema, changeStreamSchema } from './changes.schemas.ts';
import { listChanges, streamChanges, streamStart } from './changes.service.ts';

/** Streams that one process keeps open. */
const streamsMax = 1_000;

export const changeRoutes = (app: App, context: RouteContext): void => {
  const { database } = context;
  const columns = listColumns(changeListSchema);
  app.get(
    '/v1/changes',
    {
      schema: {
        operationId: 'listChanges',
        tags: ['changes'],
        summary: 'Every change to the data',
        description:
          'The changes after one, in order and without a gap, each with the record as it was put, and with the other records whose answers moved. Replayed from 0 they give the whole dataset. Where `page.nextSince` is null there is nothing more yet: ask again later with the number of the newest change that you have.' +
          describeColumns(columns),
        produces: mediaTypesOfLists,
        querystring: changeQuerySchema,
        response: answersWith(changeListSchema, 'A page of changes.'),
      },
      config: { example: '/v1/changes?since=2600&limit=1', mediaTypes: mediaTypesOfLists },
    },
    (request, reply) =>
      sendComputedList(request, reply, context, {
        name: 'changes',
        columns,
        rowsOf: (changes: readonly unknown[]) => changes,
        query: request.query,
        answer: (query) => database.read((session) => listChanges(session, query, request.url)),
        pagesOf: (session) => (query) => listChanges(session, query, request.url),
      }),
  );
};

/** Streams changes as server-sent events. */
export const changeStreamRoutes = (app: App): void => {
  const { database } = app;
  const open = new Set<AbortController>();
  // A stream never ends by itself, and would keep the server from closing.
  app.addHook('preClose', async () => {
    for (const stream of open) stream.abort();
  });
  app.get(
    '/v1/changes/stream',
    {
      schema: {
        operationId: 'streamChanges',
        tags: ['changes'],
        summary: 'Changes as they come',
        description:
          'The changes as server-sent events: those after `Last-Event-ID` (or `since`), and each further one as it is accepted. A client that was cut off connects again with the id of the last event that it has, and misses nothing.',
        produces: ['text/event-stream'],
        querystring: changeStreamQuerySchema,
        response: answersWith(changeStreamSchema, 'The stream.', [400, 406, 414, 429, 500, 503]),
      },
      config: { example: '/v1/changes/stream?since=2600&limit=1', mediaTypes: ['text/event-stream'] },
    },
    async (request, reply) => {
      if (open.size >= streamsMax)
        throw new Problem('unavailable', `At most ${streamsMax} streams are open at a time.`, { headers: { 'retry-after': '30' } });
      const start = await streamStart(database, request.query, request.headers['last-event-id']?.toString());
      reply.headers({ 'cache-control': 'no-store', 'x-accel-buffering': 'no' }).type('text/event-stream; charset=utf-8');
      // The framework would read the stream to its end, which it does not have.
      if (request.method === 'HEAD') return reply.send('');
      const stop = new AbortController();
      open.add(stop);
      const stream = Readable.from(streamChanges(database, start, request.query.limit, stop.signal), {
        objectMode: false,
        highWaterMark: 65_536,
      });
      stream.once('close', () => {
        stop.abort();
        open.delete(stop);
      });
      return reply.send(stream);
    },
  );
};
