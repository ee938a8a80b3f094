import { z } from 'zod';
import { namedObject } from '../../domain/records/primitives.ts';
import { integerParameter } from '../../http/parameters.ts';
import { eventFilterShape } from './events.schemas.ts';

export const feedQuerySchema = z.strictObject({
  ...eventFilterShape,
  limit: integerParameter(1, 200).default(50).describe('Number of entries, 1 to 200.'),
});
export type FeedQuery = z.infer<typeof feedQuerySchema>;

export const atomFeedSchema = z.string().meta({ id: 'AtomFeed', description: 'An Atom feed (RFC 4287).' });

const jsonFeedItemSchema = namedObject('JsonFeedItem', 'An event.', {
  id: z.string().describe('Identifies the event.'),
  url: z.string().describe('URL of the page about the deal.'),
  title: z.string().describe('Title of the deal and the reported status.'),
  content_text: z.string().describe('The report in plain text.'),
  date_published: z.string().describe('Day of the report, as a timestamp. A month or year counts as its first instant.'),
});

export const jsonFeedSchema = namedObject('JsonFeed', 'A feed in the format JSON Feed 1.1.', {
  version: z.string().describe('URL of the format version.'),
  title: z.string().describe('Title of the feed.'),
  description: z.string().describe('Description of the feed.'),
  home_page_url: z.string().describe('URL of the site.'),
  feed_url: z.string().describe('URL of the feed.'),
  language: z.string().describe('Language of the feed.'),
  authors: z
    .array(
      z.object({ name: z.string().describe('Name of the author.') }).meta({ id: 'JsonFeedAuthor', description: 'Authors of the feed.' }),
    )
    .describe('Authors of the feed.'),
  items: z.array(jsonFeedItemSchema).describe('The newest events.'),
});
