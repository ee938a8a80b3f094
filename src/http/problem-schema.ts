import { z } from 'zod';
import { problemTypes } from './problems.ts';

const problemDetailSchema = z
  .object({
    parameter: z.string().describe('The query or path parameter that it is about.').optional(),
    pointer: z.string().describe('The place in the body that it is about (JSON Pointer).').optional(),
    message: z.string().describe('What is wrong, and what is valid.'),
    didYouMean: z.string().describe('The nearest valid value or name.').optional(),
  })
  .meta({ id: 'ProblemDetail', description: 'One thing that is wrong with a request.' });

/** The schema of a problem document (RFC 9457). */
export const problemSchema = z
  .object({
    type: z.string().describe('Address of the page that explains this type of problem.'),
    title: z.string().describe('The type of problem in a few words.'),
    status: z.int().describe('HTTP status code.'),
    detail: z.string().describe('What is wrong with this request.'),
    instance: z.string().describe('Identifies this occurrence, as the log of the server does.'),
    errors: z.array(problemDetailSchema).describe('Each thing that is wrong, by parameter.').optional(),
  })
  .meta({ id: 'Problem', description: `Problem details (RFC 9457). Types: ${Object.keys(problemTypes).join(', ')}.` });
