import type { FastifyInstance, FastifySchemaCompiler } from 'fastify';
import type { z } from 'zod';
import { validateByZod } from '../http/parameters.ts';
import { validateDepth } from './parse-record.ts';
import { toUnprocessable } from './records.ts';

/** Reads everything by its schema but the body, which the operation itself reads, and tells every fault of it by its place. */
export const skipBodyValidation: FastifySchemaCompiler<z.ZodType> = (route) =>
  route.httpPart === 'body' ? (data: unknown) => ({ value: data }) : validateByZod(route);

/** Lets the operations of a scope read JSON bodies of the given media types, and no others, themselves. */
export const acceptJsonBodies = (app: FastifyInstance, mediaTypes: string[]): void => {
  app.setValidatorCompiler(skipBodyValidation);
  app.removeAllContentTypeParsers();
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser(mediaTypes, { parseAs: 'string' }, (request, text, done) => {
    // Many clients name a media type with every request, also where there is no body.
    if (text === '') return done(null, undefined);
    void parse(request, text.toString(), (error, body: unknown) => {
      const issues = error === null ? validateDepth(body) : [];
      done(issues.length > 0 ? toUnprocessable(issues) : error, body);
    });
  });
};
