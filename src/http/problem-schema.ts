import { z } from 'zod';
import { namedObject } from '../domain/records/primitives.ts';
import { problemTypes } from './problems.ts';

const problemDetailSchema = namedObject('ProblemDetail', 'One error in a request.', {
  parameter: z.string().describe('The query or path parameter that is wrong.').optional(),
  pointer: z.string().describe('JSON Pointer to the invalid part of the body.').optional(),
  message: z.string().describe('What is wrong and what is valid.'),
  didYouMean: z.string().describe('The nearest valid value or name.').optional(),
});

/** The schema of a problem document (RFC 9457). */
export const problemSchema = namedObject('Problem', `Problem details (RFC 9457). Types: ${Object.keys(problemTypes).join(', ')}.`, {
  type: z.string().describe('URL of the page that explains this type of problem.'),
  title: z.string().describe('Short name of the type of problem.'),
  status: z.int().describe('HTTP status code.'),
  detail: z.string().describe('What is wrong with this request.'),
  instance: z.string().describe('Identifies this occurrence. The server log has the same identifier.'),
  errors: z.array(problemDetailSchema).describe('The individual errors, by parameter or by place in the body.').optional(),
});
