import { nameEnumerations } from './openapi-enumerations.ts';
import { type JsonSchema, type OpenApiDocument, referredName, referTo, visitObjects, visitOperations } from './openapi-types.ts';

type Schemas = Record<string, JsonSchema>;

const inputSuffix = /Input$/;

const replaceReferences = (value: unknown, names: ReadonlyMap<string, string>): void =>
  visitObjects(value, (object) => {
    const name = typeof object.$ref === 'string' ? names.get(referredName(object) ?? '') : undefined;
    if (name !== undefined) Object.assign(object, referTo(name));
  });

/**
 * The generator writes every component twice: for requests with the suffix `Input`, and for responses. Merges those that are equal, and
 * removes the suffix of those without a response.
 */
const mergeInputs = (document: OpenApiDocument, schemas: Schemas): void => {
  const merged = new Map(
    Object.keys(schemas)
      .filter((name) => inputSuffix.test(name))
      .map((name) => [name, name.replace(inputSuffix, '')]),
  );
  const normalize = (name: string): string => {
    const copy = structuredClone(schemas[name]);
    replaceReferences(copy, merged);
    return JSON.stringify(copy);
  };
  // Components refer to each other, so a pair that differs can make others differ.
  for (let size = Number.NaN; size !== merged.size; ) {
    size = merged.size;
    for (const [input, output] of merged) if (schemas[output] !== undefined && normalize(input) !== normalize(output)) merged.delete(input);
  }
  for (const [input, output] of merged) {
    schemas[output] ??= schemas[input] ?? {};
    delete schemas[input];
  }
  replaceReferences(document.paths, merged);
  replaceReferences(schemas, merged);
};

const describePatch = (schema: JsonSchema): string => `Changes to it (RFC 7396). ${schema.description ?? ''}`.trim();

/** Adds the schema of a merge patch for a component, and returns its name. Null removes a field that is not required. */
const addPatch = (schemas: Schemas, name: string): string => {
  const schema = schemas[name];
  const patchName = `${name.replace(/(Record)?(Input)?$/, '')}Patch`;
  if (schema === undefined || schemas[patchName] !== undefined) return patchName;
  const { properties = {}, required = [], examples: _examples, ...annotations } = schema;
  const patchField = (field: JsonSchema): JsonSchema => {
    const referred = referredName(field);
    if (referred === undefined || schemas[referred]?.properties === undefined) return field;
    return { ...field, ...referTo(addPatch(schemas, referred)) };
  };
  const toOptional = ([key, field]: [string, JsonSchema]): [string, JsonSchema] => {
    const patched = patchField(field);
    if (required.includes(key)) return [key, patched];
    const { description, ...rest } = patched;
    return [key, { anyOf: [rest, { type: 'null' }], ...(description !== undefined && { description }) }];
  };
  schemas[patchName] = {
    ...annotations,
    description: describePatch(schema),
    properties: Object.fromEntries(Object.entries(properties).map(toOptional)),
  };
  return patchName;
};

/** Describes the body of each `PATCH` as a partial of the body of `PUT`. */
const describePatches = (document: OpenApiDocument, schemas: Schemas): void =>
  visitOperations(document, (operation, path, method) => {
    if (method !== 'patch') return;
    const [replacement] = Object.values(document.paths[path]?.put?.requestBody?.content ?? {});
    const record = referredName(replacement?.schema);
    if (record === undefined) return;
    for (const content of Object.values(operation.requestBody?.content ?? {})) content.schema = referTo(addPatch(schemas, record));
  });

/** Removes `additionalProperties: false`, because later versions may add response fields. */
const allowNewFields = (schemas: Schemas): void =>
  visitObjects(schemas, (object) => {
    if (object.additionalProperties === false) delete object.additionalProperties;
  });

/** Completes the component schemas: names enumerations, merges duplicates, and describes the bodies of patches. */
export const completeComponents = (document: OpenApiDocument): void => {
  const schemas = document.components?.schemas ?? {};
  nameEnumerations(document, schemas);
  mergeInputs(document, schemas);
  describePatches(document, schemas);
  allowNewFields(schemas);
};

/** Adds the schema of a record reduced to some of its fields, and returns its name. */
const addSelection = (schemas: Schemas, name: string): string => {
  const selection = `${name}Selection`;
  const { required: _required, examples: _examples, ...schema } = schemas[name] ?? {};
  schemas[selection] ??= { ...schema, description: `With \`fields\`, only the selected fields. ${schema.description ?? ''}`.trim() };
  return selection;
};

/** Returns a copy of a document in which responses also have the shapes that `fields` and `view=record` select. */
export const describeAlternatives = (document: OpenApiDocument): OpenApiDocument => {
  const copy = structuredClone(document);
  const schemas = copy.components?.schemas ?? {};
  const extend = (schema: JsonSchema | undefined): void => {
    const name = referredName(schema);
    if (schema === undefined || name === undefined) return;
    delete schema.$ref;
    schema.description ??= 'The record. With `fields`, only the selected fields.';
    schema.anyOf = [referTo(name), referTo(addSelection(schemas, name))];
  };
  visitOperations(copy, ({ parameters = [], responses }, path) => {
    const ok = responses?.['200'];
    const body = ok !== undefined && 'content' in ok ? ok.content?.['application/json'] : undefined;
    const has = (parameter: string) => parameters.some(({ name }) => name === parameter);
    if (body === undefined) return;
    if (has('fields')) {
      const { data } = schemas[referredName(body.schema) ?? '']?.properties ?? {};
      extend(data?.items ?? data);
    }
    if (has('view')) {
      const record = copy.paths[`${path}/record`]?.get?.responses?.['200'];
      const stored = record !== undefined && 'content' in record ? record.content?.['application/json']?.schema : undefined;
      if (body.schema !== undefined && stored !== undefined) body.schema = { anyOf: [body.schema, stored] };
    }
  });
  return copy;
};
