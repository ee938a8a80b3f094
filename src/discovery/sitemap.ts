import { and, eq, max, ne, notInArray } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import { pages } from '../explorer/pages/index.ts';

/** Pages of the navigation that show no single record. */
const paths = pages.filter(({ path, section }) => section !== undefined && !path.includes(':')).map(({ path }) => path);

/** Crawlers reject a sitemap with more. */
const maxUrls = 50_000;

const formatUrl = (location: string, lastChange?: string | null): string => {
  const day = lastChange == null ? '' : `<lastmod>${lastChange.slice(0, 10)}</lastmod>`;
  return `<url><loc>${location}</loc>${day}</url>`;
};

/** Reads every deal and group, a company that no other owns, with the day of its newest change, and formats the sitemap (sitemaps.org). */
export const readSitemap = async (session: Session, base: string): Promise<string> => {
  const { orm, tables } = session;
  const { deals, companyAncestors, revisions } = tables;
  const lastChange = max(revisions.recordedAt);
  const dealRows = await orm
    .select({ id: deals.id, lastChange })
    .from(deals)
    .innerJoin(revisions, and(eq(revisions.collection, 'deals'), eq(revisions.recordId, deals.id)))
    .groupBy(deals.id)
    .orderBy(deals.id);
  const owned = orm
    .select({ id: companyAncestors.companyId })
    .from(companyAncestors)
    .where(ne(companyAncestors.companyId, companyAncestors.ancestorId));
  const groupRows = await orm
    .select({ id: companyAncestors.ancestorId, lastChange })
    .from(companyAncestors)
    .innerJoin(revisions, and(eq(revisions.collection, 'companies'), eq(revisions.recordId, companyAncestors.companyId)))
    .where(notInArray(companyAncestors.ancestorId, owned))
    .groupBy(companyAncestors.ancestorId)
    .orderBy(companyAncestors.ancestorId);
  const urls = [
    ...paths.map((path) => formatUrl(`${base}${path}`)),
    ...dealRows.map((row) => formatUrl(`${base}/deals/${row.id}`, row.lastChange)),
    ...groupRows.map((row) => formatUrl(`${base}/groups/${row.id}`, row.lastChange)),
  ];
  return `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${urls.slice(0, maxUrls).join('\n')}\n</urlset>\n`;
};
