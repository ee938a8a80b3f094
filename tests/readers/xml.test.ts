import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatasetApp, openDatasetApp } from '../support/app.ts';
import type { JsonBody } from '../support/collect-pages.ts';
import { python, requireReaders, run } from './readers.ts';

let dataset: DatasetApp;
let folder: string;
beforeAll(async () => {
  requireReaders();
  dataset = await openDatasetApp();
  folder = await mkdtemp(join(tmpdir(), 'roundtrip-readers-'));
});
afterAll(async () => {
  await dataset.close();
  await rm(folder, { recursive: true });
});

/** Saves the response to a request, byte for byte. */
const save = async (path: string, file: string): Promise<string> => {
  const { body } = await dataset.request.get(path).responseType('blob').expect(200);
  const target = join(folder, file);
  await writeFile(target, body);
  return target;
};

const day = '2026-01-15';
/** A value for each filter that changes a document, which `format` and `dataVersion` do not. */
const graphFilters: Readonly<Record<string, string>> = {
  group: 'openai',
  class: 'circular_financing',
  maxLength: '2&class=circular_financing',
  nature: 'warrant,guarantee',
  amountUsdMin: '50000000000',
  certaintyMin: 'binding',
  implied: 'false',
  asOf: day,
};
const feedFilters: Readonly<Record<string, string>> = {
  deal: 'openai-aws-compute',
  company: 'nvidia',
  group: 'alphabet',
  counterparty: 'openai&company=nvidia',
  counterpartyGroup: 'openai&group=amazon',
  kind: 'equity_round',
  status: 'signed',
  certainty: 'speculative',
  reportedFrom: '2026-03',
  reportedTo: '2024-12-31',
  outlet: 'reuters',
  limit: '200',
};

/** The names of the query parameters of an operation, according to the OpenAPI document. */
const declaredParameters = (path: string): string[] => {
  const document = JSON.parse(readFileSync('openapi/openapi.json', 'utf8')) as JsonBody;
  return document.paths[path].get.parameters.filter((one: JsonBody) => one.in === 'query').map(({ name }: JsonBody) => name);
};

const withoutFilters = '';
const queries = (filters: Readonly<Record<string, string>>) => [
  withoutFilters,
  ...Object.entries(filters).map(([name, value]) => `${name}=${value}`),
];

describe('every XML document', () => {
  it('is tested with every filter', () => {
    expect([...Object.keys(graphFilters), 'format', 'dataVersion'].sort()).toEqual(declaredParameters('/v1/graph').sort());
    expect(Object.keys(feedFilters).sort()).toEqual(declaredParameters('/feed.atom').sort());
  });

  it('is well-formed for xmllint: feeds, the sitemap and pictures', async () => {
    const pictures = ['/pictures/loops.svg', '/pictures/map.svg', '/pictures/outlook.svg', '/pictures/groups/openai.svg'];
    const paths = [
      ...queries(feedFilters).map((query) => `/feed.atom?${query}`),
      '/sitemap.xml',
      '/favicon.svg',
      ...pictures.flatMap((path) => [path, `${path}?asOf=${day}`]),
      '/pictures/map.svg?focus=nvidia',
      '/pictures/map.svg?certainty=binding',
    ];
    const files: string[] = [];
    for (const [index, path] of paths.entries()) files.push(await save(path, `document-${index}.xml`));
    run('/usr/bin/xmllint', ['--noout', '--nonet', ...files]);
    const count = (file: string | undefined) => run('/usr/bin/xmllint', ['--xpath', 'count(//*[local-name()="entry"])', file ?? '']).trim();
    expect(count(files[0])).toBe('50');
    expect(count(files[paths.indexOf('/feed.atom?limit=200')])).toBe('200');
  });
});

describe('/v1/graph', () => {
  it('is the same graph for NetworkX in GEXF, GraphML and JSON, with every filter, and well-formed for xmllint', async () => {
    const graphs = join(folder, 'graphs');
    await mkdir(graphs);
    const files: string[] = [];
    for (const [index, query] of queries(graphFilters).entries())
      for (const format of ['gexf', 'graphml', 'json'])
        files.push(await save(`/v1/graph?format=${format}&${query}`, `graphs/${index}.${format}`));
    run('/usr/bin/xmllint', ['--noout', '--nonet', ...files.filter((file) => !file.endsWith('.json'))]);
    const read = JSON.parse(run(python, ['tests/readers/read_graphs.py', graphs])) as JsonBody;
    expect(Object.keys(read)).toHaveLength(files.length);
    for (const [index, query] of queries(graphFilters).entries()) {
      const { nodes, links } = JSON.parse(readFileSync(join(graphs, `${index}.json`), 'utf8')) as JsonBody;
      const byId = (a: JsonBody, b: JsonBody) => (a.id < b.id ? -1 : 1);
      const expected = links
        .map(({ id, source, target, nature, implied }: JsonBody) => ({ id, source, target, nature, implied }))
        .sort(byId);
      expect(expected.length, query).toBeGreaterThan(0);
      for (const format of ['gexf', 'graphml', 'json']) {
        const graph = read[`${index}.${format}`];
        const about = `${query} as ${format}`;
        expect(graph.directed, about).toBe(true);
        expect(graph.nodes, about).toEqual(Object.fromEntries(nodes.map(({ id, name }: JsonBody) => [id, name])));
        expect(graph.edges.map(({ label: _label, weight: _weight, ...edge }: JsonBody) => edge).sort(byId), about).toEqual(expected);
        if (format === 'json') continue;
        for (const { label, weight, nature } of graph.edges) {
          expect(label, about).toMatch(new RegExp(`^${nature}: `));
          expect(weight, about).toBeGreaterThan(0);
        }
      }
    }
  });

  it('draws one group and the circular core with Graphviz', async () => {
    for (const [name, query] of Object.entries({ group: 'group=openai', core: 'class=circular_financing' })) {
      const { nodes, links } = (await dataset.request.get(`/v1/graph?${query}`).expect(200)).body;
      const svg = run('/usr/bin/dot', ['-Tsvg', await save(`/v1/graph?format=dot&${query}`, `${name}.dot`)]);
      expect(svg.match(/class="node"/g)).toHaveLength(nodes.length);
      expect(svg.match(/class="edge"/g)).toHaveLength(links.length);
    }
  });
});
