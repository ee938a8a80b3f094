import type { z } from 'zod';

const types: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'an integer',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

const units: Readonly<Record<string, string>> = { string: ' characters', array: ' values' };

/** Says what is valid, in other words than those of JavaScript. Leaves rare issues to zod. */
export const describeIssue = (issue: z.core.$ZodRawIssue): string | undefined => {
  const isMissing = issue.input === undefined;
  switch (issue.code) {
    case 'invalid_type':
      return `${isMissing ? 'Missing: expected' : 'Expected'} ${types[issue.expected] ?? issue.expected}.`;
    case 'invalid_value':
      return `${isMissing ? 'Missing' : 'Invalid value'}. Valid values: ${issue.values.map(String).join(', ')}.`;
    case 'too_big':
      return `The maximum is ${issue.maximum}${units[issue.origin] ?? ''}.`;
    case 'too_small':
      if (issue.origin in units && issue.minimum === 1) return 'The value must not be empty.';
      if (issue.inclusive === false) return `The value must be greater than ${issue.minimum}.`;
      return `The minimum is ${issue.minimum}${units[issue.origin] ?? ''}.`;
    default:
      return undefined;
  }
};
