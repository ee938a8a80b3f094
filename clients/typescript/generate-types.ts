import { readFileSync, writeFileSync } from 'node:fs';

/** The part of JSON Schema that the OpenAPI document uses. */
interface Schema {
  $ref?: string;
  description?: string;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | boolean;
}

interface Content {
  content?: Record<string, { schema: Schema }>;
}

interface Operation {
  operationId: string;
  summary: string;
  parameters?: { name: string; in: string; required?: boolean; description?: string; schema: Schema }[];
  requestBody?: Content;
  responses: Record<string, Content>;
}

interface Document {
  components: { schemas: Record<string, Schema> };
  paths: Record<string, Record<string, Operation>>;
}

const folder = new URL('../../openapi/', import.meta.url);

const comment = (text: string | undefined, indent: string): string =>
  text === undefined ? '' : `${indent}/** ${text.replaceAll('*/', '*\\/').replaceAll('\n', `\n${indent} * `)} */\n`;

/** Writes the members of an object type. */
const toMembers = (members: { name: string; schema: Schema; isRequired: boolean; description?: string | undefined }[], indent: string) =>
  members
    .map(({ name, schema, isRequired, description = schema.description }) => {
      const key = /^\w+$/.test(name) ? name : `'${name}'`;
      return `${comment(description, `${indent}  `)}${indent}  ${key}${isRequired ? '' : '?'}: ${toType(schema, `${indent}  `)};\n`;
    })
    .join('');

const toObject = ({ properties, required = [], additionalProperties }: Schema, indent: string): string => {
  if (properties === undefined)
    return `Record<string, ${typeof additionalProperties === 'object' ? toType(additionalProperties, indent) : 'unknown'}>`;
  const members = Object.entries(properties).map(([name, schema]) => ({ name, schema, isRequired: required.includes(name) }));
  return `{\n${toMembers(members, indent)}${indent}}`;
};

const toUnion = (alternatives: Schema[], indent: string): string => {
  // A list of known values that may grow. `string` alone would hide the known values from editors.
  const hasKnownValues = alternatives.some((one) => one.enum !== undefined);
  const types = alternatives.map((one) =>
    hasKnownValues && one.type === 'string' && one.enum === undefined ? '(string & {})' : toType(one, indent),
  );
  return [...new Set(types)].join(' | ');
};

const toType = (schema: Schema, indent: string): string => {
  const { $ref, type, items, anyOf } = schema;
  if ($ref !== undefined) return $ref.replace('#/components/schemas/', '');
  if (anyOf !== undefined) return toUnion(anyOf, indent);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (type === 'object') return toObject(schema, indent);
  if (type === 'array') {
    const item = items === undefined ? 'unknown' : toType(items, indent);
    return item.includes(' | ') ? `(${item})[]` : `${item}[]`;
  }
  if (Array.isArray(type))
    return toUnion(
      type.map((one) => ({ type: one })),
      indent,
    );
  if (type === 'integer') return 'number';
  return type ?? 'unknown';
};

const toComponent = ([name, schema]: [string, Schema]): string => {
  const text = toType(schema, '');
  return `${comment(schema.description, '')}${text.startsWith('{') ? `export interface ${name} ${text}` : `export type ${name} = ${text};`}\n`;
};

const schemaOf = ({ content = {} }: Content = {}): Schema | undefined => content['application/json']?.schema;

const toOperation = (path: string, method: string, operation: Operation): string => {
  const parameters = (operation.parameters ?? [])
    // The filter `id` of a list of one company has the name of the parameter in its path, which needs the name.
    .filter((one) => one.in === 'path' || (one.in === 'query' && !path.includes(`{${one.name}}`)))
    .map(({ name, schema, required = false, description }) => ({ name, schema, isRequired: required, description }));
  const answers = Object.entries(operation.responses).filter(([status]) => status.startsWith('2'));
  const types = answers
    .map(([, response]) => schemaOf(response))
    .map((schema) => (schema === undefined ? 'undefined' : toType(schema, '    ')));
  const body = schemaOf(operation.requestBody);
  return [
    comment(`${operation.summary}.`, '  '),
    `  '${method.toUpperCase()} ${path}': {\n`,
    `    parameters: {\n${toMembers(parameters, '    ')}    };\n`,
    body === undefined ? '' : `    body: ${toType(body, '    ')};\n`,
    `    answer: ${[...new Set(types)].join(' | ')};\n`,
    '  };\n',
  ].join('');
};

const document = JSON.parse(readFileSync(new URL('openapi.slim.json', folder), 'utf8')) as Document;
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => toOperation(path, method, operation)),
);
writeFileSync(
  new URL('types.ts', folder),
  [
    '// The types of the API, generated from openapi.slim.json by "npm run openapi". Do not edit.\n',
    ...Object.entries(document.components.schemas).map(toComponent),
    `/** The parameters, body and answer of each operation. */\nexport interface Operations {\n${operations.join('')}}\n`,
  ].join('\n'),
);
