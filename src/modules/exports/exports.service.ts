import { createHash } from 'node:crypto';
import { open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import parseRange from 'range-parser';
import type { Generation } from '../../exports/export-generations.ts';
import { exportMediaType } from '../../exports/write-exports.ts';
import { Problem } from '../../http/problems.ts';
import { currentDataCaching, matchesEntityTag } from '../../http/response-cache.ts';
import { findNearest } from '../../http/suggestions.ts';
import type { VersionedExports } from '../../releases/release-exports.ts';

/** Files that are not resources of the Data Package, with their titles. */
const extraFiles: Readonly<Record<string, { title: string; description: string }>> = {
  'datapackage.json': {
    title: 'Data Package',
    description: 'Describes every file: columns, keys, sizes, checksums, license (Data Package, version 2).',
  },
  SHA256SUMS: { title: 'Checksums', description: 'SHA-256 of every other file, for `sha256sum -c`.' },
};

const buildUrl = (name: string, dataVersion: string): string => `/v1/exports/${name}?dataVersion=${encodeURIComponent(dataVersion)}`;

/** Another process that shares the folder may have created newer files and removed these in the meantime. */
const rethrowIfRemoved = (error: NodeJS.ErrnoException): never => {
  if (error.code !== 'ENOENT') throw error;
  throw new Problem('unavailable', 'The files were just replaced by newer ones. Read the index again.', {
    headers: { 'retry-after': '1' },
  });
};

/** The checksums of all files, including `SHA256SUMS` itself. */
const readChecksums = async ({ folder }: Generation): Promise<Map<string, string>> => {
  const text = await readFile(join(folder, 'SHA256SUMS'), 'utf8').catch(rethrowIfRemoved);
  const lines = text.split('\n').slice(0, -1);
  return new Map([
    ...lines.map((line) => [line.slice(66), line.slice(0, 64)] as const),
    ['SHA256SUMS', createHash('sha256').update(text).digest('hex')],
  ]);
};

/** Finds the files of a version of the data, or the newest. */
const findGeneration = (exports: VersionedExports, dataVersion: string | undefined): Promise<Generation> =>
  dataVersion === undefined ? exports.current() : exports.at(dataVersion);

/** The files of one version never change. */
export const exportCacheControl = (dataVersion: string | undefined): string =>
  dataVersion === undefined ? currentDataCaching : 'public, max-age=31536000, immutable';

/** Lists the files of a version of the data, or of the newest, with sizes and checksums. */
export const listExports = async (exports: VersionedExports, dataVersion: string | undefined) => {
  const generation = await findGeneration(exports, dataVersion);
  const { package: description, folder } = generation;
  const checksums = await readChecksums(generation);
  const described = description.resources.map(({ path, title, description: text, mediatype, bytes }) => ({
    name: path,
    title,
    description: text,
    mediaType: mediatype,
    bytes,
  }));
  for (const [name, { title, description: text }] of Object.entries(extraFiles)) {
    const { size } = await stat(join(folder, name)).catch(rethrowIfRemoved);
    described.push({ name, title, description: text, mediaType: exportMediaType(name), bytes: size });
  }
  return {
    data: described.map((file) => ({ ...file, url: buildUrl(file.name, description.version), sha256: checksums.get(file.name) ?? '' })),
    meta: { asOf: description.asOf, dataVersion: description.version },
  };
};

const toUnknownFile = (name: string, names: readonly string[]): Problem => {
  const nearest = findNearest(name, names);
  const message = `Unknown file "${name}". See /v1/exports for the list.`;
  return new Problem('not-found', nearest === undefined ? message : `${message} Did you mean "${nearest}"?`, {
    errors: [{ parameter: 'name', message, ...(nearest !== undefined && { didYouMean: nearest }) }],
  });
};

/** Parses the requested range. Returns undefined if the whole file is requested. */
const parseRequestedRange = (request: FastifyRequest, size: number, etag: string): { start: number; end: number } | undefined => {
  const { range } = request.headers;
  const condition = request.headers['if-range'];
  // A range of a changed file would not fit the bytes that the client has. Dates never match, because they are too coarse.
  if (range === undefined || request.method !== 'GET' || (condition !== undefined && condition !== etag)) return undefined;
  // A suffix range longer than the file means all of it (RFC 9110, section 14.1.2); the parser rejects it.
  const within = range.replace(/(?<=[=,]\s*)-(\d+)/g, (suffix, count) => (Number(count) > size ? `-${size}` : suffix));
  const ranges = parseRange(size, within, { combine: true });
  if (ranges === -1)
    throw new Problem('range-not-satisfiable', `The file has ${size} bytes.`, { headers: { 'content-range': `bytes */${size}` } });
  // Send the whole file for several ranges or an invalid header, as RFC 9110 allows.
  if (ranges === -2 || ranges.type !== 'bytes' || ranges.length !== 1) return undefined;
  return ranges[0];
};

/** Sends a file or one range of it (RFC 9110), with its checksum as the ETag. */
export const sendExportFile = async (
  request: FastifyRequest,
  reply: FastifyReply,
  exports: VersionedExports,
  name: string,
  dataVersion: string | undefined,
): Promise<FastifyReply> => {
  const generation = await findGeneration(exports, dataVersion);
  const { version, asOf } = generation.package;
  const checksums = await readChecksums(generation);
  const checksum = checksums.get(name);
  if (checksum === undefined) throw toUnknownFile(name, [...checksums.keys()]);
  const file = await open(join(generation.folder, name)).catch(rethrowIfRemoved);
  try {
    const { size } = await file.stat();
    const etag = `"${checksum}"`;
    reply.headers({
      'cache-control': exportCacheControl(dataVersion),
      'accept-ranges': 'bytes',
      'content-disposition': `attachment; filename="${name}"`,
      'data-version': version,
      'as-of': asOf,
      etag,
    });
    if (matchesEntityTag(request.headers['if-none-match'], etag)) {
      await file.close();
      return reply.code(304).send();
    }
    const range = parseRequestedRange(request, size, etag);
    const [start, end] = range === undefined ? [0, size - 1] : [range.start, range.end];
    if (range !== undefined) reply.code(206).header('content-range', `bytes ${start}-${end}/${size}`);
    const mediaType = exportMediaType(name);
    reply.type(/^text|json/.test(mediaType) ? `${mediaType}; charset=utf-8` : mediaType).header('content-length', end - start + 1);
    if (request.method === 'HEAD' || size === 0) {
      await file.close();
      return reply.send(Readable.from([]));
    }
    return reply.send(file.createReadStream({ start, end, highWaterMark: 262_144 }));
  } catch (error) {
    await file.close();
    throw error;
  }
};
