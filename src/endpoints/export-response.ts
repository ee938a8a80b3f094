import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Database, Session } from '../database/database.ts';
import type { Downloads } from '../downloads/downloads.ts';
import { type Column, type JsonSchema, toColumns } from '../formats/tabular/columns.ts';
import { splitTarget } from '../http/request-target.ts';
import { sendOnce, sendStream } from '../http/response-cache.ts';
import { type ExportFormat, type ExportRequest, readExport, rejectPageParameters } from '../lists/list-export.ts';
import { cacheHeaders, formatDataVersion } from '../records/documents.ts';

const mediaTypes: Readonly<Record<ExportFormat, string>> = { csv: 'text/csv; header=present', ndjson: 'application/x-ndjson' };

const propertySchema = (schema: unknown, key: string): unknown => {
  const property: unknown = schema instanceof z.ZodObject ? schema.shape[key] : undefined;
  return property instanceof z.ZodArray ? property.element : property;
};

/** The columns of a list as CSV, by the schema of its pages; `path` leads to the rows. */
export const listColumns = (answer: z.ZodType, path: readonly string[] = ['data']): Column[] => {
  // The schema of the rows alone: that of a page describes all that can be included, ten times as much.
  const rows = path.reduce<unknown>(propertySchema, answer);
  if (!(rows instanceof z.ZodType)) throw new Error(`The answer has no rows at ${path.join('.')}.`);
  return toColumns(z.toJSONSchema(rows) as JsonSchema);
};

/** The columns as the documentation of an operation lists them. */
export const describeColumns = (columns: readonly Column[]): string =>
  `\n\nCSV columns: ${columns.map(({ name }) => `\`${name}\``).join(', ')}. See [Bulk data](/docs/bulk) for the format.`;

interface ExportContext {
  database: Database;
  downloads: Downloads;
  today: () => string;
}

/** The names of the parameters of a request. */
export const parameterNames = (request: FastifyRequest): Set<string> => new Set(new URLSearchParams(splitTarget(request.url).query).keys());

interface ExportContent {
  headers: Readonly<Record<string, string>>;
  chunks: AsyncIterable<string>;
}

/**
 * Sends an export that is read within one snapshot: a small one with an entity tag like any answer, a long one as a stream. A
 * stream that fails breaks the connection off, so that no client takes a part for the whole.
 */
export const sendSnapshot = async (
  request: FastifyRequest,
  reply: FastifyReply,
  { database, downloads }: Pick<ExportContext, 'database' | 'downloads'>,
  format: ExportFormat,
  read: (session: Session) => Promise<ExportContent>,
): Promise<FastifyReply> => {
  const { head, content } = await downloads.buffer<ExportContent['headers']>(request.ip, (begin, append, signal) =>
    database.readLong(async (session) => {
      const { headers, chunks } = await read(session);
      begin(headers);
      for await (const chunk of chunks) {
        signal.throwIfAborted();
        await append(chunk);
      }
    }),
  );
  const mediaType = mediaTypes[format];
  if (Buffer.isBuffer(content)) return sendOnce(request, reply, { body: content, headers: head, mediaType });
  return sendStream(request, reply, { stream: content, headers: head, mediaType });
};

/** Sends everything that matches the filters of a list. `prepare` runs first, in the same snapshot. */
export const sendExport = (
  request: FastifyRequest,
  reply: FastifyReply,
  context: ExportContext,
  { name, prepare, ...list }: ExportRequest & { name: string; prepare?: (session: Session) => Promise<unknown> },
): Promise<FastifyReply> => {
  const { format } = list;
  rejectPageParameters(list);
  return sendSnapshot(request, reply, context, format, async (session) => {
    await prepare?.(session);
    const { dataset, asOf, chunks } = await readExport(session, list, context.today());
    const headers = {
      ...cacheHeaders(asOf),
      'content-disposition': `attachment; filename="${name}-${asOf.asOf}.${format}"`,
      'data-version': formatDataVersion(dataset),
      'as-of': asOf.asOf,
    };
    return { headers, chunks };
  });
};
