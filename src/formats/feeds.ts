import { buildXml, toXmlText } from './xml.ts';

/** A feed with its entries, newest first. */
export interface FeedDocument {
  title: string;
  description: string;
  /** URL of the website. */
  home: string;
  /** URL of the feed itself. */
  self: string;
  updated: Date;
  entries: readonly FeedEntry[];
}

export interface FeedEntry {
  id: string;
  title: string;
  link: string;
  text: string;
  published: Date;
}

const author = 'Roundtrip';
const rights = 'CC BY 4.0';

const plainText = (text: string) => ({ '@type': 'text', '#': toXmlText(text) });

/** Serializes a feed as Atom (RFC 4287). */
export const toAtom = ({ title, description, home, self, updated, entries }: FeedDocument): string =>
  buildXml({
    feed: {
      '@xmlns': 'http://www.w3.org/2005/Atom',
      id: self,
      title: plainText(title),
      subtitle: plainText(description),
      updated: updated.toISOString(),
      generator: { '@uri': home, '#': author },
      author: { name: author },
      rights,
      link: [
        { '@rel': 'self', '@type': 'application/atom+xml', '@href': self },
        { '@rel': 'alternate', '@type': 'text/html', '@href': home },
      ],
      entry: entries.map(({ id, title: entryTitle, link, text, published }) => ({
        id,
        title: plainText(entryTitle),
        updated: published.toISOString(),
        published: published.toISOString(),
        link: { '@rel': 'alternate', '@type': 'text/html', '@href': link },
        content: plainText(text),
      })),
    },
  });

/** Serializes a feed as JSON Feed 1.1 (https://jsonfeed.org/version/1.1). */
export const toJsonFeed = ({ title, description, home, self, entries }: FeedDocument): string =>
  JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title,
    description,
    home_page_url: home,
    feed_url: self,
    language: 'en',
    authors: [{ name: author }],
    items: entries.map((entry) => ({
      id: entry.id,
      url: entry.link,
      title: entry.title,
      content_text: entry.text,
      date_published: entry.published.toISOString(),
    })),
  });
