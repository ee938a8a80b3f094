import { setTimeout } from 'node:timers/promises';
import type { Database, Session } from '../../database/database.ts';
import { splitTarget } from '../../http/parameters.ts';
import { invalidRequest } from '../../http/problems.ts';
import type { ResponsePayload } from '../../http/response-cache.ts';
import { selectChanges } from '../../records/changes.ts';
import { formatDataVersion, selectDataset } from '../../records/documents.ts';
import type { ChangeQuery, ChangeStreamQuery } from './changes.schemas.ts';

const assertKnownSequence = (since: number, newest: number): void => {
  if (since <= newest) return;
  const message = `Change ${since} does not exist: the newest is ${newest}. You may be connected to a different or recreated database.`;
  throw invalidRequest([{ parameter: 'since', message }]);
};

/** The changes after one, in order and without a gap: replayed from 0 they give the whole dataset. */
export const listChanges = async (session: Session, { since, limit }: ChangeQuery, url: string): Promise<ResponsePayload> => {
  const dataset = await selectDataset(session);
  assertKnownSequence(since, dataset.sequence);
  const changes = await selectChanges(session, since, limit);
  const last = changes.at(-1)?.sequence ?? since;
  // Whoever follows the pages comes forward with each, also in a database that has lost its revisions.
  const nextSince = last > since && last < dataset.sequence ? last : null;
  const page = JSON.stringify({ limit, nextSince });
  const meta = JSON.stringify({ newest: dataset.sequence, dataVersion: formatDataVersion(dataset) });
  const next = new URLSearchParams(splitTarget(url).query);
  next.set('since', String(last));
  return {
    body: `{"data":[${changes.map(({ text }) => text).join(',')}],"page":${page},"meta":${meta}}`,
    headers: {
      // A poller wants to know at once; the entity tag spares it the body.
      'cache-control': 'no-cache',
      ...(nextSince !== null && { link: `</v1/changes?${next.toString()}>; rel="next"` }),
    },
  };
};

const changesPerBatch = 100;
const pollIntervalMs = 200;
const heartbeatMs = 15_000;

/** Where a stream begins: after what the client says that it has, or now. */
export const resolveStreamStart = async (
  database: Database,
  { since }: ChangeStreamQuery,
  lastEventId: string | undefined,
): Promise<number> => {
  const { sequence } = await database.read(selectDataset);
  if (lastEventId !== undefined && !/^\d{1,15}$/.test(lastEventId))
    throw invalidRequest([{ parameter: 'Last-Event-ID', message: 'Last-Event-ID must be the sequence number of a change.' }]);
  const start = lastEventId === undefined ? (since ?? sequence) : Number(lastEventId);
  assertKnownSequence(start, sequence);
  return start;
};

/**
 * The changes after one as server-sent events, and every further one as it comes. Read a batch at a time, when the client has
 * taken what was sent before.
 */
export async function* streamChanges(
  database: Database,
  start: number,
  limit: number | undefined,
  signal: AbortSignal,
): AsyncGenerator<string> {
  let last = start;
  let left = limit ?? Number.POSITIVE_INFINITY;
  let quietSince = performance.now();
  yield ': the changes of Roundtrip\nretry: 1000\n\n';
  while (!signal.aborted) {
    const token = database.changeToken();
    const changes = await database.read((session) => selectChanges(session, last, Math.min(changesPerBatch, left)));
    for (const { sequence, text } of changes) {
      yield `id: ${sequence}\nevent: change\ndata: ${text}\n\n`;
      last = sequence;
      quietSince = performance.now();
    }
    left -= changes.length;
    if (left <= 0) return;
    if (changes.length === changesPerBatch) continue;
    // Where the database cannot be heard, its token differs with every look: hence a pause before each.
    do {
      await setTimeout(pollIntervalMs, undefined, { signal }).catch(() => undefined);
      if (performance.now() - quietSince < heartbeatMs) continue;
      yield ': still here\n\n';
      quietSince = performance.now();
    } while (!signal.aborted && database.changeToken() === token);
  }
}
