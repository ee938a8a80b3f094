import type { Database, Session } from '../../database/database.ts';
import type { Collection } from '../../domain/vocabulary.ts';
import {
  type Citable,
  type CitedArticle,
  toArticleBibtex,
  toArticleCsl,
  toArticleText,
  toBibtex,
  toCsl,
  toTextCitation,
} from '../../formats/citations.ts';
import type { ResponsePayload } from '../../http/response-cache.ts';
import { type AsOf, cacheHeaders, formatDataVersion, resolveAsOf, selectDataset, selectDocuments } from '../../records/documents.ts';
import { notFound } from '../../records/record.ts';
import type { CitationFormat } from './citations.schemas.ts';

type Body = Record<string, unknown>;

const loadNames = async (session: Session, collection: 'companies' | 'chips', ids: readonly string[], asOf: AsOf) => {
  const bodies = await selectDocuments(session, collection, ids, asOf);
  return ids.map((id) => (JSON.parse(bodies.get(id) ?? '{}') as { name?: string }).name ?? id);
};

const toText = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Returns the title of a record in a citation. Records without a title are described by their content. */
const composeTitle = async (session: Session, collection: Collection, body: Body, asOf: AsOf): Promise<string> => {
  switch (collection) {
    case 'companies':
    case 'chips':
      return toText(body.name);
    case 'deals':
    case 'sources':
      return toText(body.title);
    case 'stakes': {
      const [holder, issuer] = await loadNames(session, 'companies', [toText(body.holder), toText(body.issuer)], asOf);
      return `Stake of ${holder} in ${issuer}, ${toText(body.observedOn)}`;
    }
    case 'valuations': {
      const [company] = await loadNames(session, 'companies', [toText(body.company)], asOf);
      return `Valuation of ${company}, ${toText(body.observedOn)}`;
    }
    case 'financials': {
      const [company] = await loadNames(session, 'companies', [toText(body.company)], asOf);
      return `${company}: ${toText(body.metric).replaceAll('_', ' ')}, ${toText(body.periodEnd)}`;
    }
    case 'chip-commitments': {
      const [buyer, vendor] = await loadNames(session, 'companies', [toText(body.buyer), toText(body.chipVendor)], asOf);
      return `Commitment of ${buyer} to chips of ${vendor}`;
    }
  }
};

export const citationMediaTypes: Readonly<Record<CitationFormat, string>> = {
  text: 'text/plain',
  bibtex: 'application/x-bibtex',
  csl: 'application/vnd.citationstyles.csl+json',
};

const writers: Readonly<Record<CitationFormat, (citable: Citable) => string>> = { text: toTextCitation, bibtex: toBibtex, csl: toCsl };
const articleWriters: Readonly<Record<CitationFormat, (article: CitedArticle) => string>> = {
  text: toArticleText,
  bibtex: toArticleBibtex,
  csl: toArticleCsl,
};

/** Formats the citation of a record as of a day. `release` is the release that the request is pinned to, if any. */
export const getCitation = (
  database: Database,
  { collection, id }: { collection: Collection; id: string },
  {
    format,
    asOf,
    today,
    base,
    release,
  }: { format: CitationFormat; asOf: string | undefined; today: string; base: string; release?: string | undefined },
): Promise<ResponsePayload> =>
  database.read(async (session) => {
    const dataset = await selectDataset(session);
    const resolvedAsOf = resolveAsOf(dataset, asOf, today);
    const body = (await selectDocuments(session, collection, [id], resolvedAsOf)).get(id);
    if (body === undefined) throw await notFound(session, collection, id, resolvedAsOf);
    const document = JSON.parse(body) as Body;
    // Titles can contain line breaks; a citation is one line.
    const title = (await composeTitle(session, collection, document, resolvedAsOf)).replaceAll(/\s+/g, ' ');
    const accessedOn = release === undefined ? today : undefined;
    const payload = { mediaType: citationMediaTypes[format], headers: cacheHeaders(resolvedAsOf) };
    if (collection === 'sources') {
      const [publisher = '', url = '', publishedOn = ''] = [document.publisher, document.url, document.publishedOn].map(toText);
      return { body: articleWriters[format]({ id, publisher, title, url, publishedOn, accessedOn }), ...payload };
    }
    const parameters = new URLSearchParams({
      ...(asOf !== undefined && { asOf: resolvedAsOf.day }),
      ...(release !== undefined && { dataVersion: release }),
    });
    const query = parameters.size === 0 ? '' : `?${parameters.toString()}`;
    const citable: Citable = {
      url: `${base}/v1/${collection}/${id}${query}`,
      collection,
      id,
      title,
      dataset: dataset.name,
      dataVersion: release ?? formatDataVersion(dataset),
      license: dataset.license,
      asOf: resolvedAsOf.day,
      issuedOn: dataset.date,
      accessedOn,
    };
    return { body: writers[format](citable), ...payload };
  });
