import { z } from 'zod';
import { normalizeOutlet } from '../domain/records/source.ts';
import { attributions, certainties, evidenceGrades, statuses } from '../domain/vocabulary.ts';
import {
  asOfParameter,
  cursorParameter,
  enumListParameter,
  fieldsParameter,
  flagParameter,
  fromDateParameter,
  identifierListParameter,
  includeParameter,
  integerParameter,
  listParameter,
  maxCountParameter,
  minCountParameter,
  textListParameter,
  toDateParameter,
} from '../http/parameters.ts';
import { type ListFormat, listFormats } from '../http/requests.ts';

export const limitMax = 200;
export const limitDefault = 50;
/** The maximum number of values of `id`: as many as fit into the longest URL. */
const idsMax = 100;

export interface ListQuery {
  limit: number;
  cursor?: string | undefined;
  total?: boolean | undefined;
  facets?: string[] | undefined;
  sort: string;
  format?: ListFormat | undefined;
  bom?: boolean | undefined;
  fields?: string[] | undefined;
  include?: string[] | undefined;
  asOf?: string | undefined;
}

interface Choices<Field extends string, Include extends string, SortKey extends string> {
  fields: readonly Field[];
  includes: readonly Include[];
  sorts: readonly SortKey[];
  defaultSort: NoInfer<SortKey | `-${SortKey}`>;
}

/** The parameters of every list and table that is also available as CSV and NDJSON. */
export const formatShape = {
  format: z
    .enum(listFormats)
    .optional()
    .describe(
      'Format of the response. `json` returns a page. `csv` and `ndjson` return every record that matches the filters, without `limit`, `cursor`, `total` and `facets`. Takes precedence over the Accept header. Default: `json`.',
    ),
  bom: flagParameter()
    .optional()
    .describe('`true` starts the CSV with a byte order mark. Excel needs it to read letters with accents. Requires CSV.'),
};

/** Returns the query schema of a list: the shared parameters and the filters of the collection. */
export const listQuerySchema = <Field extends string, Include extends string, SortKey extends string, Filters extends z.ZodRawShape>(
  { fields, includes, sorts, defaultSort }: Choices<Field, Include, SortKey>,
  filters: Filters,
) => {
  const sortKeys = sorts.flatMap((key) => [key, `-${key}` as const]);
  return z.strictObject({
    ...filters,
    id: listParameter(z.string().min(1).max(300), idsMax)
      .optional()
      .describe(`Only records with one of these ids, at most ${idsMax}. Ids that do not exist match no record.`),
    sort: z
      .enum(sortKeys)
      .default(defaultSort as never)
      .describe(
        'Sort key, with a leading minus for descending order. Records without a value come last in both directions. Ties are ordered by id. With `format=csv` or `ndjson`, the default order is by id.',
      ),
    ...formatShape,
    limit: integerParameter(1, limitMax).default(limitDefault).describe(`Records on a page, 1 to ${limitMax}.`),
    cursor: cursorParameter,
    asOf: asOfParameter,
    total: flagParameter().optional().describe('`true` adds `page.total`, the exact number of records that match the filters.'),
    fields: fieldsParameter(fields),
    include: includeParameter(includes),
  });
};

/** Returns the parameter `facets`, the filters whose values are counted. */
export const facetsParameter = <const Name extends string>(names: readonly Name[]) =>
  enumListParameter(names)
    .optional()
    .describe(
      'Comma-separated list of filters. Adds `page.facets`: how many records have each value of the filter, among those that match all other filters.',
    );

/** Returns the filters on the company of an observation. `noun` is the plural of the records. */
export const companyFilters = (noun: string) => ({
  company: identifierListParameter().optional().describe(`Only ${noun} of these companies.`),
  group: identifierListParameter().optional().describe(`Only ${noun} of these companies or their subsidiaries.`),
});

/** Returns the filters on the state of an agreement. `noun` is the plural of the records. */
export const stateFilters = (noun: string) => ({
  status: enumListParameter(statuses).optional().describe(`Only ${noun} with one of these statuses.`),
  certainty: enumListParameter(certainties).optional().describe(`Only ${noun} with one of these certainties.`),
  evidenceGrade: enumListParameter(evidenceGrades)
    .optional()
    .describe(`Only ${noun} with one of these grades of evidence for their certainty.`),
});

/** Returns the filters on the headline amount. `noun` is what the records call it. */
export const amountFilters = (noun: string) => ({
  amountUsdMin: minCountParameter().optional().describe(`Minimum headline ${noun} in US dollars.`),
  amountUsdMax: maxCountParameter().optional().describe(`Maximum headline ${noun} in US dollars.`),
});

/** The filters on the date of an observation. */
export const observationDateFilters = {
  observedFrom: fromDateParameter().optional().describe('Only observations on or after this date.'),
  observedTo: toDateParameter().optional().describe('Only observations on or before this date.'),
};

/** The filters on the date of the newest report. */
export const reportDateFilters = {
  reportedFrom: fromDateParameter().optional().describe('Only records whose newest report is on or after this date.'),
  reportedTo: toDateParameter().optional().describe('Only records whose newest report is on or before this date.'),
};

/** Returns the filters on a second company. `noun` is the plural of the records. */
export const counterpartyFilters = (noun: string) => ({
  counterparty: identifierListParameter()
    .optional()
    .describe(
      `Only ${noun} in which one of these companies is a second party, in any role, besides the one that \`company\` or \`group\` names.`,
    ),
  counterpartyGroup: identifierListParameter()
    .optional()
    .describe(
      `Only ${noun} in which one of these companies or its subsidiaries is a second party, in any role, besides the one that \`company\` or \`group\` names.`,
    ),
});

/** Returns the filter on the outlet that wrote a source. `subject` ends with the text that it wrote. */
export const outletFilter = (subject: string) =>
  textListParameter()
    .transform((names) => names.map(normalizeOutlet))
    .optional()
    .describe(
      `Only ${subject} written by one of these outlets, wherever published. Case, punctuation and a leading "the" make no difference.`,
    );

/** Returns the filters on citations, which must all match the same citation. `noun` is the plural of the records. */
export const citationFilters = (noun: string) => ({
  source: identifierListParameter()
    .optional()
    .describe(`Only ${noun} that cite one of these sources. \`publisher\`, \`outlet\` and \`attribution\` must match the same citation.`),
  publisher: textListParameter().optional().describe(`Only ${noun} that cite one of these publishers. Use the full name.`),
  outlet: outletFilter(`${noun} that cite a text`),
  attribution: enumListParameter(attributions).optional().describe(`Only ${noun} with a citation of one of these attributions.`),
});

/** Returns the full-text filter `q`. `subject` names the records and the searched text: "chips whose name contains". */
export const textFilter = (subject: string) =>
  z.string().min(1).max(200).optional().describe(`Only ${subject} every word or a word that starts with it.`);
