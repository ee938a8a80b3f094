import type { z } from 'zod';
import type { Session } from '../../database/database.ts';
import { firstDayOf, isDay } from '../../domain/dates.ts';
import type { FeedDocument, FeedEntry } from '../../formats/feeds.ts';
import { prepareFilters, toFilters } from '../../lists/list.ts';
import { selectPage } from '../../lists/list-statement.ts';
import { resolveAsOf, selectDataset, selectDocuments } from '../../records/documents.ts';
import type { eventResponseSchema } from '../../responses/event.ts';
import type { sourceResponseSchema } from '../../responses/source.ts';
import { eventList } from './events.repository.ts';
import type { FeedQuery } from './feeds.schemas.ts';

type Event = z.infer<typeof eventResponseSchema>;
type Source = z.infer<typeof sourceResponseSchema>;

const toNoon = (day: string): Date => new Date(`${day}T12:00:00Z`);

/** Returns the time of a report: noon of its day, or the first instant of a month or year, so that it follows the days in it. */
const toInstant = (reportedOn: string): Date => (isDay(reportedOn) ? toNoon(reportedOn) : new Date(firstDayOf(reportedOn)));

const toEntry = (event: Event, sources: ReadonlyMap<string, Source>, base: string): FeedEntry => {
  const { id, deal, title, status, amount, note, reportedOn, citations } = event;
  const lines = [
    `Reported ${reportedOn}: ${status.replaceAll('_', ' ')}.`,
    ...(amount?.stated === undefined ? [] : [`Amount: ${amount.stated}.`]),
    ...(note === undefined ? [] : [note]),
    ...citations.flatMap(({ source }) => {
      const found = sources.get(source);
      return found === undefined ? [] : [`Source: ${found.publisher}, "${found.title}", ${found.url}`];
    }),
  ];
  return {
    id: `urn:roundtrip:event:${id}`,
    title: `${title}: ${status.replaceAll('_', ' ')}`,
    link: `${base}/deals/${deal}`,
    text: lines.join('\n'),
    published: toInstant(reportedOn),
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
  const cited = events.flatMap(({ citations }) => citations.map(({ source }) => source));
  const documents = await selectDocuments(session, 'sources', [...new Set(cited)], asOf);
  const sources = new Map([...documents].map(([id, body]) => [id, JSON.parse(body) as Source]));
  return {
    title: 'Roundtrip: AI financing',
    description: 'The newest reports on who funds whom in AI and who commits to buy whose chips.',
    home: `${base}/`,
    self: `${base}${path}`,
    updated: toNoon(events.reduce((newest, { knownFrom }) => (knownFrom > newest ? knownFrom : newest), '0001-01-01')),
    entries: events.map((event) => toEntry(event, sources, base)),
  };
};
