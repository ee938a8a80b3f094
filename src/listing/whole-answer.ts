import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Database, Session } from '../database/database.ts';
import type { Downloads } from '../downloads/downloads.ts';
import { type Column, columnsOf, type JsonSchema } from '../formats/tabular/columns.ts';
import { sendOnce, sendStream } from '../http/ready-answers.ts';
import { cachingOf, dataVersionOf } from './answers.ts';
import { readWhole, refuseBesideWhole, type WholeFormat, type WholeRequest } from './whole.ts';

const mediaTypes: Readonly<Record<WholeFormat, string>> = { csv: 'text/csv; header=present', ndjson: 'application/x-ndjson' };

/** The columns of a list as CSV, by the schema of its pages. */
export const columnsOfList = (answer: z.ZodType): Column[] => columnsOf(z.toJSONSchema(answer) as JsonSchema, ['data']);

/** The columns as the documentation of an operation tells them. */
export const describeColumns = (columns: readonly Column[]): string =>
  `\n\nAs CSV the columns are ${columns.map(({ name }) => `\`${name}\``).join(', ')}; [Bulk](/docs/bulk) says how they are written.`;

interface WholeContext {
  database: Database;
  downloads: Downloads;
  today: () => string;
}

/** The names of the parameters that a request gives. */
export const namesGiven = (request: FastifyRequest): Set<string> => new Set(new URLSearchParams(request.url.split('?')[1] ?? '').keys());

/**
 * Sends everything that passes the filters, from one snapshot: small results with an entity tag like any answer, others as a
 * stream that breaks the connection off where it fails, so that no half is taken for the whole.
 */
export const sendWhole = async (
  request: FastifyRequest,
  reply: FastifyReply,
  { database, downloads, today }: WholeContext,
  { name, prepare, ...whole }: WholeRequest & { name: string; prepare?: (session: Session) => Promise<unknown> },
): Promise<FastifyReply> => {
  const { format } = whole;
  refuseBesideWhole(whole);
  const { head, content } = await downloads.gather<Readonly<Record<string, string>>>(request.ip, (begin, append, signal) =>
    database.readAtLength(async (session) => {
      await prepare?.(session);
      const { dataset, moment, pieces } = await readWhole(session, whole, today());
      begin({
        ...cachingOf(moment),
        'content-disposition': `attachment; filename="${name}-${moment.asOf}.${format}"`,
        'data-version': dataVersionOf(dataset),
        'as-of': moment.asOf,
      });
      for await (const piece of pieces) {
        signal.throwIfAborted();
        await append(piece);
      }
    }),
  );
  const mediaType = mediaTypes[format];
  if (Buffer.isBuffer(content)) return sendOnce(request, reply, { body: content, headers: head, mediaType });
  return sendStream(request, reply, { stream: content, headers: head, mediaType });
};
