import type { Database, Session } from '../../database/database.ts';
import type { Collection } from '../../domain/vocabulary.ts';
import { bibtexOf, type Citable, citationTextOf, cslOf } from '../../formats/citations.ts';
import type { Answer } from '../../http/ready-answers.ts';
import { type AsOf, resolveAsOf } from '../../lists/as-of.ts';
import { cacheHeaders, formatDataVersion, selectDataset, selectDocuments } from '../../records/documents.ts';
import { notFound } from '../../records/record.ts';
import type { CitationFormat } from './citations.schemas.ts';

type Body = Record<string, unknown>;

const namesOf = async (session: Session, collection: 'companies' | 'chips', ids: readonly string[], moment: AsOf) => {
  const bodies = await selectDocuments(session, collection, ids, 'shortAnswers', moment);
  return ids.map((id) => (JSON.parse(bodies.get(id) ?? '{}') as { name?: string }).name ?? id);
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What a record is called in a citation; those without a title of their own are called by what they say. */
const titleOf = async (session: Session, collection: Collection, body: Body, moment: AsOf): Promise<string> => {
  switch (collection) {
    case 'companies':
    case 'chips':
      return textOf(body.name);
    case 'deals':
    case 'sources':
      return textOf(body.title);
    case 'stakes': {
      const [holder, issuer] = await namesOf(session, 'companies', [textOf(body.holder), textOf(body.issuer)], moment);
      return `Stake of ${holder} in ${issuer}, ${textOf(body.observedOn)}`;
    }
    case 'valuations': {
      const [company] = await namesOf(session, 'companies', [textOf(body.company)], moment);
      return `Valuation of ${company}, ${textOf(body.observedOn)}`;
    }
    case 'chip-commitments': {
      const [buyer, vendor] = await namesOf(session, 'companies', [textOf(body.buyer), textOf(body.chipVendor)], moment);
      return `Commitment of ${buyer} to chips of ${vendor}`;
    }
  }
};

export const mediaTypes: Readonly<Record<CitationFormat, string>> = {
  text: 'text/plain',
  bibtex: 'application/x-bibtex',
  csl: 'application/vnd.citationstyles.csl+json',
};

const writers: Readonly<Record<CitationFormat, (citable: Citable) => string>> = { text: citationTextOf, bibtex: bibtexOf, csl: cslOf };

/** The citation of a record as of a day. `release` is the one that the request is pinned to. */
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
): Promise<Answer> =>
  database.read(async (session) => {
    const dataset = await selectDataset(session);
    const moment = resolveAsOf(dataset, asOf, today);
    const body = (await selectDocuments(session, collection, [id], 'shortAnswers', moment)).get(id);
    if (body === undefined) throw await notFound(session, collection, id, moment);
    const parameters = new URLSearchParams({
      ...(asOf !== undefined && { asOf: moment.asOf }),
      ...(release !== undefined && { dataVersion: release }),
    });
    const query = parameters.size === 0 ? '' : `?${parameters.toString()}`;
    const citable: Citable = {
      url: `${base}/v1/${collection}/${id}${query}`,
      collection,
      id,
      // A title may hold line breaks, a citation is one line.
      title: (await titleOf(session, collection, JSON.parse(body) as Body, moment)).replaceAll(/\s+/g, ' '),
      dataset: dataset.name,
      dataVersion: release ?? formatDataVersion(dataset),
      license: dataset.license,
      asOf: moment.asOf,
      issuedOn: dataset.date,
    };
    return { body: writers[format](citable), mediaType: mediaTypes[format], headers: cacheHeaders(moment) };
  });
