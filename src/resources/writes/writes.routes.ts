import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { requireScope, scopeGuard } from '../../access/scopes.ts';
import type { Session } from '../../database/database.ts';
import { dealEventSchema } from '../../domain/records/deal.ts';
import { identifierSchema } from '../../domain/records/primitives.ts';
import { recordSchemas } from '../../domain/records/records.ts';
import type { Collection } from '../../domain/vocabulary.ts';
import { type App, answersWith, idParameterSchema } from '../../http/routes.ts';
import { writeOnce } from '../../writing/idempotency.ts';
import { faultsOf } from '../../writing/input.ts';
import { readJsonBodies } from '../../writing/read-bodies.ts';
import { renameRecord } from '../../writing/rename.ts';
import {
  appendEvent,
  type Preconditions,
  patchRecord,
  putRecord,
  retractRecord,
  unprocessable,
  type Writer,
  type Written,
} from '../../writing/writes.ts';

const nouns: Readonly<Record<Collection, { name: string; noun: string }>> = {
  companies: { name: 'Company', noun: 'a company' },
  deals: { name: 'Deal', noun: 'a deal' },
  stakes: { name: 'Stake', noun: 'a stake' },
  'chip-commitments': { name: 'ChipCommitment', noun: 'a chip commitment' },
  chips: { name: 'Chip', noun: 'a chip' },
  valuations: { name: 'Valuation', noun: 'a valuation' },
  sources: { name: 'Source', noun: 'a source' },
};

const statuses = [400, 401, 403, 406, 409, 410, 412, 413, 414, 415, 422, 429, 500, 503];

const preconditionsOf = ({ headers }: FastifyRequest): Preconditions => ({
  ifMatch: headers['if-match'],
  ifNoneMatch: headers['if-none-match'],
});

/** The answer to a write is the stored record, byte for byte the file, with its version as the entity tag. */
const sendWritten = (reply: FastifyReply, { body, version, created }: Written, address: string): FastifyReply => {
  reply.headers({ etag: `"${version}"`, 'cache-control': 'no-store' });
  if (created) reply.code(201).header('location', address);
  return reply.type('application/json; charset=utf-8').send(Buffer.from(body));
};

const renameSchema = z
  .strictObject({ id: identifierSchema.describe('The new id.') })
  .meta({ id: 'Rename', description: 'What a record is to be called.' });

const readRename = (body: unknown): z.infer<typeof renameSchema> => {
  const parsed = renameSchema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw unprocessable(faultsOf(parsed.error));
};

const security = [{ key: [] }];
const querystring = z.strictObject({});

/** Routes that need a key with the scope `write`. They parse and validate their bodies themselves. */
export const writeRoutes = (app: App): void => {
  const { database, clock } = app;
  scopeGuard(app, 'write');
  // A merge patch has a media type of its own (RFC 7396); plain JSON is taken for it too.
  readJsonBodies(app, ['application/json', 'application/merge-patch+json']);
  const writerOf = (request: FastifyRequest) => ({ actor: requireScope(request, 'write').name, now: clock() });
  /** A write that can be sent again under its `Idempotency-Key`. */
  const writeRepeatable = (request: FastifyRequest, write: (session: Session, writer: Writer) => Promise<Written>): Promise<Written> => {
    const { id: apiKeyId, name: actor } = requireScope(request, 'write');
    const writer = { actor, now: clock() };
    const key = request.headers['idempotency-key']?.toString();
    const sent = JSON.stringify([request.method, request.url, request.body]);
    return database.write((session) => writeOnce(session, { apiKeyId, key, sent, now: writer.now }, () => write(session, writer)));
  };

  for (const [collection, { name, noun }] of Object.entries(nouns) as [Collection, (typeof nouns)[Collection]][]) {
    const record = recordSchemas[collection];
    const path = `/v1/${collection}/:id`;
    const shared = { tags: ['writing'], security, params: idParameterSchema, querystring };
    const stored = answersWith(record, 'The stored record.', statuses);
    app.put(
      path,
      {
        schema: {
          ...shared,
          operationId: `put${name}`,
          summary: `Create or replace ${noun}`,
          description:
            'Stores the record, checked like a file of the dataset. Fields that answers add are ignored, so that an answer can be sent back. `If-Match` with the ETag of `view=record` guards against a lost race; `If-None-Match: *` only creates. The same record again changes nothing.',
          body: record,
          response: { ...stored, 201: record.describe('The record was created.') },
        },
      },
      async (request, reply) => {
        const writer = writerOf(request);
        const { id } = request.params;
        const written = await database.write((session) =>
          putRecord(session, { collection, id, body: request.body }, preconditionsOf(request), writer),
        );
        return sendWritten(reply, written, `/v1/${collection}/${id}`);
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
            'Merges a patch into the record (JSON Merge Patch, RFC 7396): null takes a field out, objects merge, arrays are replaced whole. The result is checked like a file of the dataset.',
          consumes: ['application/merge-patch+json', 'application/json'],
          body: z.record(z.string(), z.unknown()).describe('The fields that change.'),
          response: { ...stored, ...answersWith(record, 'The stored record.', [404]) },
        },
      },
      async (request, reply) => {
        const writer = writerOf(request);
        const { id } = request.params;
        const written = await database.write((session) =>
          patchRecord(session, { collection, id, body: request.body }, preconditionsOf(request), writer),
        );
        return sendWritten(reply, written, `/v1/${collection}/${id}`);
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
            'Takes the record back. Its address answers 410 from then on, and its revisions stay. A record that others refer to is not retracted: the answer lists these.',
          response: { 204: z.null().describe('The record was retracted.'), ...answersWithout200([...statuses, 404]) },
        },
      },
      async (request, reply) => {
        const writer = writerOf(request);
        await database.write((session) => retractRecord(session, { collection, id: request.params.id }, preconditionsOf(request), writer));
        return reply.code(204).header('cache-control', 'no-store').send(null);
      },
    );
    app.post(
      `${path}/rename`,
      {
        schema: {
          ...shared,
          operationId: `rename${name}`,
          summary: `Give ${noun} another id`,
          description:
            'Changes the id, here and in every record that refers to it, in one transaction. The old id answers 301 from then on, and no other record can have it. Each record that is touched gets a revision; the old id keeps its own, and the new one begins with version 1.',
          body: renameSchema,
          response: answersWith(record, 'The record under its new id.', [...statuses, 404]),
        },
      },
      async (request, reply) => {
        const { id } = request.params;
        const body = readRename(request.body);
        const written = await writeRepeatable(request, (session, writer) =>
          renameRecord(session, { collection, id, newId: body.id }, preconditionsOf(request), writer),
        );
        reply.header('content-location', `/v1/${collection}/${body.id}`);
        return sendWritten(reply, written, `/v1/${collection}/${body.id}`);
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
        summary: 'Append a report to a deal',
        description:
          'Adds an event to the end of the history. With `Idempotency-Key` the same request can be sent again within a day, and is written once.',
        body: dealEventSchema,
        response: { ...answersWith(deal, 'The stored record.', [...statuses, 404]) },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const written = await writeRepeatable(request, (session, writer) =>
        appendEvent(session, { id, body: request.body }, preconditionsOf(request), writer),
      );
      return sendWritten(reply, written, `/v1/deals/${id}`);
    },
  );
};

/** The problems of an operation that answers no body of its own. */
const answersWithout200 = (problems: readonly number[]): Record<string, z.ZodType> => {
  const { 200: _none, ...rest } = answersWith(z.null(), '', problems);
  return rest;
};
