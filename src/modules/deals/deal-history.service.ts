import type { Session } from '../../database/database.ts';
import type { ResponsePayload } from '../../http/response-cache.ts';
import { resolveAsOf, selectDataset, toMeta } from '../../records/documents.ts';
import { getRecordText } from '../../records/record.ts';
import { selectEvents, selectStates } from './deal-history.repository.ts';

/** Returns every event of a deal with the day from which it was known, and its states with their validity intervals. */
export const getDealHistory = async (session: Session, id: string): Promise<ResponsePayload> => {
  await getRecordText(session, 'deals', id);
  const dataset = await selectDataset(session);
  const events = await selectEvents(session, id);
  const states = await selectStates(session, id);
  const statesJson = states.map(
    ({ knownFrom, knownTo, body }) => `{"knownFrom":"${knownFrom}","knownTo":${JSON.stringify(knownTo)},"deal":${body}}`,
  );
  const data = `{"id":${JSON.stringify(id)},"events":[${events.map(({ body }) => body).join(',')}],"states":[${statesJson.join(',')}]}`;
  return { body: `{"data":${data},"meta":${JSON.stringify(toMeta(dataset, resolveAsOf(dataset, undefined, '')))}}` };
};
