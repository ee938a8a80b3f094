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
  responses: Record<string, { content?: Record<string, { schema: object }> }>;
}

const document = JSON.parse(readFileSync(`${openApiFolder}openapi.json`, 'utf8')) as {
  paths: Record<string, { get?: Operation }>;
  components: object;
};
const examples = JSON.parse(readFileSync(`${openApiFolder}examples.json`, 'utf8')) as Record<string, { path: string }>;

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
          mediaType: Object.keys(get.responses['200']?.content ?? {})[0] ?? '',
        },
      ],
);

/** Rejects properties that the document does not name, to detect undocumented fields. */
const forbidUnknown = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(forbidUnknown);
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, key === 'example' || key === 'examples' ? value : forbidUnknown(value)]),
  );
  return entries.type === 'object' && entries.properties !== undefined ? { ...entries, additionalProperties: false } : entries;
};

const ajv = new Ajv2020({ strict: false });
(addFormats as unknown as (instance: Ajv2020) => void)(ajv);
ajv.addSchema({ $id: 'document', ...(forbidUnknown(document) as object) });
const validators = new Map<string, ValidateFunction>();

/** Validates a response body against the committed OpenAPI document and returns the errors, or an empty string if it is valid. */
export const validateResponse = (operationId: string, status: number, body: unknown): string => {
  const [path = '', { get }] = Object.entries(document.paths).find(([, item]) => item.get?.operationId === operationId) ?? [
    '',
    { get: undefined },
  ];
  const [mediaType = ''] = Object.keys(get?.responses[String(status)]?.content ?? {});
  const escaped = (part: string) => encodeURIComponent(part.replace(/~/g, '~0').replace(/\//g, '~1'));
  const pointer = `document#/paths/${escaped(path)}/get/responses/${status}/content/${escaped(mediaType)}/schema`;
  const validate = validators.get(pointer) ?? ajv.compile({ $ref: pointer });
  validators.set(pointer, validate);
  return validate(body) ? '' : ajv.errorsText(validate.errors);
};
