import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { requireScope, scopeGuard } from '../../access/clients.ts';
import type { Session } from '../../database/database.ts';
import { dealEventSchema } from '../../domain/records/deal.ts';
import { identifierSchema } from '../../domain/records/primitives.ts';
import { recordSchemas } from '../../domain/records/records.ts';
import { namedCollections } from '../../endpoints/collection-names.ts';
import { acceptJsonBodies, parseBody } from '../../http/requests.ts';
import { type App, documentResponses, idParameterSchema } from '../../http/routes.ts';
import { runIdempotent } from '../../mutations/idempotency.ts';
import {
  appendEvent,
  type Preconditions,
  patchRecord,
  putRecord,
  retractRecord,
  type WriteContext,
  type WriteResult,
} from '../../mutations/records.ts';
import { renameRecord } from '../../mutations/rename-record.ts';

const statuses = [400, 401, 403, 406, 409, 410, 412, 413, 414, 415, 422, 429, 500, 503];

const parsePreconditions = ({ headers }: FastifyRequest): Preconditions => ({
  ifMatch: headers['if-match'],
  ifNoneMatch: headers['if-none-match'],
});

/** Responds to a write with the stored record, byte for byte, and its version as the ETag. */
const sendWriteResult = (reply: FastifyReply, { body, version, created }: WriteResult, address: string): FastifyReply => {
  reply.headers({ etag: `"${version}"`, 'cache-control': 'no-store' });
  if (created) reply.code(201).header('location', address);
  return reply.type('application/json; charset=utf-8').send(Buffer.from(body));
};

const renameSchema = z
  .strictObject({ id: identifierSchema.describe('The new id.') })
  .meta({ id: 'Rename', description: 'The new id of a record.' });

const security = [{ key: [] }];
const querystring = z.strictObject({});

/** Registers routes that require the scope `write`. They parse and validate their bodies themselves. */
export const writeRoutes = (app: App): void => {
  const { database, clock } = app;
  scopeGuard(app, 'write');
  // A merge patch has its own media type (RFC 7396). Plain JSON is accepted too.
  acceptJsonBodies(app, ['application/json', 'application/merge-patch+json']);
  const toWriteContext = (request: FastifyRequest) => ({ actor: requireScope(request, 'write').name, now: clock() });
  /** Runs a write that can be repeated with the same `Idempotency-Key`. */
  const writeIdempotent = (
    request: FastifyRequest,
    write: (session: Session, context: WriteContext) => Promise<WriteResult>,
  ): Promise<WriteResult> => {
    const { id: apiKeyId, name: actor } = requireScope(request, 'write');
    const context = { actor, now: clock() };
    const key = request.headers['idempotency-key']?.toString();
    const requestText = JSON.stringify([request.method, request.url, request.body]);
    return database.write((session) =>
      runIdempotent(session, { apiKeyId, key, requestText, now: context.now }, () => write(session, context)),
    );
  };

  for (const { collection, name, noun } of namedCollections) {
    const record = recordSchemas[collection];
    const path = `/v1/${collection}/:id`;
    const shared = { tags: ['writing'], security, params: idParameterSchema, querystring };
    const stored = documentResponses(record, 'The stored record.', statuses);
    app.put(
      path,
      {
        schema: {
          ...shared,
          operationId: `put${name}`,
          summary: `Create or replace ${noun}`,
          description:
            'Stores the record after validating it like a dataset file. Derived fields of API responses are ignored, so you can send a response back. Send `If-Match` with the ETag of `view=record` to avoid lost updates, or `If-None-Match: *` to create only. Sending the same record again changes nothing.',
          body: record,
          response: { ...stored, 201: record.describe('The record was created.') },
        },
      },
      async (request, reply) => {
        const context = toWriteContext(request);
        const { id } = request.params;
        const result = await database.write((session) =>
          putRecord(session, { collection, id, body: request.body }, parsePreconditions(request), context),
        );
        return sendWriteResult(reply, result, `/v1/${collection}/${id}`);
      },
    );
    app.patch(
      path,
      {
        schema: {
          ...shared,
          operationId: `patch${name}`,
          summary: `Change ${noun}`,
          description:
            'Applies a JSON Merge Patch (RFC 7396) to the record: null removes a field, objects are merged, arrays are replaced. The result is validated like a dataset file.',
          consumes: ['application/merge-patch+json', 'application/json'],
          body: z.record(z.string(), z.unknown()).describe('The fields to change.'),
          response: { ...stored, ...documentResponses(record, 'The stored record.', [404]) },
        },
      },
      async (request, reply) => {
        const context = toWriteContext(request);
        const { id } = request.params;
        const result = await database.write((session) =>
          patchRecord(session, { collection, id, body: request.body }, parsePreconditions(request), context),
        );
        return sendWriteResult(reply, result, `/v1/${collection}/${id}`);
      },
    );
    app.delete(
      path,
      {
        schema: {
          ...shared,
          operationId: `retract${name}`,
          summary: `Retract ${noun}`,
          description:
            'Retracts the record. Its URL returns 410 from then on; its revisions stay. A record that others refer to cannot be retracted: the 409 response lists those records.',
          response: { 204: z.null().describe('The record was retracted.'), ...omitOkResponse([...statuses, 404]) },
        },
      },
      async (request, reply) => {
        const context = toWriteContext(request);
        await database.write((session) =>
          retractRecord(session, { collection, id: request.params.id }, parsePreconditions(request), context),
        );
        return reply.code(204).header('cache-control', 'no-store').send(null);
      },
    );
    app.post(
      `${path}/rename`,
      {
        schema: {
          ...shared,
          operationId: `rename${name}`,
          summary: `Rename ${noun}`,
          description:
            'Changes the id in the record and in every record that refers to it, in one transaction. The old id redirects with 301 from then on, and writes to it return 409 with the current id. The record can take the old id back. Another record can take it only once this record is retracted. Every changed record gets a revision. The old id keeps its revisions; the new id starts with version 1.',
          body: renameSchema,
          response: documentResponses(record, 'The record under its new id.', [...statuses, 404]),
        },
      },
      async (request, reply) => {
        const { id } = request.params;
        const body = parseBody(renameSchema, request.body);
        const result = await writeIdempotent(request, (session, context) =>
          renameRecord(session, { collection, id, newId: body.id }, parsePreconditions(request), context),
        );
        reply.header('content-location', `/v1/${collection}/${body.id}`);
        return sendWriteResult(reply, result, `/v1/${collection}/${body.id}`);
      },
    );
  }

  const deal = recordSchemas.deals;
  app.post(
    '/v1/deals/:id/events',
    {
      schema: {
        tags: ['writing'],
        security,
        params: idParameterSchema,
        querystring,
        operationId: 'appendDealEvent',
        summary: 'Append an event to a deal',
        description:
          'Appends an event to the history. With `Idempotency-Key`, you can safely repeat the request within a day; it is written once.',
        body: dealEventSchema,
        response: { ...documentResponses(deal, 'The stored record.', [...statuses, 404]) },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const result = await writeIdempotent(request, (session, context) =>
        appendEvent(session, { id, body: request.body }, parsePreconditions(request), context),
      );
      return sendWriteResult(reply, result, `/v1/deals/${id}`);
    },
  );
};

/** The error responses of an operation without a response body. */
const omitOkResponse = (problems: readonly number[]): Record<string, z.ZodType> => {
  const { 200: _none, ...rest } = documentResponses(z.null(), '', problems);
  return rest;
};
