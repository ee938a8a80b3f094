import { z } from 'zod';
import { wholeNumber } from '../../http/parameters.ts';
import { eventFilterShape } from './events.schemas.ts';

export const feedQuerySchema = z.strictObject({
  ...eventFilterShape,
  limit: wholeNumber(1, 200).default(50).describe('Entries in the feed, 1 to 200.'),
});
export type FeedQuery = z.infer<typeof feedQuerySchema>;

export const atomFeedSchema = z.string().meta({ id: 'AtomFeed', description: 'An Atom feed (RFC 4287).' });

const jsonFeedItemSchema = z
  .object({
    id: z.string().describe('Identifies the event.'),
    url: z.string().describe('Where the deal is.'),
    title: z.string().describe('Title of the deal, and the status that was reported.'),
    content_text: z.string().describe('What was reported, in plain text.'),
    date_published: z.string().describe('Day from which the event was known, as an instant.'),
  })
  .meta({ id: 'JsonFeedItem', description: 'An event.' });

export const jsonFeedSchema = z
  .object({
    version: z.string().describe('Address of the version of the format.'),
    title: z.string().describe('Title of the feed.'),
    description: z.string().describe('What it holds.'),
    home_page_url: z.string().describe('Address of the site.'),
    feed_url: z.string().describe('Address of the feed itself.'),
    language: z.string().describe('Language of the feed.'),
    authors: z
      .array(
        z.object({ name: z.string().describe('Name of the author.') }).meta({ id: 'JsonFeedAuthor', description: 'Who makes the feed.' }),
      )
      .describe('Who makes the feed.'),
    items: z.array(jsonFeedItemSchema).describe('The newest events.'),
  })
  .meta({ id: 'JsonFeed', description: 'A feed by JSON Feed 1.1.' });
