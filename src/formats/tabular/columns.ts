/** The subset of JSON Schema that determines columns. */
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
 * Type of a column. A `list` contains enumerated values or ids, none of which can contain {@link listSeparator}. A `json` column
 * contains any other nested value.
 */
export type ColumnType = 'string' | 'integer' | 'number' | 'boolean' | 'list' | 'json';

/** A column of a flat table. The field `min` of `amountUsd` becomes the column `amountUsdMin`. */
export interface Column {
  readonly name: string;
  /** Path of the value in the JSON form of a row. */
  readonly path: readonly string[];
  readonly type: ColumnType;
  readonly description: string;
  /** Whether every row has a value. */
  readonly isRequired: boolean;
}

/** Separates the values of a list within one cell. */
export const listSeparator = '|';

interface ResolvedSchema {
  schema: JsonSchema;
  description: string;
  isNullable: boolean;
}

const resolveSchema = (schema: JsonSchema, definitions: Readonly<Record<string, JsonSchema>>): ResolvedSchema => {
  const description = schema.description ?? '';
  if (schema.$ref !== undefined) {
    const target = definitions[schema.$ref.replace('#/$defs/', '')];
    if (target === undefined) throw new Error(`A schema refers to ${schema.$ref}, which does not exist.`);
    const inner = resolveSchema(target, definitions);
    return { ...inner, description: description === '' ? inner.description : description };
  }
  const alternatives = schema.anyOf?.filter(({ type }) => type !== 'null') ?? [];
  const [only] = alternatives;
  if (alternatives.length === 1 && only !== undefined) {
    const inner = resolveSchema(only, definitions);
    return { ...inner, description: description === '' ? inner.description : description, isNullable: true };
  }
  if (Array.isArray(schema.type)) {
    const [type, ...others] = (schema.type as readonly string[]).filter((one) => one !== 'null');
    if (type === undefined || others.length > 0) throw new Error(`A field has several types: ${schema.type.join(', ')}.`);
    return { schema: { ...schema, type }, description, isNullable: others.length < schema.type.length - 1 };
  }
  return { schema, description, isNullable: false };
};

const toColumnType = (schema: JsonSchema, definitions: Readonly<Record<string, JsonSchema>>): ColumnType => {
  const { type } = schema;
  if (type === 'array') {
    const { schema: item } = resolveSchema(schema.items ?? {}, definitions);
    // Free text can contain the separator; enumerated values and ids cannot.
    return item.enum !== undefined || item.pattern !== undefined ? 'list' : 'json';
  }
  if (type === 'string' || type === 'integer' || type === 'number' || type === 'boolean') return type;
  return 'json';
};

const capitalize = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/**
 * Derives columns from the JSON Schema of a row, in schema order. Nested objects are flattened; arrays of objects stay JSON.
 *
 * @throws Error if a reference cannot be resolved or a field has several types.
 */
export const toColumns = (root: JsonSchema): Column[] => {
  const definitions = root.$defs ?? {};
  const flatten = (schema: JsonSchema, prefix: string, path: readonly string[], isRequired: boolean): Column[] =>
    Object.entries(schema.properties ?? {}).flatMap(([key, property]) => {
      const { schema: inner, description, isNullable } = resolveSchema(property, definitions);
      const name = prefix === '' ? key : `${prefix}${capitalize(key)}`;
      const isAlways = isRequired && !isNullable && (schema.required ?? []).includes(key);
      if (inner.properties !== undefined) return flatten(inner, name, [...path, key], isAlways);
      return [{ name, path: [...path, key], type: toColumnType(inner, definitions), description, isRequired: isAlways }];
    });
  return flatten(resolveSchema(root, definitions).schema, '', [], true);
};

/** Returns the value of a column in the JSON form of a row, or null if it has none. */
export const getCellValue = (row: unknown, { path }: Pick<Column, 'path'>): unknown => {
  let value: unknown = row;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return null;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return value ?? null;
};
