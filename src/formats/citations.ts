/** What a citation of a record names. */
export interface Citable {
  /** Where it stands in the API, as an absolute URL that answers the same in years, if it is pinned to a release. */
  url: string;
  collection: string;
  id: string;
  title: string;
  /** Name of the dataset, and which state of it. */
  dataset: string;
  dataVersion: string;
  license: string;
  /** The day up to which the record was known. */
  asOf: string;
  /** The date of the dataset. */
  issuedOn: string;
}

const publisher = 'Roundtrip';

const sentence = ({ dataset, dataVersion, asOf, license }: Citable) =>
  `${dataset} dataset, version ${dataVersion}, as known on ${asOf}, ${license}`;

/** A citation as a line of text. */
export const citationTextOf = (citable: Citable): string =>
  `${publisher} (${citable.issuedOn.slice(0, 4)}). ${citable.title}. ${sentence(citable)}. ${citable.url}\n`;

const datePartsOf = (day: string) => ({ 'date-parts': [day.split('-').map(Number)] });

/** A citation as an item of CSL-JSON 1.0.2, which reference managers and citation processors read. */
export const cslOf = (citable: Citable): string =>
  JSON.stringify([
    {
      id: `${citable.collection}/${citable.id}`,
      type: 'dataset',
      title: citable.title,
      author: [{ literal: publisher }],
      publisher,
      'container-title': citable.dataset,
      version: citable.dataVersion,
      issued: datePartsOf(citable.issuedOn),
      accessed: datePartsOf(citable.asOf),
      URL: citable.url,
      note: sentence(citable),
    },
  ]);

const texEscapes: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
};

const texOf = (text: string): string => text.replace(/[\\~^&%$#_{}]/g, (character) => texEscapes[character] ?? `\\${character}`);

/** A citation as an entry of BibTeX. The double braces keep the capitals of names. */
export const bibtexOf = (citable: Citable): string => {
  const fields = {
    author: `{${publisher}}`,
    title: `{${texOf(citable.title)}}`,
    year: citable.issuedOn.slice(0, 4),
    publisher,
    version: texOf(citable.dataVersion),
    url: citable.url,
    urldate: citable.asOf,
    note: texOf(sentence(citable)),
  };
  const lines = Object.entries(fields).map(([name, value]) => `  ${name} = {${value}}`);
  return `@misc{roundtrip-${citable.collection}-${citable.id},\n${lines.join(',\n')}\n}\n`;
};
