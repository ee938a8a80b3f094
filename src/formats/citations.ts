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
      accessed: toDateParts(citable.asOf),
      URL: citable.url,
      note: formatVersion(citable),
    },
  ]);

const texEscapes: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
};

const escapeTex = (text: string): string => text.replace(/[\\~^&%$#_{}]/g, (character) => texEscapes[character] ?? `\\${character}`);

/** Formats a citation as a BibTeX entry. Double braces preserve capital letters. */
export const toBibtex = (citable: Citable): string => {
  const fields = {
    author: `{${publisher}}`,
    title: `{${escapeTex(citable.title)}}`,
    year: citable.issuedOn.slice(0, 4),
    publisher,
    version: escapeTex(citable.dataVersion),
    url: citable.url,
    urldate: citable.asOf,
    note: escapeTex(formatVersion(citable)),
  };
  const lines = Object.entries(fields).map(([name, value]) => `  ${name} = {${value}}`);
  return `@misc{roundtrip-${citable.collection}-${citable.id},\n${lines.join(',\n')}\n}\n`;
};
