/** A JSON Schema, as far as columns are made from it. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
}

/**
 * What the values of a column are. A `list` holds words or ids, none of which has a {@link listSeparator} in it; a `json`
 * column holds whatever else is nested.
 */
export type ColumnType = 'string' | 'integer' | 'number' | 'boolean' | 'list' | 'json';

/** A column of a table, flat: what the field `min` of `amountUsd` is in JSON is the column `amountUsdMin`. */
export interface Column {
  readonly name: string;
  /** Where its value stands in the JSON form of a row. */
  readonly path: readonly string[];
  readonly type: ColumnType;
  readonly description: string;
  /** No row is without a value. */
  readonly isRequired: boolean;
}

/** What stands between the values of a list in one cell. */
export const listSeparator = '|';

interface Resolved {
  schema: JsonSchema;
  description: string;
  isNullable: boolean;
}

const resolve = (schema: JsonSchema, definitions: Readonly<Record<string, JsonSchema>>): Resolved => {
  const description = schema.description ?? '';
  if (schema.$ref !== undefined) {
    const target = definitions[schema.$ref.replace('#/$defs/', '')];
    if (target === undefined) throw new Error(`A schema refers to ${schema.$ref}, which is not there.`);
    const inner = resolve(target, definitions);
    return { ...inner, description: description === '' ? inner.description : description };
  }
  const alternatives = schema.anyOf?.filter(({ type }) => type !== 'null') ?? [];
  const [only] = alternatives;
  if (alternatives.length === 1 && only !== undefined) {
    const inner = resolve(only, definitions);
    return { ...inner, description: description === '' ? inner.description : description, isNullable: true };
  }
  if (Array.isArray(schema.type)) {
    const [type, ...others] = (schema.type as readonly string[]).filter((one) => one !== 'null');
    if (type === undefined || others.length > 0) throw new Error(`A field is of several types: ${schema.type.join(', ')}.`);
    return { schema: { ...schema, type }, description, isNullable: others.length < schema.type.length - 1 };
  }
  return { schema, description, isNullable: false };
};

const typeOf = (schema: JsonSchema, definitions: Readonly<Record<string, JsonSchema>>): ColumnType => {
  const { type } = schema;
  if (type === 'array') {
    const { schema: item } = resolve(schema.items ?? {}, definitions);
    // Free texts may hold the separator; words out of a list and ids do not.
    return item.enum !== undefined || item.pattern !== undefined ? 'list' : 'json';
  }
  if (type === 'string' || type === 'integer' || type === 'number' || type === 'boolean') return type;
  return 'json';
};

const capitalised = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/**
 * The columns of rows whose JSON form has the schema, in its order. Objects are laid flat; arrays of objects stay JSON.
 */
export const columnsOf = (root: JsonSchema): Column[] => {
  const definitions = root.$defs ?? {};
  const walk = (schema: JsonSchema, prefix: string, path: readonly string[], isRequired: boolean): Column[] =>
    Object.entries(schema.properties ?? {}).flatMap(([key, property]) => {
      const { schema: inner, description, isNullable } = resolve(property, definitions);
      const name = prefix === '' ? key : `${prefix}${capitalised(key)}`;
      const isAlways = isRequired && !isNullable && (schema.required ?? []).includes(key);
      if (inner.properties !== undefined) return walk(inner, name, [...path, key], isAlways);
      return [{ name, path: [...path, key], type: typeOf(inner, definitions), description, isRequired: isAlways }];
    });
  return walk(resolve(root, definitions).schema, '', [], true);
};

/** The value of a column in the JSON form of a row; null where there is none. */
export const cellValueOf = (row: unknown, { path }: Pick<Column, 'path'>): unknown => {
  let value: unknown = row;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return null;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return value ?? null;
};
