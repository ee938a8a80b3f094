import { type App, documentResponses } from '../../http/routes.ts';
import { exportFileSchema, exportListSchema, exportParameterSchema, exportQuerySchema } from './exports.schemas.ts';
import { exportCacheControl, listExports, sendExportFile } from './exports.service.ts';

const fileMediaTypes = [
  'text/plain',
  'text/csv',
  'application/x-ndjson',
  'application/vnd.apache.parquet',
  'application/vnd.sqlite3',
  'application/json',
];

/** Registers routes that ignore `Accept`, because a file has one media type. */
export const exportRoutes = (app: App): void => {
  const { exports } = app;
  app.get(
    '/v1/exports',
    {
      schema: {
        operationId: 'listExports',
        tags: ['bulk'],
        summary: 'List dataset exports',
        description:
          'Lists the export files: every table as CSV, NDJSON and Parquet, including participants and citations, all tables as one SQLite file, the stakes as ownership statements (BODS 0.4), the stored records, and a Data Package that describes them. All files come from one snapshot of the newest data. They are created on the first request after a change. A request that would wait longer than 20 seconds gets a 503 with `Retry-After`. See [Bulk data](/docs/bulk) for the formats.',
        querystring: exportQuerySchema,
        response: documentResponses(exportListSchema, 'The files.', [400, 414, 429, 500, 503]),
      },
      config: { example: '/v1/exports', mediaTypes: 'any' },
    },
    async ({ query }, reply) =>
      reply
        .header('cache-control', exportCacheControl(query.dataVersion))
        .type('application/json; charset=utf-8')
        .send(await listExports(exports, query.dataVersion)),
  );
  app.get(
    '/v1/exports/:name',
    {
      schema: {
        operationId: 'getExport',
        tags: ['bulk'],
        summary: 'Download an export file',
        description:
          'Returns a file that `/v1/exports` lists, whole or in part. `Range` requests some of its bytes (206, or 416 if they do not exist). `If-Range` and `If-None-Match` compare its entity tag, which is its SHA-256.',
        produces: fileMediaTypes,
        params: exportParameterSchema,
        querystring: exportQuerySchema,
        response: documentResponses(exportFileSchema, 'The file.', [304, 400, 404, 414, 416, 429, 500, 503]),
      },
      config: { example: '/v1/exports/SHA256SUMS', mediaTypes: 'any' },
    },
    (request, reply) => sendExportFile(request, reply, exports, request.params.name, request.query.dataVersion),
  );
};
