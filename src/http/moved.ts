import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { partsOfTarget } from './target.ts';

/** The record that the address names stands under another id. Thrown where the record is looked for, answered with 301. */
export class Moved extends Error {
  override readonly name = 'Moved';
  readonly currentId: string;
  constructor(currentId: string) {
    super(`The record stands under "${currentId}".`);
    this.currentId = currentId;
  }
}

export const movedSchema = z
  .object({ movedTo: z.string().describe('The address that it stands at now, as in `Location`.') })
  .meta({ id: 'Moved', description: 'The record was renamed.' });

/** Sends the client to the same address with the current id in it: every address of a record begins with `/v1/{collection}/{id}`. */
export const sendMoved = (request: FastifyRequest, reply: FastifyReply, { currentId }: Moved): FastifyReply => {
  const { path, query } = partsOfTarget(request.url);
  const segments = path.split('/');
  segments[3] = currentId;
  const movedTo = `${segments.join('/')}${query === '' ? '' : `?${query}`}`;
  // A rename can be taken back, so that no cache may keep it for ever.
  return reply
    .code(301)
    .headers({ location: movedTo, 'cache-control': 'public, max-age=60' })
    .type('application/json; charset=utf-8')
    .send(JSON.stringify({ movedTo }));
};
