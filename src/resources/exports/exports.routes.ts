import { type App, answersWith } from '../../http/routes.ts';
import { exportFileSchema, exportListSchema, exportParameterSchema, exportQuerySchema } from './exports.schemas.ts';
import { cachingOfFiles, listExports, sendExport } from './exports.service.ts';

const fileMediaTypes = [
  'text/plain',
  'text/csv',
  'application/x-ndjson',
  'application/vnd.apache.parquet',
  'application/vnd.sqlite3',
  'application/json',
];

/** Routes that ignore `Accept`: a file has one media type. */
export const exportRoutes = (app: App): void => {
  const { exports } = app;
  app.get(
    '/v1/exports',
    {
      schema: {
        operationId: 'listExports',
        tags: ['bulk'],
        summary: 'The whole dataset as files',
        description:
          'Every list as CSV, NDJSON and Parquet, with participants and citations as tables of their own, all of them as one SQLite file, the stored records, and a Data Package that describes them: all from one snapshot of the newest data. The files are made when they are first asked for after a change; a request that would wait for longer than 20 seconds is answered with 503 and `Retry-After`. [Bulk](/docs/bulk) says how they are written.',
        querystring: exportQuerySchema,
        response: answersWith(exportListSchema, 'The files.', [400, 414, 429, 500, 503]),
      },
      config: { example: '/v1/exports', mediaTypes: 'any' },
    },
    async ({ query }, reply) =>
      reply
        .header('cache-control', cachingOfFiles(query.dataVersion))
        .type('application/json; charset=utf-8')
        .send(await listExports(exports, query.dataVersion)),
  );
  app.get(
    '/v1/exports/:name',
    {
      schema: {
        operationId: 'getExport',
        tags: ['bulk'],
        summary: 'One file of the whole dataset',
        description:
          'A file that `/v1/exports` lists, whole or in part: `Range` asks for some of its bytes (206, or 416 where there are none), `If-Range` and `If-None-Match` compare its entity tag, which is its SHA-256.',
        produces: fileMediaTypes,
        params: exportParameterSchema,
        querystring: exportQuerySchema,
        response: answersWith(exportFileSchema, 'The file.', [304, 400, 404, 414, 416, 429, 500, 503]),
      },
      config: { example: '/v1/exports/SHA256SUMS', mediaTypes: 'any' },
    },
    (request, reply) => sendExport(request, reply, exports, request.params.name, request.query.dataVersion),
  );
};
