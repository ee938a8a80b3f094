import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatasetApp, openDatasetApp } from './support/app.ts';
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
