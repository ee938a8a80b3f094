import { setTimeout } from 'node:timers/promises';
import type { Database, Session } from '../../database/database.ts';
import { invalidRequest } from '../../http/problems.ts';
import { splitTarget } from '../../http/request-target.ts';
import type { ResponsePayload } from '../../http/response-cache.ts';
import { selectChanges } from '../../records/changes.ts';
import { formatDataVersion, selectDataset } from '../../records/documents.ts';
import type { ChangeQuery, ChangeStreamQuery } from './changes.schemas.ts';

const assertKnownSequence = (since: number, newest: number): void => {
  if (since <= newest) return;
  const message = `Change ${since} does not exist: the newest is ${newest}. You may be connected to a different or recreated database.`;
  throw invalidRequest([{ parameter: 'since', message }]);
};

/** Returns a page of the changes after a sequence number, in order and without gaps. Replaying from 0 yields the whole dataset. */
export const listChanges = async (session: Session, { since, limit }: ChangeQuery, url: string): Promise<ResponsePayload> => {
  const dataset = await selectDataset(session);
  assertKnownSequence(since, dataset.sequence);
  const changes = await selectChanges(session, since, limit);
  const last = changes.at(-1)?.sequence ?? since;
  // Advance even if revisions are missing, so that clients always make progress.
  const nextSince = last > since && last < dataset.sequence ? last : null;
  const page = JSON.stringify({ limit, nextSince });
  const meta = JSON.stringify({ newest: dataset.sequence, dataVersion: formatDataVersion(dataset) });
  const next = new URLSearchParams(splitTarget(url).query);
  next.set('since', String(last));
  return {
    body: `{"data":[${changes.map(({ text }) => text).join(',')}],"page":${page},"meta":${meta}}`,
    headers: {
      // Pollers must revalidate every time. The ETag saves them the body.
      'cache-control': 'no-cache',
      ...(nextSince !== null && { link: `</v1/changes?${next.toString()}>; rel="next"` }),
    },
  };
};

const changesPerBatch = 100;
const pollIntervalMs = 200;
const heartbeatMs = 15_000;

/** Returns the sequence number after which a stream starts: from the request, or the newest one. */
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
 * Yields the changes after a sequence number as server-sent events, then new ones as they are accepted. Reads the next batch only when
 * the client has consumed the previous one.
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
    // Without change notifications, the token differs on every call, so always pause between polls.
    do {
      await setTimeout(pollIntervalMs, undefined, { signal }).catch(() => undefined);
      if (performance.now() - quietSince < heartbeatMs) continue;
      yield ': still here\n\n';
      quietSince = performance.now();
    } while (!signal.aborted && database.changeToken() === token);
  }
}
