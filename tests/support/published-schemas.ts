import { readdirSync, readFileSync } from 'node:fs';
import { Ajv, type ErrorObject } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const fixtures = new URL('../fixtures/', import.meta.url);
// The schemas have keywords for documentation, and `if` without types.
const options = { strict: false, allErrors: true };

const toTexts = (errors: readonly ErrorObject[] | null | undefined): string[] =>
  (errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);

/** Validates a BODS package against the published schemas of version 0.4. Returns the errors. */
export const validateBods = (statements: unknown): string[] => {
  const folder = new URL('bods-0.4/', fixtures);
  const ajv = new Ajv2020(options);
  addFormats.default(ajv);
  for (const name of readdirSync(folder)) {
    const text = readFileSync(new URL(name, folder), 'utf8');
    // Their identifiers, such as urn:statement, lack the namespace that a URN requires.
    ajv.addSchema(JSON.parse(text.replaceAll('"urn:', '"urn:bods:')) as object);
  }
  ajv.validate('urn:bods:statement', statements);
  return toTexts(ajv.errors);
};

/** Validates a Compose file against the published schema of the Compose Specification. Returns the errors. */
export const validateCompose = (file: unknown): string[] => {
  const { $schema: _draft7, ...schema } = JSON.parse(readFileSync(new URL('compose-spec.json', fixtures), 'utf8')) as Record<
    string,
    unknown
  >;
  const ajv = new Ajv(options);
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  validate(file);
  return toTexts(validate.errors);
};
