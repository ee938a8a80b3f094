import type { OpenApiDocument, OpenApiOperation, OpenApiParameter } from './openapi-types.ts';

const text = (description: string, example: string) => ({ description, schema: { type: 'string' }, example });

/** Response headers, by name. */
const responseHeaders: Readonly<Record<string, object>> = {
  ETag: text('Entity tag of the response. Send it in `If-None-Match`, or in `If-Match` for a stored record.', '"3"'),
  Link: text(
    'Links (RFC 8288): `rel="next"` is the next page, absent on the last one, and `rel="cite-as"` the URL to cite.',
    '</v1/deals?cursor=WyJ4Iiw>; rel="next"',
  ),
  Location: text('URL of the created or renamed record.', '/v1/deals/openai-oracle-compute'),
  RateLimit: text(
    'Remaining requests and the seconds until the limit resets (draft-ietf-httpapi-ratelimit-headers).',
    '"default";r=599;t=60',
  ),
  'RateLimit-Policy': text('The limit: requests in a window of seconds.', '"default";q=600;w=60'),
  'Accept-Ranges': text('The unit of `Range` requests.', 'bytes'),
  'Data-Version': text('The data in the file: dataset version and sequence number of the newest change.', '2026.11.1+3293'),
  'As-Of': text('The day up to which the file includes information.', '2026-11-26'),
  'Retry-After': { description: 'Seconds to wait before the next request.', schema: { type: 'integer' }, example: 5 },
};

const parameter = (name: string, description: string): OpenApiParameter => ({
  name,
  in: 'header',
  required: false,
  description,
  schema: { type: 'string' },
});

const ifNoneMatch = parameter('If-None-Match', 'Entity tags that the client has. If one is current, the response is a 304 without a body.');
const createOnly = parameter('If-None-Match', '`*` creates a record, and fails with 412 if one exists.');
const ifMatch = parameter('If-Match', 'The ETag of the stored record. The write fails with 412 if the record has changed since.');
const idempotencyKey = parameter(
  'Idempotency-Key',
  'A unique text for this request, 1 to 255 visible ASCII characters. If you repeat the request with it within a day, nothing is written twice.',
);

const headersOf = ({ responses = {}, parameters = [] }: OpenApiOperation, method: string, status: string): string[] => {
  const hasLinks = parameters.some(({ name }) => name === 'cursor' || name === 'since' || name === 'dataVersion');
  const hasEntityTag = status === '304' || (status === '200' && '304' in responses) || (/^20[01]$/.test(status) && '412' in responses);
  return [
    ...(hasEntityTag ? ['ETag'] : []),
    ...((status === '200' || status === '301') && method === 'get' && hasLinks ? ['Link'] : []),
    ...(status === '200' && '416' in responses ? ['Accept-Ranges', 'Data-Version', 'As-Of'] : []),
    ...(status === '201' || status === '301' ? ['Location'] : []),
    ...('429' in responses ? ['RateLimit', 'RateLimit-Policy'] : []),
    ...(status === '429' || status === '503' ? ['Retry-After'] : []),
  ];
};

const parametersOf = ({ responses = {}, tags = [] }: OpenApiOperation, method: string): OpenApiParameter[] => [
  ...('304' in responses ? [ifNoneMatch] : []),
  ...('412' in responses ? [ifMatch] : []),
  ...(method === 'put' ? [createOnly] : []),
  ...(method === 'post' && tags.includes('writing') ? [idempotencyKey] : []),
];

/** Adds the header parameters and the response headers of every operation. */
export const addHeaders = (document: OpenApiDocument): void => {
  document.components = { ...document.components, headers: { ...responseHeaders } };
  for (const item of Object.values(document.paths))
    for (const [method, operation] of Object.entries(item)) {
      const parameters = [...(operation.parameters ?? []), ...parametersOf(operation, method)];
      if (parameters.length > 0) operation.parameters = parameters;
      for (const [status, response] of Object.entries(operation.responses ?? {})) {
        const names = headersOf(operation, method, status);
        if (names.length > 0)
          Object.assign(response, { headers: Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }])) });
      }
    }
};
