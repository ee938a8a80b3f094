/** The parts of the Data Package of an export that the description uses. */
interface DataPackage {
  title: string;
  description: string;
  version: string;
  asOf: string;
  licenses: readonly { path?: string }[];
  resources: readonly {
    name: string;
    path: string;
    description: string;
    format: string;
    mediatype: string;
    bytes: number;
    hash: string;
    schema?: { fields: readonly { name: string; type: string; description: string }[] };
  }[];
}

const context = {
  '@language': 'en',
  '@vocab': 'https://schema.org/',
  sc: 'https://schema.org/',
  cr: 'http://mlcommons.org/croissant/',
  dct: 'http://purl.org/dc/terms/',
  citeAs: 'cr:citeAs',
  column: 'cr:column',
  conformsTo: 'dct:conformsTo',
  dataType: { '@id': 'cr:dataType', '@type': '@vocab' },
  extract: 'cr:extract',
  field: 'cr:field',
  fileObject: 'cr:fileObject',
  recordSet: 'cr:recordSet',
  source: 'cr:source',
};

/** Croissant types by Data Package type. Dates of reduced precision and lists are texts in CSV. */
const dataTypes: Readonly<Record<string, string>> = { integer: 'sc:Integer', number: 'sc:Float', boolean: 'sc:Boolean' };

/** Builds one JSON-LD document that is a schema.org Dataset and a Croissant 1.1 description of the export files. */
export const buildCroissant = (dataPackage: DataPackage, base: string) => {
  const { title, description, version, asOf, licenses, resources } = dataPackage;
  return {
    '@context': context,
    '@type': 'sc:Dataset',
    conformsTo: 'http://mlcommons.org/croissant/1.1',
    name: title,
    description,
    url: `${base}/about`,
    license: licenses[0]?.path,
    version,
    datePublished: asOf,
    isAccessibleForFree: true,
    creator: { '@type': 'sc:Organization', name: 'Roundtrip', url: `${base}/` },
    citeAs: `Roundtrip, ${title}, version ${version}`,
    keywords: ['artificial intelligence', 'financing', 'investment', 'chips', 'compute', 'data centers'],
    distribution: resources.map(({ name, path, description: about, mediatype, bytes, hash }) => ({
      '@type': 'cr:FileObject',
      '@id': path,
      name,
      description: about,
      contentUrl: `${base}/v1/exports/${path}?dataVersion=${encodeURIComponent(version)}`,
      contentSize: `${bytes} B`,
      encodingFormat: mediatype,
      sha256: hash.replace('sha256:', ''),
    })),
    recordSet: resources.flatMap(({ name, path, description: about, schema }) =>
      schema === undefined
        ? []
        : [
            {
              '@type': 'cr:RecordSet',
              '@id': name,
              name,
              description: about,
              field: schema.fields.map((field) => ({
                '@type': 'cr:Field',
                '@id': `${name}/${field.name}`,
                name: field.name,
                description: field.description,
                dataType: dataTypes[field.type] ?? 'sc:Text',
                source: { fileObject: { '@id': path }, extract: { column: field.name } },
              })),
            },
          ],
    ),
  };
};
