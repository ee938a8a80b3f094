import { createPatch } from 'rfc6902';

const maxFields = 20;

/** Returns JSON Pointers to the fields in which two JSON texts differ, at most 20. */
export const listDifferingFields = (before: string, after: string): string[] => {
  const paths = createPatch(JSON.parse(before), JSON.parse(after)).map(({ path }) => path);
  // The end of a list is `-` in a patch.
  return [...new Set(paths.map((path) => path.replace(/\/-$/, '')))].slice(0, maxFields);
};
