import { acceptedSourceKinds } from '../../domain/vocabulary.ts';
import type { ColumnKit } from '../postgres/columns.ts';

export const defineSourceTables = (kit: ColumnKit) => {
  /** A document that records cite: a filing, a press release, an article. */
  const sources = kit.table(
    'sources',
    {
      id: kit.text('id').primaryKey(),
      publisher: kit.text('publisher').notNull(),
      /** Normalized name of the outlet that wrote the text. */
      outlet: kit.text('outlet').notNull().default(''),
      kind: kit.oneOf('kind', acceptedSourceKinds).notNull(),
      publishedOn: kit.partialDate('published_on').notNull(),
      /** Last day of `published_on`. */
      publishedDay: kit.day('published_day').notNull(),
      /** First day on which a citation of it is known, or `published_day` if no record cites it. */
      knownFrom: kit.day('known_from').notNull(),
      /** SHA-256 of the normalized URL, to reject two sources for the same page. */
      urlHash: kit.text('url_hash'),
    },
    (table) => [
      kit.index('sources_url_hash_idx').on(table.urlHash),
      kit.index('sources_published_idx').on(table.publishedDay, table.id),
      kit.index('sources_publisher_idx').on(table.publisher, table.id),
      kit.index('sources_outlet_idx').on(table.outlet, table.id),
    ],
  );

  return { sources };
};

export type SourceTables = ReturnType<typeof defineSourceTables>;
