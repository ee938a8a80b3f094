import { requireScope, scopeGuard } from '../../access/clients.ts';
import type { Session } from '../../database/database.ts';
import { Problem } from '../../http/problems.ts';
import { skipBodyValidation } from '../../http/requests.ts';
import { type App, documentResponses } from '../../http/routes.ts';
import { runIdempotent } from '../../mutations/idempotency.ts';
import { importRecords, parseLines, previewImport, splitLines } from '../../mutations/import-records.ts';
import { importBodySchema, importQuerySchema, importReportSchema, maxImportBytes } from './import.schemas.ts';

/** Registers the import, which requires the scope `write` and parses NDJSON instead of JSON. */
export const importRoutes = (app: App): void => {
  const { database, clock } = app;
  scopeGuard(app, 'write');
  app.setValidatorCompiler(skipBodyValidation);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(['application/x-ndjson', 'application/ndjson'], { parseAs: 'string' }, (_request, body, done) =>
    done(null, body),
  );
  app.post(
    '/v1/import',
    {
      bodyLimit: maxImportBytes,
      schema: {
        operationId: 'importRecords',
        tags: ['writing'],
        security: [{ key: [] }],
        summary: 'Import records',
        description:
          'Imports NDJSON with one `{collection, record}` per line. All lines are imported or none. Each record is validated like a dataset file, together with all others. `dryRun=true` validates without writing. With `Idempotency-Key`, you can safely repeat the request within a day; it is written once.',
        consumes: ['application/x-ndjson'],
        querystring: importQuerySchema,
        body: importBodySchema,
        response: documentResponses(
          importReportSchema,
          'The result of the import.',
          [400, 401, 403, 406, 413, 414, 415, 422, 429, 500, 503],
        ),
      },
    },
    async (request, reply) => {
      const { id: apiKeyId, name: actor } = requireScope(request, 'write');
      if (typeof request.body !== 'string')
        throw new Problem('unsupported-media-type', 'The Content-Type of the body must be application/x-ndjson.');
      const { dryRun = false } = request.query;
      const now = clock();
      const key = request.headers['idempotency-key']?.toString();
      const requestText = `${request.method} ${request.url}\n${request.body}`;
      const lines = await parseLines(splitLines(request.body));
      const importOnce = (session: Session) =>
        runIdempotent(session, { apiKeyId, key, requestText, now }, () => importRecords(session, lines, { actor, now }));
      const report = await (dryRun ? database.readLong((session) => previewImport(session, lines)) : database.write(importOnce));
      // The records are written, whether the statistics are updated now or by the next import.
      if (!dryRun) await database.analyze().catch((error: unknown) => request.log.warn({ err: error }, 'failed to update the statistics'));
      return reply
        .header('cache-control', 'no-store')
        .type('application/json; charset=utf-8')
        .send(JSON.stringify({ data: { dryRun, ...report } }));
    },
  );
};
