import { type Duplex, pipeline, Readable } from 'node:stream';
import { constants, createBrotliCompress, createGzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Database, Session } from '../database/database.ts';
import type { Downloads } from '../downloads/downloads.ts';
import { type Column, type JsonSchema, toColumns } from '../formats/tabular/columns.ts';
import { identifyClient } from '../http/client.ts';
import { splitTarget } from '../http/parameters.ts';
import { parseQuery } from '../http/requests.ts';
import { currentDataCaching, negotiateEncoding, sendUncached, varyHeader } from '../http/response-cache.ts';
import { type ExportFormat, type ExportRequest, readExport, rejectPageParameters } from '../lists/list-export.ts';
import { cacheHeaders, formatDataVersion } from '../records/documents.ts';
import { getRecordText } from '../records/record.ts';

const mediaTypes: Readonly<Record<ExportFormat, string>> = { csv: 'text/csv; header=present', ndjson: 'application/x-ndjson' };

const propertySchema = (schema: unknown, key: string): unknown => {
  const property: unknown = schema instanceof z.ZodObject ? schema.shape[key] : undefined;
  return property instanceof z.ZodArray ? property.element : property;
};

/** Returns the CSV columns of a list from the schema of its pages. `path` leads from the page to the rows. */
export const listColumns = (pageSchema: z.ZodType, path: readonly string[] = ['data']): Column[] => {
  // Converts only the schema of the rows: that of a page also describes every included record and is ten times as large.
  const rows = path.reduce<unknown>(propertySchema, pageSchema);
  if (!(rows instanceof z.ZodType)) throw new Error(`The response schema has no rows at ${path.join('.')}.`);
  return toColumns(z.toJSONSchema(rows) as JsonSchema);
};

declare module 'fastify' {
  interface FastifySchema {
    /** The names of the CSV columns. The guide on bulk data lists them. */
    'x-csv-columns'?: readonly string[];
  }
}

/** Documents the CSV columns of an operation. */
export const documentColumns = (columns: readonly Column[]) => ({ 'x-csv-columns': columns.map(({ name }) => name) });

interface ExportContext {
  database: Database;
  downloads: Downloads;
  today: () => string;
}

/** Returns the names of the query parameters that a request contains. */
export const parameterNames = (request: FastifyRequest): Set<string> => new Set(Object.keys(parseQuery(splitTarget(request.url).query)));

const streamEncoders: Readonly<Record<'gzip' | 'br', () => Duplex>> = {
  gzip: () => createGzip({ level: 4 }),
  br: () => createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 3 } }),
};

/** Sends a stream, without an entity tag. Closes the connection if the stream fails. */
const sendStream = (
  request: FastifyRequest,
  reply: FastifyReply,
  { stream, headers, mediaType }: { stream: Readable; headers: Readonly<Record<string, string>>; mediaType: string },
): FastifyReply => {
  const encoding = negotiateEncoding(request);
  reply.headers({ 'cache-control': currentDataCaching, ...headers, vary: varyHeader });
  if (encoding !== 'identity') reply.header('content-encoding', encoding);
  reply.type(`${mediaType}; charset=utf-8`);
  if (request.method === 'HEAD') {
    stream.destroy();
    return reply.send(Readable.from([]));
  }
  if (encoding === 'identity') return reply.send(stream);
  return reply.send(pipeline(stream, streamEncoders[encoding](), () => undefined));
};

/** Tells Excel that a CSV file is UTF-8. */
const byteOrderMark = '\ufeff';

interface ExportContent {
  headers: Readonly<Record<string, string>>;
  chunks: AsyncIterable<string>;
}

/**
 * Sends an export that is read from one snapshot. A small export has an entity tag; a large one is streamed. If a stream fails, the
 * connection closes before the end of the response, so that clients detect the truncation.
 */
export const sendSnapshot = async (
  request: FastifyRequest,
  reply: FastifyReply,
  { database, downloads }: Pick<ExportContext, 'database' | 'downloads'>,
  format: ExportFormat,
  read: (session: Session) => Promise<ExportContent>,
): Promise<FastifyReply> => {
  const { head, content } = await downloads.buffer<ExportContent['headers']>(identifyClient(request), (begin, append, signal) =>
    database.readLong(async (session) => {
      const { headers, chunks } = await read(session);
      begin(headers);
      if ((request.query as { bom?: boolean }).bom === true) await append(byteOrderMark);
      for await (const chunk of chunks) {
        signal.throwIfAborted();
        await append(chunk);
      }
    }),
  );
  const mediaType = mediaTypes[format];
  if (Buffer.isBuffer(content)) return sendUncached(request, reply, { body: content, headers: head, mediaType });
  return sendStream(request, reply, { stream: content, headers: head, mediaType });
};

/** Sends all records of a list that match the filters, optionally restricted to one company. */
export const sendExport = (
  request: FastifyRequest,
  reply: FastifyReply,
  context: ExportContext,
  { company, ...list }: Omit<ExportRequest, 'parameterNames' | 'fixed'> & { company: string | undefined },
): Promise<FastifyReply> => {
  const { definition, format } = list;
  const exported = { ...list, parameterNames: parameterNames(request), fixed: company === undefined ? {} : { company: [company] } };
  rejectPageParameters(exported);
  const name = company === undefined ? definition.collection : `${company}-${definition.collection}`;
  return sendSnapshot(request, reply, context, format, async (session) => {
    if (company !== undefined) await getRecordText(session, 'companies', company);
    const { dataset, asOf, chunks } = await readExport(session, exported, context.today());
    const headers = {
      ...cacheHeaders(asOf),
      'content-disposition': `attachment; filename="${name}-${asOf.day}.${format}"`,
      'data-version': formatDataVersion(dataset),
      'as-of': asOf.day,
    };
    return { headers, chunks };
  });
};
