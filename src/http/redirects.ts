import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { splitTarget } from './parameters.ts';

/** Thrown by a lookup of a record that was renamed. The error handler answers with 301. */
export class RecordMoved extends Error {
  override readonly name = 'RecordMoved';
  readonly currentId: string;
  constructor(currentId: string) {
    super(`The record was renamed to "${currentId}".`);
    this.currentId = currentId;
  }
}

export const movedSchema = z
  .object({ movedTo: z.string().describe('The new URL of the record, as in `Location`.') })
  .meta({ id: 'Moved', description: 'The record was renamed.' });

/** Redirects to the same URL with the current id. Every URL of a record begins with `/v1/{collection}/{id}`. */
export const sendRedirect = (request: FastifyRequest, reply: FastifyReply, { currentId }: RecordMoved): FastifyReply => {
  const { path, query } = splitTarget(request.url);
  const segments = path.split('/');
  segments[3] = currentId;
  const movedTo = `${segments.join('/')}${query === '' ? '' : `?${query}`}`;
  // A rename can be undone, so caches must not keep the redirect forever.
  return reply
    .code(301)
    .headers({ location: movedTo, 'cache-control': 'public, max-age=60' })
    .type('application/json; charset=utf-8')
    .send(JSON.stringify({ movedTo }));
};
