import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { openApiFolder } from '../../src/http/openapi.ts';

export interface DocumentedOperation {
  operationId: string;
  path: string;
  example: string;
  statuses: number[];
  mediaType: string;
}

interface Operation {
  operationId: string;
  security?: object[];
  responses: Record<string, DocumentedResponse | { $ref: string }>;
}

interface DocumentedResponse {
  headers?: Record<string, unknown>;
  content?: Record<string, { schema: object }>;
}

const document = JSON.parse(readFileSync(`${openApiFolder}openapi.json`, 'utf8')) as {
  paths: Record<string, { get?: Operation }>;
  components: { responses: Record<string, DocumentedResponse> };
};
const examples = JSON.parse(readFileSync(`${openApiFolder}examples.json`, 'utf8')) as Record<string, { path: string }>;

/** Returns a response of an operation and its location in the document. */
const findResponse = (path: string, { responses }: Operation, status: string): { response: DocumentedResponse; parts: string[] } => {
  const response = responses[status];
  if (response === undefined || !('$ref' in response))
    return { response: response ?? {}, parts: ['paths', path, 'get', 'responses', status] };
  const name = response.$ref.split('/').at(-1) ?? '';
  return { response: document.components.responses[name] ?? {}, parts: ['components', 'responses', name] };
};

/** Every GET operation in the committed OpenAPI document that needs no API key. */
export const operations: DocumentedOperation[] = Object.entries(document.paths).flatMap(([path, { get }]) =>
  get === undefined || get.security !== undefined
    ? []
    : [
        {
          operationId: get.operationId,
          path,
          example: examples[get.operationId]?.path ?? '',
          statuses: Object.keys(get.responses).map(Number),
          mediaType: Object.keys(findResponse(path, get, '200').response.content ?? {})[0] ?? '',
        },
      ],
);

/** Removes the shapes of responses to `fields` and `view=record`, which no validated request uses. */
const withoutAlternatives = (schema: Record<string, unknown>): Record<string, unknown> => {
  const [whole, other] = ((schema.anyOf ?? []) as { $ref?: string }[]).map(({ $ref = '' }) => $ref);
  const hasAlternative =
    whole !== undefined && (other === `${whole}Selection` || (whole.endsWith('Document') && other?.endsWith('Record') === true));
  return hasAlternative ? { ...schema, anyOf: [{ $ref: whole }] } : schema;
};

/** Rejects properties that the document does not name, to detect undocumented fields. */
const forbidUnknown = (given: unknown): unknown => {
  if (Array.isArray(given)) return given.map(forbidUnknown);
  if (typeof given !== 'object' || given === null) return given;
  const schema = withoutAlternatives(given as Record<string, unknown>);
  const entries = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, key === 'example' || key === 'examples' ? value : forbidUnknown(value)]),
  );
  return entries.type === 'object' && entries.properties !== undefined ? { ...entries, additionalProperties: false } : entries;
};

const find = (operationId: string, status: number) => {
  const [path, { get }] = Object.entries(document.paths).find(([, item]) => item.get?.operationId === operationId) ?? ['', {}];
  if (get === undefined) throw new Error(`The document has no operation ${operationId}.`);
  return findResponse(path, get, String(status));
};

/** Headers that every response can have. */
const generalHeaders =
  /^(cache-control|connection|content-(length|type|encoding|disposition|security-policy)|date|keep-alive|transfer-encoding|vary|x-.*|referrer-policy|strict-transport-security|cross-origin-.*|access-control-.*)$/;

/** Returns the headers that a response has without a declaration in the document, and those that it lacks. */
export const findUndeclaredHeaders = (operationId: string, status: number, headers: Record<string, unknown>): string[] => {
  const declared = Object.keys(find(operationId, status).response.headers ?? {}).map((name) => name.toLowerCase());
  const undeclared = Object.keys(headers).filter((name) => !generalHeaders.test(name) && !declared.includes(name));
  // Responses that shared caches store have no limits of one client.
  const isShared = String(headers['cache-control']).startsWith('public');
  const optional = (name: string): boolean => name === 'link' || (isShared && name.startsWith('ratelimit'));
  return [...undeclared, ...declared.filter((name) => !optional(name) && headers[name] === undefined)];
};

const ajv = new Ajv2020({ strict: false });
(addFormats as unknown as (instance: Ajv2020) => void)(ajv);
ajv.addSchema({ $id: 'document', ...(forbidUnknown(document) as object) });
const validators = new Map<string, ValidateFunction>();

/** Validates a response body against the committed OpenAPI document and returns the errors, or an empty string if it is valid. */
export const validateResponse = (operationId: string, status: number, body: unknown): string => {
  const { response, parts } = find(operationId, status);
  const [mediaType = ''] = Object.keys(response.content ?? {});
  const escaped = (part: string) => encodeURIComponent(part.replace(/~/g, '~0').replace(/\//g, '~1'));
  const pointer = `document#/${[...parts, 'content', mediaType, 'schema'].map(escaped).join('/')}`;
  const validate = validators.get(pointer) ?? ajv.compile({ $ref: pointer });
  validators.set(pointer, validate);
  return validate(body) ? '' : ajv.errorsText(validate.errors);
};
