import { type OpenApiDocument, type OpenApiOperation, pruneComponents } from './openapi-types.ts';

/** Parameters that change the shape or the media type of a response. */
const shapingParameters = new Set(['fields', 'format', 'bom', 'view', 'If-None-Match']);

const json = 'application/json';

const isSuccess = (status: string): boolean => status.startsWith('2');

/** Returns the responses of an operation without redirects and 304, which clients handle themselves, and with JSON only. */
const slimResponses = ({ responses = {} }: OpenApiOperation): NonNullable<OpenApiOperation['responses']> =>
  Object.fromEntries(
    Object.entries(responses)
      .filter(([status]) => !status.startsWith('3'))
      .map(([status, response]) => {
        const schema = isSuccess(status) && !('$ref' in response) ? response.content?.[json]?.schema : undefined;
        return [status, { ...response, ...(schema !== undefined && { content: { [json]: { schema } } }) }];
      }),
  );

const hasJsonAnswer = ({ responses = {} }: OpenApiOperation): boolean =>
  Object.entries(responses).some(
    ([status, response]) =>
      isSuccess(status) && !('$ref' in response) && (status === '204' || Object.keys(response.content ?? {})[0] === json),
  );

const slimBody = ({ requestBody }: OpenApiOperation): Pick<OpenApiOperation, 'requestBody'> => {
  const body = requestBody?.content[json];
  if (requestBody === undefined) return {};
  return { requestBody: { ...requestBody, ...(body !== undefined && { content: { [json]: body } }) } };
};

/**
 * Returns the document for client generators: only operations that return JSON, with one shape per response, and without examples.
 * It leaves out `fields`, `format`, `bom` and `view`, which would make every field optional.
 */
export const slimDocument = (document: OpenApiDocument): OpenApiDocument => {
  const paths = Object.fromEntries(
    Object.entries(document.paths).flatMap(([path, item]) => {
      const operations = Object.entries(item)
        .filter(([, operation]) => hasJsonAnswer(operation))
        .map(([method, operation]) => {
          const parameters = operation.parameters?.filter(
            ({ name, in: place }) => !shapingParameters.has(name) || (method === 'put' && place === 'header'),
          );
          const slim = { ...operation, ...(parameters !== undefined && { parameters }), ...slimBody(operation) };
          return [method, { ...slim, responses: slimResponses(operation) }] as const;
        });
      return operations.length === 0 ? [] : [[path, Object.fromEntries(operations)]];
    }),
  );
  const used = new Set(Object.values(paths).flatMap((item) => Object.values(item).flatMap(({ tags = [] }) => tags)));
  const slim: OpenApiDocument = structuredClone({
    ...document,
    tags: (document.tags ?? []).filter(({ name }) => used.has(name)),
    paths,
  });
  pruneComponents(slim);
  return slim;
};
