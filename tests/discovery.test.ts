import { DOMParser } from '@xmldom/xmldom';
import jsonld from 'jsonld';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isDay } from '../src/domain/dates.ts';
import { type DatasetApp, openDatasetApp } from './support/app.ts';
import type { JsonBody } from './support/collect-pages.ts';
import { expectProblem } from './support/expect-problem.ts';
import { readExportIndex } from './support/exports.ts';

const base = 'https://roundtrip.example';
let dataset: DatasetApp;
beforeAll(async () => {
  dataset = await openDatasetApp({ publicUrl: base, securityContact: 'mailto:security@roundtrip.example' });
  await readExportIndex(dataset);
});
afterAll(() => dataset.close());

describe('discovery', () => {
  it('lists every deal in the sitemap, which robots.txt names', async () => {
    const robots = await dataset.request.get('/robots.txt').expect(200);
    expect(robots.text).toContain(`Sitemap: ${base}/sitemap.xml`);
    const { text } = await dataset.request.get('/sitemap.xml').expect(200);
    const { body } = await dataset.request.get('/v1/deals?limit=1&total=true').expect(200);
    expect(text.match(/\/deals\/[^<]+<\/loc><lastmod>\d{4}-\d\d-\d\d<\/lastmod>/g)).toHaveLength(body.page.total);
    const locations = [...text.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, url = '']) => url);
    expect(new Set(locations).size).toBe(locations.length);
    const groups = locations.filter((url) => url.includes('/groups/'));
    for (const url of [...locations.slice(0, 6), ...groups.slice(0, 2), `${base}/groups/openai`]) {
      expect(locations).toContain(url);
      await dataset.request.get(url.replace(base, '')).expect(200);
    }
  });

  it('has a sitemap within the limits of the protocol, in the order of its schema', async () => {
    const { text } = await dataset.request.get('/sitemap.xml').expect(200);
    const { documentElement: root } = new DOMParser().parseFromString(text, 'text/xml');
    expect([root?.localName, root?.namespaceURI]).toEqual(['urlset', 'http://www.sitemaps.org/schemas/sitemap/0.9']);
    const urls = [...(root?.getElementsByTagName('url') ?? [])];
    expect(urls.length).toBeGreaterThan(100);
    expect(urls.length).toBeLessThanOrEqual(50_000);
    for (const url of urls) {
      const [location = '', lastChange = '2026-01-01'] = [...url.childNodes].map(({ textContent }) => textContent ?? '');
      expect(['loc', 'loc,lastmod']).toContain([...url.childNodes].map(({ nodeName }) => nodeName).join());
      expect(location.length).toBeLessThan(2_048);
      expect(new URL(location).origin).toBe(base);
      expect(isDay(lastChange)).toBe(true);
    }
  });

  it('builds the sitemap once for each version of the data', async () => {
    const first = await dataset.request.get('/sitemap.xml').expect(200);
    dataset.statements.length = 0;
    await dataset.request
      .get('/sitemap.xml')
      .set('if-none-match', first.headers.etag ?? '')
      .expect(304);
    expect(dataset.statements.filter((text) => text.includes('company_ancestors'))).toEqual([]);
  });

  it.each(['/', '/v1'])('links %s to descriptions that exist', async (path) => {
    const { headers } = await dataset.request.get(path).expect(200);
    const links = [...(headers.link ?? '').matchAll(/<([^>]+)>; rel="([^"]+)"/g)];
    const relations = links.map(([, , relation]) => relation);
    for (const relation of ['service-desc', 'service-doc', 'status', 'api-catalog', 'license', 'describedby'])
      expect(relations).toContain(relation);
    for (const [, url = ''] of links.filter(([, target]) => target?.startsWith('/'))) await dataset.request.get(url).expect(200);
  });

  it.each(['/', '/deals?kind=debt', '/groups/openai', '/deals/openai-oracle-compute', '/about', '/docs/guides', '/docs/bulk'])(
    'describes %s to search engines and to sites that preview links',
    async (path) => {
      const { text } = await dataset.request.get(path).expect(200);
      const contents = new Map(
        [...text.matchAll(/<meta (?:name|property)="([^"]+)" content="([^"]*)"/g)].map(([, name = '', content = '']) => [name, content]),
      );
      const [, title = ''] = /<title>([^<]+)<\/title>/.exec(text) ?? [];
      expect(title).toMatch(/Roundtrip$/);
      expect(contents.get('og:title')).toBe(title);
      expect(contents.get('description')?.length).toBeGreaterThan(20);
      expect(contents.get('og:description')).toBe(contents.get('description'));
      const [, canonical] = /<link rel="canonical" href="([^"]+)"/.exec(text) ?? [];
      expect(canonical).toBe(`${base}${path}`);
      expect(contents.get('og:url')).toBe(canonical);
      expect(contents.get('twitter:card')).toBe('summary_large_image');

      const image = await dataset.request.get(contents.get('og:image')?.replace(base, '') ?? '').expect(200);
      const size = [image.body.readUInt32BE(16), image.body.readUInt32BE(20)].map(String);
      expect(size).toEqual([contents.get('og:image:width'), contents.get('og:image:height')]);
      expect(image.body.length).toBeLessThan(40_000);
    },
  );

  it('names the entries of a company in public registers on its page', async () => {
    const { text } = await dataset.request.get('/groups/alphabet').expect(200);
    const [, json = ''] = /<script type="application\/ld\+json">([^<]+)<\/script>/.exec(text) ?? [];
    const { identifiers } = (await dataset.request.get('/v1/companies/alphabet').expect(200)).body.data;
    expect(JSON.parse(json)).toMatchObject({
      '@context': 'https://schema.org',
      '@type': 'Organization',
      leiCode: identifiers.lei,
      sameAs: expect.arrayContaining([expect.stringMatching(`CIK=0*${identifiers.cik}$`), expect.stringContaining(identifiers.lei)]),
    });
  });

  it.each([
    ['/favicon.svg', 'image/svg+xml'],
    ['/favicon.ico', 'image/vnd.microsoft.icon'],
    ['/apple-touch-icon.png', 'image/png'],
  ])('serves %s, which clients cache', async (path, mediaType) => {
    const { body } = await dataset.request
      .get(path)
      .expect(200)
      .expect('Content-Type', mediaType)
      .expect('Cache-Control', /max-age=86400/);
    expect(body.length).toBeLessThan(5_000);
  });

  it('serves the API catalog as a linkset', async () => {
    const { headers, body } = await dataset.request.get('/.well-known/api-catalog').responseType('blob').expect(200);
    expect(headers['content-type']).toBe('application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"');
    const [entry] = JSON.parse(String(body)).linkset;
    expect(entry.anchor).toBe(`${base}/v1`);
    expect(entry['service-desc'][0].href).toBe(`${base}/openapi.json`);
    // RFC 9264: besides its anchor, a context has relations, each with a list of targets.
    const { anchor: _anchor, ...relations } = entry as Record<string, JsonBody[]>;
    for (const targets of Object.values<JsonBody[]>(relations)) {
      expect(targets.length).toBeGreaterThan(0);
      for (const { href, ...attributes } of targets) {
        await dataset.request.get(href.replace(base, '')).expect(200);
        expect(attributes).toEqual({ type: expect.stringMatching(/^[a-z]+\/[a-z+.-]+$/) });
      }
    }
    await dataset.request
      .head('/.well-known/api-catalog')
      .expect(200)
      .expect('Link', /rel="api-catalog"/);
  });

  it('describes every export file in Croissant with its checksum', async () => {
    const { body } = await dataset.request.get('/v1/exports/croissant.json').responseType('blob').expect(200);
    const description = JSON.parse(String(body));
    expect(description['@type']).toBe('sc:Dataset');
    const files: { '@id': string; contentUrl: string; sha256: string }[] = description.distribution;
    const deals = files.find((file) => file['@id'] === 'deals.csv');
    await dataset.request
      .get(deals?.contentUrl.replace(base, '') ?? '')
      .expect(200)
      .expect('ETag', new RegExp(deals?.sha256 ?? 'none'));
    const [head = ''] = (await dataset.request.get('/v1/exports/deals.csv')).text.split('\r\n');
    const recordSet = description.recordSet.find((one: { name: string }) => one.name === 'deals');
    expect(recordSet.field.map((field: { name: string }) => field.name)).toEqual(head.split(','));
    await dataset.request.get(`/v1/exports/croissant.json?dataVersion=${encodeURIComponent(description.version)}`).expect(200);
    expectProblem(await dataset.request.get('/v1/exports/croissant.json?dataVersion=1999.1.0'), 400);
    expectProblem(await dataset.request.get('/v1/exports/croissant.json?version=1'), 400);
  });

  it('describes the dataset in JSON-LD that a processor accepts, with what Croissant requires', async () => {
    const { body } = await dataset.request.get('/v1/exports/croissant.json').responseType('blob').expect(200);
    // In safe mode, the processor rejects what it would otherwise drop.
    const [description] = (await jsonld.expand(JSON.parse(String(body)), { safe: true, base: `${base}/` } as object)) as JsonBody[];
    const croissant = 'http://mlcommons.org/croissant/';
    const schema = 'https://schema.org/';
    const typesOf = (nodes: JsonBody[]) => [...new Set(nodes.flatMap((node) => node['@type']))];
    expect(typesOf([description ?? {}])).toEqual([`${schema}Dataset`]);
    expect(description?.['http://purl.org/dc/terms/conformsTo'][0]['@value']).toBe(`${croissant}1.1`);
    for (const property of ['name', 'description', 'license', 'url', 'creator', 'datePublished', 'version'])
      expect(description?.[schema + property], property).toHaveLength(1);

    const files: JsonBody[] = description?.[`${schema}distribution`];
    expect(typesOf(files)).toEqual([`${croissant}FileObject`]);
    for (const file of files)
      for (const property of ['contentUrl', 'encodingFormat', 'sha256']) expect(file[schema + property], property).toHaveLength(1);
    const recordSets: JsonBody[] = description?.[`${croissant}recordSet`];
    expect(typesOf(recordSets)).toEqual([`${croissant}RecordSet`]);
    const fields = recordSets.flatMap((recordSet) => recordSet[`${croissant}field`] as JsonBody[]);
    expect(typesOf(fields)).toEqual([`${croissant}Field`]);
    const paths = files.map((file) => file['@id']);
    for (const field of fields) {
      expect(field[`${croissant}dataType`]).toEqual([
        { '@id': expect.stringMatching(/^https:\/\/schema\.org\/(Text|Integer|Float|Boolean)$/) },
      ]);
      const [source] = field[`${croissant}source`];
      expect(paths).toContain(source[`${croissant}fileObject`][0]['@id']);
      expect(source[`${croissant}extract`][0][`${croissant}column`]).toHaveLength(1);
    }
  });

  it('publishes the security contact with an expiry in the future', async () => {
    const { text } = await dataset.request.get('/.well-known/security.txt').expect(200);
    expect(text).toContain('Contact: mailto:security@roundtrip.example');
    expect(Date.parse(/Expires: (.+)/.exec(text)?.[1] ?? '')).toBeGreaterThan(Date.now());
  });

  it('links llms.txt only to what exists', async () => {
    const { text } = await dataset.request.get('/llms.txt').expect(200);
    const paths = [...text.matchAll(/\]\(https:\/\/roundtrip\.example([^)]+)\)/g)].map(([, path = '']) => path);
    expect(paths.length).toBeGreaterThan(6);
    for (const path of paths) await dataset.request.get(path).expect(200);
  });
});
