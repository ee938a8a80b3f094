import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Database, Session } from '../database/database.ts';
import type { Downloads } from '../downloads/downloads.ts';
import { type Column, columnsOf, type JsonSchema } from '../formats/tabular/columns.ts';
import { sendOnce, sendStream } from '../http/ready-answers.ts';
import { partsOfTarget } from '../http/target.ts';
import { cachingOf, dataVersionOf } from './answers.ts';
import { readWhole, refuseBesideWhole, type WholeFormat, type WholeRequest } from './whole.ts';

const mediaTypes: Readonly<Record<WholeFormat, string>> = { csv: 'text/csv; header=present', ndjson: 'application/x-ndjson' };

const propertyOf = (schema: unknown, key: string): unknown => {
  const property: unknown = schema instanceof z.ZodObject ? schema.shape[key] : undefined;
  return property instanceof z.ZodArray ? property.element : property;
};

/** The columns of a list as CSV, by the schema of its pages; `inside` leads to the rows. */
export const columnsOfList = (answer: z.ZodType, inside: readonly string[] = ['data']): Column[] => {
  // The schema of the rows alone: that of a page describes all that can be included, ten times as much.
  const rows = inside.reduce<unknown>(propertyOf, answer);
  if (!(rows instanceof z.ZodType)) throw new Error(`The answer has no rows at ${inside.join('.')}.`);
  return columnsOf(z.toJSONSchema(rows) as JsonSchema);
};

/** The columns as the documentation of an operation tells them. */
export const describeColumns = (columns: readonly Column[]): string =>
  `\n\nAs CSV the columns are ${columns.map(({ name }) => `\`${name}\``).join(', ')}; [Bulk](/docs/bulk) says how they are written.`;

interface WholeContext {
  database: Database;
  downloads: Downloads;
  today: () => string;
}

/** The names of the parameters that a request gives. */
export const namesGiven = (request: FastifyRequest): Set<string> => new Set(new URLSearchParams(partsOfTarget(request.url).query).keys());

/** What a whole list is answered with: its headers, and its text piece by piece. */
interface Whole {
  headers: Readonly<Record<string, string>>;
  pieces: AsyncIterable<string>;
}

/**
 * Sends a whole list that is read within one snapshot: a small one with an entity tag like any answer, another as a stream that
 * breaks the connection off where it fails, so that no half is taken for the whole.
 */
export const sendSnapshot = async (
  request: FastifyRequest,
  reply: FastifyReply,
  { database, downloads }: Pick<WholeContext, 'database' | 'downloads'>,
  format: WholeFormat,
  read: (session: Session) => Promise<Whole>,
): Promise<FastifyReply> => {
  const { head, content } = await downloads.gather<Whole['headers']>(request.ip, (begin, append, signal) =>
    database.readAtLength(async (session) => {
      const { headers, pieces } = await read(session);
      begin(headers);
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

/** Sends everything that passes the filters of a list. */
export const sendWhole = (
  request: FastifyRequest,
  reply: FastifyReply,
  context: WholeContext,
  { name, prepare, ...whole }: WholeRequest & { name: string; prepare?: (session: Session) => Promise<unknown> },
): Promise<FastifyReply> => {
  const { format } = whole;
  refuseBesideWhole(whole);
  return sendSnapshot(request, reply, context, format, async (session) => {
    await prepare?.(session);
    const { dataset, moment, pieces } = await readWhole(session, whole, context.today());
    const headers = {
      ...cachingOf(moment),
      'content-disposition': `attachment; filename="${name}-${moment.asOf}.${format}"`,
      'data-version': dataVersionOf(dataset),
      'as-of': moment.asOf,
    };
    return { headers, pieces };
  });
};
