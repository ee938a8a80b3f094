import { Feed } from 'feed';

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

/** Serializes a feed as Atom (RFC 4287). */
export const toAtom = ({ title, description, home, self, updated, entries }: FeedDocument): string => {
  const feed = new Feed({
    id: self,
    title,
    description,
    link: home,
    updated,
    copyright: rights,
    author: { name: author },
    feedLinks: { atom: self },
  });
  for (const { id, title: entryTitle, link, text, published } of entries) {
    feed.addItem({ id, title: entryTitle, link, description: text, date: published, published });
  }
  return feed.atom1();
};

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
