import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { splitTarget } from './parameters.ts';

/** Thrown when a renamed record is requested by its old id. The error handler sends a 301. */
export class RecordMoved extends Error {
  override readonly name = 'RecordMoved';
  readonly currentId: string;
  constructor(currentId: string) {
    super(`The record was renamed to "${currentId}".`);
    this.currentId = currentId;
  }
}

/** The schema of the body of a 301. */
export const movedSchema = z
  .object({ movedTo: z.string().describe('The new URL of the record, as in `Location`.') })
  .meta({ id: 'Moved', description: 'The record was renamed.' });

/** Redirects to the same URL with the current id. The URL of a record always begins with `/v1/{collection}/{id}`. */
export const sendRedirect = (request: FastifyRequest, reply: FastifyReply, { currentId }: RecordMoved): FastifyReply => {
  const { path, query } = splitTarget(request.url);
  const segments = path.split('/');
  segments[3] = currentId;
  const movedTo = `${segments.join('/')}${query === '' ? '' : `?${query}`}`;
  // A rename can be reverted, so the redirect must expire from caches.
  return reply
    .code(301)
    .headers({ location: movedTo, 'cache-control': 'public, max-age=60' })
    .type('application/json; charset=utf-8')
    .send(JSON.stringify({ movedTo }));
};
