import { finished, Readable } from 'node:stream';
import type { RouteContext } from '../../endpoints/collection-routes.ts';
import { sendComputedList } from '../../endpoints/computed-list.ts';
import { documentColumns, listColumns } from '../../endpoints/export-response.ts';
import { identifyClient } from '../../http/client.ts';
import { Problem } from '../../http/problems.ts';
import { listMediaTypeNames } from '../../http/requests.ts';
import { type App, documentResponses } from '../../http/routes.ts';
import { changeListSchema, changeQuerySchema, changeStreamQuerySchema, changeStreamSchema } from './changes.schemas.ts';
import { listChanges, resolveStreamStart, streamChanges } from './changes.service.ts';

/** Maximum number of open streams per process. */
const maxStreams = 1_000;
/** Maximum number of open streams per client and process. */
export const maxStreamsPerClient = 10;

export const changeRoutes = (app: App, context: RouteContext): void => {
  const { database } = context;
  const columns = listColumns(changeListSchema);
  app.get(
    '/v1/changes',
    {
      schema: {
        operationId: 'listChanges',
        tags: ['changes'],
        summary: 'List changes',
        description:
          'Returns the changes after `since`, in order and without gaps, each with the stored record and the other records whose responses changed. Replaying from 0 yields the whole dataset. If `page.nextSince` is null, you are up to date: try again later with the sequence number of your newest change.',
        ...documentColumns(columns),
        produces: listMediaTypeNames,
        querystring: changeQuerySchema,
        response: documentResponses(changeListSchema, 'A page of changes.'),
      },
      config: { example: '/v1/changes?since=2600&limit=1', mediaTypes: listMediaTypeNames },
    },
    (request, reply) =>
      sendComputedList(request, reply, context, {
        name: 'changes',
        columns,
        toRows: (changes: readonly unknown[]) => changes,
        query: request.query,
        readPage: (query) => database.read((session) => listChanges(session, query, request.url)),
        createPageReader: (session) => (query) => listChanges(session, query, request.url),
      }),
  );
};

/** Streams changes as server-sent events. */
export const changeStreamRoutes = (app: App): void => {
  const { database } = app;
  /** The open streams and their clients. */
  const open = new Map<AbortController, string>();
  // Streams never end by themselves and would keep the server from closing.
  app.addHook('preClose', async () => {
    for (const stream of open.keys()) stream.abort();
  });
  app.get(
    '/v1/changes/stream',
    {
      schema: {
        operationId: 'streamChanges',
        tags: ['changes'],
        summary: 'Stream changes',
        description:
          'Streams changes as server-sent events: those after `Last-Event-ID` (or `since`), then each new one as it is accepted. After a disconnect, reconnect with the id of your last event; you will not miss a change.',
        produces: ['text/event-stream'],
        querystring: changeStreamQuerySchema,
        response: documentResponses(changeStreamSchema, 'The stream.', [400, 406, 414, 429, 500, 503]),
      },
      config: { example: '/v1/changes/stream?since=2600&limit=1', mediaTypes: ['text/event-stream'] },
    },
    async (request, reply) => {
      const resolveStart = () => resolveStreamStart(database, request.query, request.headers['last-event-id']?.toString());
      const addHeaders = () =>
        reply.headers({ 'cache-control': 'no-store', 'x-accel-buffering': 'no' }).type('text/event-stream; charset=utf-8');
      // Fastify would wait for the end of the stream, and a HEAD request must not count as one.
      if (request.method === 'HEAD') {
        await resolveStart();
        return addHeaders().send('');
      }
      const client = identifyClient(request);
      if (open.size >= maxStreams)
        throw new Problem('unavailable', `The server has reached its limit of ${maxStreams} open streams. Try again later.`, {
          headers: { 'retry-after': '30' },
        });
      if ([...open.values()].filter((one) => one === client).length >= maxStreamsPerClient)
        throw new Problem('too-many-requests', `The limit is ${maxStreamsPerClient} open streams at a time. Close one first.`, {
          headers: { 'retry-after': '30' },
        });
      const stop = new AbortController();
      // Before anything asynchronous, so that streams that are opened at once count, too.
      open.set(stop, client);
      // The stream itself closes only after the generator has yielded, which takes until the next change or heartbeat.
      finished(reply.raw, () => {
        open.delete(stop);
        stop.abort();
      });
      const start = await resolveStart();
      const stream = Readable.from(streamChanges(database, start, request.query.limit, stop.signal), {
        objectMode: false,
        highWaterMark: 65_536,
      });
      return addHeaders().send(stream);
    },
  );
};
