import type { Session } from '../../database/database.ts';
import type { CollectedRecord } from '../../domain/records/records.ts';
import type { ResponsePayload } from '../../http/response-cache.ts';
import { describeDataset } from '../../ingest/dataset-report.ts';
import { dumpRecords } from '../../ingest/dump.ts';
import { selectDataset } from '../../records/documents.ts';

/** Describes the coverage and the evidence of the current records as Markdown. */
export const getDatasetReport = async (session: Session): Promise<ResponsePayload> => {
  const files: CollectedRecord[] = [];
  for await (const rows of dumpRecords(session))
    for (const { collection, body } of rows) if (body !== null) files.push({ collection, record: JSON.parse(body) });
  const { knownTo } = await selectDataset(session);
  return { body: describeDataset({ head: { date: knownTo }, files }), headers: {} };
};
