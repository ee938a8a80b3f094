/** What a citation needs to know about a record. */
export interface Citable {
  /** Absolute URL of the record. A URL that is pinned to a release returns the same content in later years. */
  url: string;
  collection: string;
  id: string;
  title: string;
  dataset: string;
  dataVersion: string;
  license: string;
  /** The as-of day of the content. */
  asOf: string;
  /** The date of the dataset. */
  issuedOn: string;
  /** The day of access. Absent if the URL is pinned to a release, whose content never changes. */
  accessedOn: string | undefined;
}

/** What the citation of a publication needs to know about it. */
export interface CitedArticle {
  id: string;
  publisher: string;
  title: string;
  url: string;
  /** Date of publication, possibly a month or a year. */
  publishedOn: string;
  accessedOn: string | undefined;
}

const publisher = 'Roundtrip';

const formatVersion = ({ dataset, dataVersion, asOf, license }: Citable) =>
  `${dataset} dataset, version ${dataVersion}, as known on ${asOf}, ${license}`;

/** Formats a citation as one line of plain text. */
export const toTextCitation = (citable: Citable): string =>
  `${publisher} (${citable.issuedOn.slice(0, 4)}). ${citable.title}. ${formatVersion(citable)}. ${citable.url}\n`;

const toDateParts = (day: string) => ({ 'date-parts': [day.split('-').map(Number)] });

/** Formats a citation as CSL-JSON 1.0.2, the format of citation processors and reference managers. Returns an array with one item. */
export const toCsl = (citable: Citable): string =>
  JSON.stringify([
    {
      id: `${citable.collection}/${citable.id}`,
      type: 'dataset',
      title: citable.title,
      author: [{ literal: publisher }],
      publisher,
      'container-title': citable.dataset,
      version: citable.dataVersion,
      issued: toDateParts(citable.issuedOn),
      ...(citable.accessedOn !== undefined && { accessed: toDateParts(citable.accessedOn) }),
      URL: citable.url,
      note: formatVersion(citable),
    },
  ]);

// BibTeX counts braces to find the end of a value, also after a backslash.
const texEscapes: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '{': '\\textbraceleft{}',
  '}': '\\textbraceright{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
};

const escapeTex = (text: string): string => text.replace(/[\\~^&%$#_{}]/g, (character) => texEscapes[character] ?? `\\${character}`);

/** Encodes what the value of a field cannot contain. Other characters need no escape in a URL. */
const escapeUrl = (url: string): string => url.replace(/[{}\\]/g, encodeURIComponent);

const toBibtexEntry = (key: string, fields: Readonly<Record<string, string>>): string => {
  const lines = Object.entries(fields).map(([name, value]) => `  ${name} = {${value}}`);
  return `@misc{roundtrip-${key},\n${lines.join(',\n')}\n}\n`;
};

/** Formats a citation as a BibTeX entry. Double braces preserve capital letters. */
export const toBibtex = (citable: Citable): string => {
  const fields = {
    author: `{${publisher}}`,
    title: `{${escapeTex(citable.title)}}`,
    year: citable.issuedOn.slice(0, 4),
    publisher,
    version: escapeTex(citable.dataVersion),
    url: escapeUrl(citable.url),
    ...(citable.accessedOn !== undefined && { urldate: citable.accessedOn }),
    note: escapeTex(formatVersion(citable)),
  };
  return toBibtexEntry(`${citable.collection}-${citable.id}`, fields);
};

/** Formats the citation of an article as one line of plain text. */
export const toArticleText = ({ publisher: outlet, publishedOn, title, url, accessedOn }: CitedArticle): string =>
  `${outlet} (${publishedOn}). ${title}. ${url}${accessedOn === undefined ? '' : ` (accessed ${accessedOn})`}\n`;

/** Formats the citation of an article as CSL-JSON. */
export const toArticleCsl = ({ id, publisher: outlet, publishedOn, title, url, accessedOn }: CitedArticle): string =>
  JSON.stringify([
    {
      id: `sources/${id}`,
      type: 'webpage',
      title,
      author: [{ literal: outlet }],
      publisher: outlet,
      issued: toDateParts(publishedOn),
      ...(accessedOn !== undefined && { accessed: toDateParts(accessedOn) }),
      URL: url,
    },
  ]);

/** Formats the citation of an article as a BibTeX entry. */
export const toArticleBibtex = ({ id, publisher: outlet, publishedOn, title, url, accessedOn }: CitedArticle): string =>
  toBibtexEntry(`sources-${id}`, {
    author: `{${escapeTex(outlet)}}`,
    title: `{${escapeTex(title)}}`,
    date: publishedOn,
    year: publishedOn.slice(0, 4),
    url: escapeUrl(url),
    ...(accessedOn !== undefined && { urldate: accessedOn }),
  });
