import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

// JSON Schemas for version 2.0 of the standard (https://datapackage.org/standard/): Data Package, Data Resource, Table Dialect and Table
// Schema. No package in the registry validates that version.

const text = { type: 'string', minLength: 1 };
const path = { type: 'string', pattern: '^(?=^[^./~])(^((?!\\.{2}).)*$).*$' };
const fieldNames = { type: 'array', items: text, minItems: 1, uniqueItems: true };

const field = {
  type: 'object',
  required: ['name', 'type'],
  properties: {
    name: text,
    description: text,
    type: {
      enum: [
        'string',
        'number',
        'integer',
        'boolean',
        'object',
        'array',
        'list',
        'datetime',
        'date',
        'time',
        'year',
        'yearmonth',
        'duration',
        'geopoint',
        'geojson',
        'any',
      ],
    },
    constraints: { type: 'object', properties: { required: { type: 'boolean' }, unique: { type: 'boolean' } } },
  },
  anyOf: [
    {
      properties: {
        type: { const: 'list' },
        delimiter: text,
        itemType: { enum: ['string', 'integer', 'number', 'boolean', 'datetime', 'date', 'time'] },
      },
    },
    { properties: { type: { not: { const: 'list' } }, delimiter: false, itemType: false } },
  ],
};

const tableSchema = {
  type: 'object',
  required: ['fields'],
  properties: {
    fields: { type: 'array', items: field, minItems: 1 },
    missingValues: { type: 'array', items: { type: 'string' } },
    primaryKey: fieldNames,
    foreignKeys: {
      type: 'array',
      items: {
        type: 'object',
        required: ['fields', 'reference'],
        properties: {
          fields: fieldNames,
          // A foreign key into the same table names no resource.
          reference: { type: 'object', required: ['fields'], properties: { resource: text, fields: fieldNames } },
        },
      },
    },
  },
};

const resource = {
  type: 'object',
  required: ['name', 'path'],
  properties: {
    name: { type: 'string', pattern: '^[a-z0-9._-]+$' },
    path,
    type: { const: 'table' },
    title: text,
    description: text,
    format: text,
    mediatype: { type: 'string', pattern: '^(.+)/(.+)$' },
    encoding: text,
    bytes: { type: 'integer', minimum: 0 },
    hash: { type: 'string', pattern: '^([^:]+:[a-fA-F0-9]+|[a-fA-F0-9]{32})$' },
    dialect: {
      type: 'object',
      properties: {
        header: { type: 'boolean' },
        delimiter: text,
        lineTerminator: text,
        quoteChar: { type: 'string', minLength: 1, maxLength: 1 },
        doubleQuote: { type: 'boolean' },
      },
      additionalProperties: false,
    },
    schema: tableSchema,
  },
};

const profile = {
  type: 'object',
  required: ['resources'],
  properties: {
    $schema: { type: 'string', format: 'uri' },
    name: { type: 'string', pattern: '^[a-z0-9._-]+$' },
    version: text,
    licenses: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        anyOf: [{ required: ['name'] }, { required: ['path'] }],
        properties: { name: { type: 'string', pattern: '^[-a-zA-Z0-9._]+$' } },
      },
    },
    sources: { type: 'array', items: { type: 'object', properties: { title: text, path } } },
    resources: { type: 'array', minItems: 1, items: resource },
  },
};

const ajv = new Ajv2020({ strict: false, allErrors: true });
(addFormats as unknown as (instance: Ajv2020) => void)(ajv);
const validate = ajv.compile(profile);

/** Validates a descriptor and returns the errors, or an empty string if it is valid. */
export const validateDataPackage = (descriptor: unknown): string => (validate(descriptor) ? '' : ajv.errorsText(validate.errors));
