import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { parseConfig } from '../src/config.ts';
import { exportTables } from '../src/exports/export-tables.ts';
import { problemTypes } from '../src/http/problems.ts';
import { type DatasetApp, openDatasetApp } from './support/app.ts';
import type { JsonBody } from './support/collect-pages.ts';
import { readExportIndex } from './support/exports.ts';
import { validateCompose } from './support/published-schemas.ts';

let dataset: DatasetApp;
beforeAll(async () => {
  dataset = await openDatasetApp();
  await readExportIndex(dataset);
});
afterAll(() => dataset.close());

const slugs = readdirSync('docs')
  .filter((name) => name.endsWith('.md'))
  .map((name) => (name === 'README.md' ? 'guides' : name.replace('.md', '')));
const paths = [...slugs.map((slug) => `/docs/${slug}`), ...Object.keys(problemTypes).map((name) => `/docs/problems/${name}`)];

const pageAt = async (path: string): Promise<string> => {
  const { text } = await dataset.request.get(path).expect(200).expect('Content-Type', 'text/html; charset=utf-8');
  return text;
};

const matches = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, found = '']) => found);

describe('the guides', () => {
  it.each(paths)('serve %s with a title, one heading, a skip link and navigation', async (path) => {
    const text = await pageAt(path);
    const [heading = ''] = matches(text, /<h1 id="[^"]+">(.+)<\/h1>/g);
    expect(heading).not.toBe('');
    expect(text.match(/<h1/g)).toHaveLength(1);
    expect(text).toContain('<html lang="en">');
    expect(text).toContain(`<title>${heading.replace(/<[^>]+>/g, '')} - Roundtrip</title>`);
    expect(text).toContain('<a class="skip" href="#content">');
    for (const slug of slugs) expect(text).toContain(`<a href="/docs/${slug}"`);
    expect(text).toContain('<a href="/docs/">API reference</a>');
    expect(text).not.toMatch(/\{\{|\.md["#]/);
  });

  it.each(paths)('link from %s only to what exists', async (path) => {
    const text = await pageAt(path);
    const internal = new Set(matches(text, /href="([/#][^"]*)"/g).map((href) => href.replaceAll('&amp;', '&')));
    for (const href of internal) {
      const [target = '', anchor] = href.split('#');
      const linked = target === '' ? text : (await dataset.request.get(target).expect(200)).text;
      // Swagger UI builds its sections in the browser.
      if (anchor !== undefined && target !== '/docs/') expect(linked, href).toContain(`id="${anchor}"`);
    }
  });

  it('list every heading in the contents', async () => {
    const text = await pageAt('/docs/bulk');
    const [contents = ''] = text.match(/<nav class="contents"[\s\S]+?<\/nav>/) ?? [];
    const ids = matches(text, /<h[23] id="([^"]+)"/g);
    expect(ids.length).toBeGreaterThan(10);
    expect(matches(contents, /href="#([^"]+)"/g)).toEqual(ids);
  });

  it('link every route group to its section of the reference', async () => {
    const { body } = await dataset.request.get('/openapi.json').expect(200);
    const operations = Object.values(body.paths as JsonBody).flatMap((item: JsonBody) => Object.values(item) as JsonBody[]);
    const tags = new Set(operations.flatMap(({ tags: one = [] }) => one as string[]));
    expect(tags.size).toBeGreaterThan(10);
    const text = await pageAt('/docs/guides');
    for (const tag of tags) expect(text).toContain(`<a href="/docs/#/${encodeURIComponent(tag)}">${tag}</a>`);
  });

  it('describe every environment variable', async () => {
    const names = matches(readFileSync('src/config.ts', 'utf8'), /^ {2}([A-Z_]+): /gm);
    expect(names.length).toBeGreaterThan(10);
    const text = await pageAt('/docs/configuration');
    for (const name of names) expect(text).toContain(`<td><code>${name}</code></td>`);
  });

  it('describe every column of every export table', async () => {
    const text = await pageAt('/docs/bulk');
    for (const { name, columns } of Object.values(exportTables)) {
      const [section = ''] = text.match(new RegExp(`<h3 id="${name}">[\\s\\S]+?</table>`)) ?? [];
      const listed = matches(section, /<td><code>([^<]+)<\/code><\/td>/g);
      expect(listed, name).toEqual(columns.map((column) => column.name));
      expect(new Set(listed).size).toBe(listed.length);
    }
  });

  it('give every problem type a page with its title, linked from the list of types', async () => {
    const list = await pageAt('/docs/problems');
    for (const [name, { title, status }] of Object.entries(problemTypes)) {
      expect(list).toContain(`<td>${status}</td>\n<td><a href="/docs/problems/${name}">`);
      expect(await pageAt(`/docs/problems/${name}`)).toContain(title);
    }
  });

  it('state the limits that the server enforces', async () => {
    const text = await pageAt('/docs/limits');
    const limit = (name: string) => {
      const [value = ''] = matches(text, new RegExp(`<td>${name}</td>\\n<td>([\\d,]+)`, 'g'));
      return Number(value.replaceAll(',', ''));
    };
    const statusOf = async (path: string) => (await dataset.request.get(path)).status;
    const records = limit('Records on a page');
    expect([await statusOf(`/v1/deals?limit=${records}`), await statusOf(`/v1/deals?limit=${records + 1}`)]).toEqual([200, 400]);
    const values = (length: number) => `/v1/deals?company=${Array.from({ length }, () => 'openai').join(',')}`;
    const most = limit('Values in one filter');
    expect([await statusOf(values(most)), await statusOf(values(most + 1))]).toEqual([200, 400]);
    const url = (length: number) => '/v1/deals?q='.padEnd(length, 'x');
    const longest = limit('Length of the URL');
    expect([await statusOf(url(longest)), await statusOf(url(longest + 1))]).toEqual([400, 414]);
  });

  it('show examples of dates that are true of the data', async () => {
    const examples = [...(await pageAt('/docs/clocks')).matchAll(/<p>Example: <a href="([^"]+)">.+?<\/a>\.(.*)<\/p>/g)];
    expect(examples).toHaveLength(8);
    for (const [, href = '', shows = ''] of examples) {
      const { body } = await dataset.request.get(href.replaceAll('&amp;', '&')).expect(200);
      for (const date of shows.match(/\d{4}-\d\d(-\d\d)?/g) ?? [])
        expect(JSON.stringify(body.data), `${href} ${date}`).toContain(`"${date}`);
    }
  });

  it('state the coverage and the evidence of the current data', async () => {
    const { text } = await dataset.request.get('/docs/data').expect(200);
    const { body } = await dataset.request.get('/v1/deals?limit=1&total=true').expect(200);
    expect(text).toContain(`<td>Deals</td>\n<td align="right">${body.page.total}</td>`);
    const kinds = await dataset.request.get('/v1/sources?limit=1&total=true&kind=regulatory_filing').expect(200);
    expect(text).toContain(`<td>regulatory_filing</td>\n<td align="right">${kinds.body.page.total} (`);
  });

  it('explain scaling with every setting and command that it needs', async () => {
    const text = await pageAt('/docs/scaling');
    for (const name of [
      'DATABASE_URL',
      'DATABASE_REPLICA_URLS',
      'REPLICA_MAX_LAG_MS',
      'TRUST_PROXY',
      'PUBLIC_URL',
      '--workers',
      'roundtrip copy',
    ])
      expect(text).toContain(name);
  });

  describe('have hosting examples', () => {
    const dockerfile = readFileSync('Dockerfile', 'utf8');
    const [dataDir = ''] = matches(dockerfile, /DATA_DIR=(\S+)/g);
    const settings = matches(readFileSync('.env.example', 'utf8'), /^#? ?([A-Z_]+)=/gm);

    it('for Docker Compose, with settings that the server accepts and a volume for its files', () => {
      const example = parse(readFileSync('docs/compose.yaml', 'utf8'));
      expect(validateCompose(example)).toEqual([]);
      expect(validateCompose({ ...example, services: { api: { ...example.services.api, port: 3000 } } })).toHaveLength(1);
      const { api, database } = example.services as JsonBody;
      expect(settings).toEqual(expect.arrayContaining(Object.keys(api.environment)));
      const { databaseUrl } = parseConfig({ DATABASE_URL: api.environment.DATABASE_URL });
      expect(databaseUrl).toMatch(/^postgres:\/\/roundtrip:.+@database\/roundtrip$/);
      expect([database.environment.POSTGRES_USER, database.environment.POSTGRES_DB]).toEqual(['roundtrip', 'roundtrip']);
      expect(api.depends_on.database.condition).toBe('service_healthy');
      expect(api.volumes).toEqual([`files:${dataDir}`]);
      expect(api.ports).toEqual([`3000:${matches(dockerfile, /EXPOSE (\d+)/g)[0]}`]);
    });

    it('for Kubernetes, with probes that answer', async () => {
      const documents = parseAllDocuments(readFileSync('docs/kubernetes.yaml', 'utf8')).map((document) => document.toJS() as JsonBody);
      const [deployment, service] = ['Deployment', 'Service'].map((kind) => documents.find((one) => one.kind === kind)) as JsonBody[];
      const pod = deployment?.spec.template;
      const [container] = pod.spec.containers;
      for (const probe of ['startupProbe', 'readinessProbe', 'livenessProbe']) {
        const { path, port } = container[probe].httpGet;
        await dataset.request.get(path).expect(200);
        expect(container.ports).toContainEqual({ name: port, containerPort: 3000 });
      }
      const values = container.env.map(({ name, value = 'postgres://roundtrip@postgres/roundtrip' }: JsonBody) => [name, value]);
      expect(settings).toEqual(expect.arrayContaining(values.map(([name]: string[]) => name)));
      expect(() => parseConfig(Object.fromEntries(values))).not.toThrow();
      expect(container.volumeMounts.map(({ mountPath }: JsonBody) => mountPath)).toEqual([dataDir, '/tmp']);
      expect(service?.spec.selector).toEqual(pod.metadata.labels);
      expect(deployment?.spec.selector.matchLabels).toEqual(pod.metadata.labels);
    });
  });

  it('say what circular does not mean', async () => {
    const text = await pageAt('/docs/circularity');
    expect(text).toContain('It is not an accusation. It does not mean fraud');
  });
});
