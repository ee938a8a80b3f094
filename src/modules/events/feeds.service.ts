import type { z } from 'zod';
import type { Session } from '../../database/database.ts';
import type { FeedDocument, FeedEntry } from '../../formats/feeds.ts';
import { resolveAsOf } from '../../lists/as-of.ts';
import { prepareFilters, toFilters } from '../../lists/list.ts';
import { selectPage } from '../../lists/list-statement.ts';
import { selectDataset } from '../../records/documents.ts';
import type { eventResponseSchema } from '../../responses/event.ts';
import { eventList } from './events.repository.ts';
import type { FeedQuery } from './feeds.schemas.ts';

type Event = z.infer<typeof eventResponseSchema>;

const toNoon = (day: string): Date => new Date(`${day}T12:00:00Z`);

const toEntry = (event: Event, base: string): FeedEntry => {
  const { id, deal, title, status, amount, note, reportedOn, citations } = event;
  const lines = [
    `Reported ${reportedOn}: ${status.replaceAll('_', ' ')}.`,
    ...(amount?.stated === undefined ? [] : [`Amount: ${amount.stated}.`]),
    ...(note === undefined ? [] : [note]),
    `Sources: ${citations.map(({ source }) => source).join(', ')}.`,
  ];
  return {
    id: `urn:roundtrip:event:${id}`,
    title: `${title}: ${status.replaceAll('_', ' ')}`,
    link: `${base}/v1/deals/${deal}`,
    text: lines.join('\n'),
    published: toNoon(event.knownFrom),
  };
};

/** Builds a feed of the newest matching events. `base` is the base URL of its links. */
export const getFeed = async (session: Session, { limit, ...filters }: FeedQuery, base: string, path: string): Promise<FeedDocument> => {
  const dataset = await selectDataset(session);
  const asOf = resolveAsOf(dataset, undefined, '');
  const rows = await selectPage(session, eventList, {
    filters: await prepareFilters(session, eventList, toFilters(filters), asOf),
    asOf,
    sort: { key: 'reportedOn', direction: 'desc' },
    after: null,
    limit,
    full: false,
  });
  const events = rows.map(({ body }) => JSON.parse(body) as Event);
  return {
    title: 'Roundtrip: AI financing',
    description: 'The newest reports on who funds whom in AI and who commits to buy whose chips.',
    home: `${base}/docs`,
    self: `${base}${path}`,
    updated: toNoon(events.reduce((newest, { knownFrom }) => (knownFrom > newest ? knownFrom : newest), '0001-01-01')),
    entries: events.map((event) => toEntry(event, base)),
  };
};
