import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const folder = new URL('../fixtures/bods-0.4/', import.meta.url);

/** Validates a BODS package against the published schemas of version 0.4. Returns the errors. */
export const validateBods = (statements: unknown): string[] => {
  // The schemas have keywords for documentation, and `if` without types.
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  for (const name of readdirSync(folder)) {
    const text = readFileSync(new URL(name, folder), 'utf8');
    // Their identifiers, such as urn:statement, lack the namespace that a URN requires.
    ajv.addSchema(JSON.parse(text.replaceAll('"urn:', '"urn:bods:')) as object);
  }
  const validate = ajv.getSchema('urn:bods:statement');
  if (validate === undefined) throw new Error('The schema of statements is missing.');
  return validate(statements) === true ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
};
