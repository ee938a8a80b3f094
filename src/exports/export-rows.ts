import { and, asc, lte, sql } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import { collections } from '../domain/vocabulary.ts';
import { dumpRecords } from '../ingest/dump.ts';
import { streamDocuments } from '../lists/list-export.ts';
import type { AsOf } from '../records/documents.ts';

const rowsPerBatch = 500;

/**
 * Reads every current document of a list as lines of JSON, ordered by id.
 *
 * @param name A collection, `events` or `flows`.
 * @throws Error if there is no such list.
 */
export const readDocumentLines = (session: Session, name: string, asOf: AsOf): AsyncGenerator<string> => {
  const list = ([...collections, 'events', 'flows'] as const).find((one) => one === name);
  if (list === undefined) throw new Error(`No list is named ${name}.`);
  return streamDocuments(session, list, asOf, false);
};

/** Parses lines of JSON that end with a line break. */
export const parseLines = <Row>(lines: string): Row[] =>
  lines
    .slice(0, -1)
    .split('\n')
    .map((line) => JSON.parse(line) as Row);

/** Reads the current documents of a list by id: those wanted, or all. */
export const readRowsById = async <Row extends { id: string }>(
  session: Session,
  name: string,
  asOf: AsOf,
  wanted?: ReadonlySet<string>,
): Promise<Map<string, Row>> => {
  const rows = new Map<string, Row>();
  for await (const lines of readDocumentLines(session, name, asOf))
    for (const row of parseLines<Row>(lines)) if (wanted?.has(row.id) ?? true) rows.set(row.id, row);
  return rows;
};

/** Reads every citation known on a day in batches, ordered by the record that cites, the event and the position. */
export async function* readCitationRows(session: Session, asOf: AsOf): AsyncGenerator<Readonly<Record<string, unknown>>[]> {
  const { citations } = session.tables;
  const key = sql`(${citations.collection}, ${citations.recordId}, ${citations.event}, ${citations.position})`;
  for (let after: readonly (string | number)[] = ['', '', -2, -1]; ; ) {
    const rows = await session.orm
      .select()
      .from(citations)
      .where(
        and(
          sql`${key} > (${after[0]}, ${after[1]}, ${after[2]}, ${after[3]})`,
          asOf.isCurrent ? undefined : lte(citations.knownFrom, asOf.day),
        ),
      )
      .orderBy(asc(citations.collection), asc(citations.recordId), asc(citations.event), asc(citations.position))
      .limit(rowsPerBatch);
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map(({ collection, recordId, event, position, sourceId, attribution, knownFrom }) => ({
      collection,
      record: recordId,
      event,
      position,
      source: sourceId,
      attribution,
      knownFrom,
    }));
    after = [last.collection, last.recordId, last.event, last.position];
  }
}

/** Reads every stored record as lines of JSON. The `record` of a retracted or renamed one is null; `renamedTo` names the new id. */
export async function* readRecordLines(session: Session): AsyncGenerator<string> {
  for await (const rows of dumpRecords(session)) {
    yield rows
      .map(({ body, renamedTo, ...head }) => {
        const record: unknown = body === null ? null : JSON.parse(body);
        return `${JSON.stringify({ ...head, ...(renamedTo !== null && { renamedTo }), record })}\n`;
      })
      .join('');
  }
}
