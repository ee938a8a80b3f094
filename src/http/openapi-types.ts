/** A JSON Schema of an OpenAPI document. */
export interface JsonSchema {
  $ref?: string;
  type?: string | string[];
  description?: string;
  enum?: unknown[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  [keyword: string]: unknown;
}

/** A parameter of an operation. */
export interface OpenApiParameter {
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  schema?: JsonSchema;
  style?: string;
  explode?: boolean;
  example?: unknown;
}

type Content = Record<string, { schema?: JsonSchema; example?: unknown }>;

/** A response of an operation. */
export interface OpenApiResponse {
  description?: string;
  headers?: Record<string, { $ref: string }>;
  content?: Content;
}

/** An operation of an OpenAPI document. */
export interface OpenApiOperation {
  operationId?: string;
  description?: string;
  tags?: string[];
  /** The names of the CSV columns of a list. */
  'x-csv-columns'?: string[];
  parameters?: OpenApiParameter[];
  requestBody?: { content: Content };
  responses?: Record<string, OpenApiResponse | { $ref: string }>;
}

/** The parts of an OpenAPI document that the server modifies. */
export interface OpenApiDocument {
  tags?: { name: string; description?: string }[];
  paths: Record<string, Record<string, OpenApiOperation>>;
  components?: {
    schemas?: Record<string, JsonSchema>;
    headers?: Record<string, unknown>;
    responses?: Record<string, OpenApiResponse>;
  };
}

const schemaPrefix = '#/components/schemas/';

/** Returns a reference to a component schema. */
export const referTo = (name: string): { $ref: string } => ({ $ref: schemaPrefix + name });

/** Returns the name of the component schema that a reference names. */
export const referredName = (schema: JsonSchema | undefined): string | undefined => schema?.$ref?.replace(schemaPrefix, '');

/** Calls a function with every object inside a value. */
export const visitObjects = (value: unknown, visit: (object: Record<string, unknown>) => void): void => {
  if (Array.isArray(value)) for (const item of value) visitObjects(item, visit);
  else if (typeof value === 'object' && value !== null) {
    visit(value as Record<string, unknown>);
    for (const item of Object.values(value)) visitObjects(item, visit);
  }
};

/** Calls a function with every operation of a document, its path and its method. */
export const visitOperations = (
  { paths }: OpenApiDocument,
  visit: (operation: OpenApiOperation, path: string, method: string) => void,
): void => {
  for (const [path, item] of Object.entries(paths)) for (const [method, operation] of Object.entries(item)) visit(operation, path, method);
};

/** Removes components that no operation refers to, and sorts the others. */
export const pruneComponents = (document: OpenApiDocument): void => {
  const { schemas = {}, headers = {}, responses = {}, ...others } = document.components ?? {};
  const used = new Set<string>();
  const collect = (value: unknown) => visitObjects(value, ({ $ref }) => typeof $ref === 'string' && used.add($ref));
  const find = ($ref: string): unknown => {
    const [, , kind, name = ''] = $ref.split('/');
    return { schemas, headers, responses }[kind ?? '']?.[name];
  };
  collect(document.paths);
  // A set also visits the elements that are added during iteration.
  for (const reference of used) collect(find(reference));
  const keep = <Component>(kind: string, components: Record<string, Component>): Record<string, Component> =>
    Object.fromEntries(
      Object.entries(components)
        .filter(([name]) => used.has(`#/components/${kind}/${name}`))
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  const kept = { headers: keep('headers', headers), responses: keep('responses', responses) };
  document.components = {
    ...others,
    ...Object.fromEntries(Object.entries(kept).filter(([, components]) => Object.keys(components).length > 0)),
    schemas: keep('schemas', schemas),
  };
};
