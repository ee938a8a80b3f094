import { STATUS_CODES } from 'node:http';
import type { OpenApiExamples } from './openapi.ts';
import { completeComponents } from './openapi-components.ts';
import { addHeaders } from './openapi-headers.ts';
import { type OpenApiDocument, type OpenApiOperation, type OpenApiResponse, pruneComponents, visitOperations } from './openapi-types.ts';
import { splitTarget } from './parameters.ts';

/** Returns the value of a required path or query parameter in an example request. */
const exampleValue = (template: string, target: string, { name, in: place }: { name: string; in: string }): string | undefined => {
  const { path, query } = splitTarget(target);
  if (place === 'query') return new URLSearchParams(query).get(name) ?? undefined;
  const value = path.split('/')[template.split('/').indexOf(`{${name}}`)];
  return value === undefined ? undefined : decodeURIComponent(value);
};

/** Sets what route schemas cannot express: media types of problems and files, array parameter styles, and empty 304 bodies. */
const completeOperation = (operation: OpenApiOperation, path: string, examples: OpenApiExamples): void => {
  const example = operation.operationId === undefined ? undefined : examples[operation.operationId];
  if (operation['x-csv-columns'] !== undefined)
    operation.description += '\n\nFor CSV and NDJSON, see [Bulk data](/docs/bulk#columns-of-lists).';
  for (const parameter of operation.parameters ?? []) {
    if (parameter.in === 'query' && parameter.schema?.type === 'array') Object.assign(parameter, { style: 'form', explode: false });
    // Swagger UI sends the examples of parameters, so only parameters that every request needs have one.
    delete parameter.example;
    if (parameter.required && example !== undefined) {
      const value = exampleValue(path, example.path, parameter);
      if (value !== undefined) parameter.example = value;
    }
  }
  for (const [status, response] of Object.entries(operation.responses ?? {})) {
    if ('$ref' in response) continue;
    const [[mediaType, body] = []] = Object.entries(response.content ?? {});
    if (status === '304') delete response.content;
    if (body === undefined || mediaType === undefined) continue;
    if (status === '200' && example !== undefined) body.example = example.answer;
    // The schema describes the JSON representation. Other media types are plain text.
    for (const [other, content] of Object.entries(response.content ?? {}))
      if (other !== mediaType && (!other.includes('json') || other.endsWith('ndjson')))
        Object.assign(content, { schema: { type: 'string' }, example: undefined });
    if (Number(status) >= 400) response.content = { 'application/problem+json': body };
  }
};

/** Replaces the problem responses, which are the same for most operations, with references to components. */
const shareProblems = (document: OpenApiDocument): void => {
  const shared: Record<string, OpenApiResponse> = {};
  visitOperations(document, ({ responses = {} }) => {
    for (const [status, response] of Object.entries(responses)) {
      if (Number(status) < 400 || '$ref' in response) continue;
      const name = (STATUS_CODES[Number(status)] ?? status).replaceAll(/[^A-Za-z]/g, '');
      shared[name] ??= response;
      if (JSON.stringify(shared[name]) === JSON.stringify(response)) responses[status] = { $ref: `#/components/responses/${name}` };
    }
  });
  document.components = { ...document.components, responses: shared };
};

/** Completes the document that Fastify generates: adds examples and headers, corrects media types, and completes the components. */
export const completeDocument = (document: OpenApiDocument, examples: OpenApiExamples): OpenApiDocument => {
  visitOperations(document, (operation, path) => completeOperation(operation, path, examples));
  addHeaders(document);
  shareProblems(document);
  // The generator writes components for both directions, also for those that only requests or only responses use.
  pruneComponents(document);
  completeComponents(document);
  pruneComponents(document);
  return document;
};
