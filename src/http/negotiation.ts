import type { FastifyRequest } from 'fastify';

/** The representations of a list, by the values of `format`. */
export const listMediaTypes = { json: 'application/json', csv: 'text/csv', ndjson: 'application/x-ndjson' } as const;

export type ListFormat = keyof typeof listMediaTypes;

export const listFormats: readonly ListFormat[] = ['json', 'csv', 'ndjson'];

/** The media types of a list. */
export const listMediaTypeNames: readonly string[] = Object.values(listMediaTypes);

/** Chooses the format whose media type the `Accept` header prefers; the fallback if it accepts none of them. */
export const acceptedFormat = <Format extends string>(
  request: FastifyRequest,
  mediaTypes: Readonly<Record<Format, string>>,
  fallback: Format,
): Format => {
  const preferred = request.type(Object.values(mediaTypes));
  const formats = Object.keys(mediaTypes) as Format[];
  return formats.find((format) => mediaTypes[format] === preferred) ?? fallback;
};

/** Chooses the format of a list by the `Accept` header; JSON by default. */
export const negotiateListFormat = (request: FastifyRequest): ListFormat => acceptedFormat(request, listMediaTypes, 'json');
