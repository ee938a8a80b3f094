import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse as parseBibtex } from '@retorquere/bibtex-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/database/database.ts';
import { openDatabase } from '../../src/database/open.ts';
import { releaseDataset } from '../../src/releases/release-dataset.ts';
import { createTestDatabase, openApp, openDatasetApp, suiteEngine } from '../support/app.ts';
import { collectPages, type JsonBody } from '../support/collect-pages.ts';
import { datasetVersion, dataVersionAfter, importedChanges, readRecords, recordCount } from '../support/dataset.ts';
import { source } from '../support/example-records.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { startProgram, waitUntil } from '../support/processes.ts';
import { operations } from '../support/response-validation.ts';
import { raceSources, writeChanges, writeSource } from '../support/sources.ts';

let made: Awaited<ReturnType<typeof createTestDatabase>>;
let dataDir: string;
let database: Database;
let app: Awaited<ReturnType<typeof openApp>>;

const start = async () => {
  database = await openDatabase(made.url);
  app = await openApp(database, { dataDir });
};
const stop = async () => {
  await app.close();
  await database.close();
};
const release = (...args: string[]) => startProgram('cli', ['release', ...args], { DATABASE_URL: made.url, DATA_DIR: dataDir });

beforeAll(async () => {
  made = await createTestDatabase(suiteEngine, false);
  dataDir = await mkdtemp(join(tmpdir(), 'roundtrip-releases-'));
  await start();
});
afterAll(async () => {
  await stop();
  await made.close();
  await rm(dataDir, { recursive: true });
});

/** The data version that responses of the first release state. */
const dataVersionOfRelease = `2100.1.1+${importedChanges}`;

/** Adds `dataVersion` to a URL. */
const pinned = (example: string, version = '2100.1.1') =>
  `${example}${example.includes('?') ? '&' : '?'}dataVersion=${encodeURIComponent(version)}`;

const isPinnable = (path: string) =>
  path.startsWith('/v1') && !['/v1/releases', '/v1/changes/stream'].includes(path) && !path.startsWith('/v1/exports');
const examples = operations.filter(({ path }) => isPinnable(path)).map(({ example }) => example);

const answersOf = async (): Promise<Map<string, string>> => {
  const answers = new Map<string, string>();
  for (const example of [
    ...examples,
    '/v1/deals?asOf=2025-06-30&limit=20',
    '/v1/deals?format=csv&asOf=2025-06-30',
    '/v1/flows?format=ndjson',
    '/v1/cycles?format=csv',
    '/v1/stats?groupBy=kind,year&format=csv',
    '/v1/search?q=openai&format=ndjson',
    '/v1/changes?format=csv',
    '/v1/deals/openai-oracle-compute?asOf=2030-01-01',
  ]) {
    const response = await app.request.get(pinned(example)).set('Host', 'localhost').buffer().expect(200);
    expect(response.headers['cache-control'], example).toBe(
      `${example.includes('/citation') ? 'private' : 'public'}, max-age=31536000, immutable`,
    );
    answers.set(example, `${response.headers.etag}\n${response.text}`);
  }
  return answers;
};

describe('a release', () => {
  it('is created once, with a valid version', async () => {
    expectProblem(await app.request.get(pinned('/v1/deals')), 400);
    const done = release('create', '2100.1.1');
    expect(await done.ended, done.printed()).toBe(0);
    expect(done.printed()).toContain(`released 2100.1.1: ${dataVersionAfter(0)}, ${recordCount} records`);
    for (const [version, reason] of [
      ['2100.1.1', 'already exists'],
      ['latest', 'Invalid release version'],
      ['../x', 'Invalid release version'],
    ] as const) {
      const refused = release('create', version);
      expect(await refused.ended).toBe(1);
      expect(refused.printed()).toContain(reason);
    }
    expect(await readdir(join(dataDir, 'releases'))).toEqual(['2100.1.1']);
    const { mode } = await stat(join(dataDir, 'releases/2100.1.1/records.ndjson'));
    expect(mode & 0o222).toBe(0);
    const { body } = await app.request.get('/v1/releases').expect(200);
    expect(body.data[0]).toMatchObject({
      version: '2100.1.1',
      dataVersion: dataVersionAfter(0),
      counts: { deals: readRecords('deals').length },
    });
    await app.request.get(body.data[0].url).expect(200);
  });

  it('returns the responses of the data at its creation, except for the version', async () => {
    for (const example of examples) {
      const ask = async (address: string) => (await app.request.get(address).set('Host', 'localhost').buffer().expect(200)).text;
      const [now, then] = [await ask(example), await ask(pinned(example))];
      // Cursors, links and citations contain the requested URL.
      const comparable = (text: string) =>
        text
          .replaceAll(dataVersionOfRelease, dataVersionAfter(0))
          .replaceAll(/[?&]dataVersion=[^"}\s]*|"next":"[^"]*"/g, '')
          .replaceAll(dataVersionAfter(0), '')
          .replaceAll(datasetVersion, '')
          .replaceAll('2100.1.1', '')
          // Only what can change states when it was accessed.
          .replaceAll(/ \(accessed \d{4}-\d\d-\d\d\)/g, '');
      expect(comparable(then), example).toBe(comparable(now));
    }
  });

  it('returns the same bytes after a hundred writes, a restart and a rebuild of its database', async () => {
    const before = await answersOf();
    await raceSources(database, 'x', 100);
    expect((await app.request.get('/v1/sources?total=true&limit=1')).body.page.total).toBeGreaterThan(readRecords('sources').length + 50);
    expect(await answersOf()).toEqual(before);
    await stop();
    await rm(join(dataDir, 'release-databases'), { recursive: true });
    await start();
    expect(await answersOf()).toEqual(before);
    const sources = await collectPages(app.request, pinned('/v1/sources?limit=200'));
    expect(sources.some(({ id }) => String(id).startsWith('racer'))).toBe(false);
    expect(sources).toHaveLength(readRecords('sources').length);
  });

  it('keeps its export files, which have the same content', async () => {
    const { body, headers } = await app.request.get(pinned('/v1/exports')).expect(200);
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(body.meta.dataVersion).toBe(dataVersionOfRelease);
    const deals = body.data.find(({ name }: JsonBody) => name === 'deals.ndjson');
    const text = async (url: string) => (await app.app.inject(url)).body;
    const file = await text(deals.url);
    expect(createHash('sha256').update(file).digest('hex')).toBe(deals.sha256);
    expect(file).toBe(await readFile(join(dataDir, 'releases/2100.1.1/exports/deals.ndjson'), 'utf8'));
    const parseLines = (lines: string): JsonBody[] =>
      lines
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line));
    // The file adds columns for totals to the rows of the list.
    const rows = parseLines(await text(pinned('/v1/deals?format=ndjson&sort=id')));
    expect(parseLines(file)).toEqual(rows.map((row) => expect.objectContaining(row)));
  });

  it('is selected by its version or by the data version in its responses', async () => {
    await writeSource(database, 'between-releases');
    const done = release('create', '2100.1.2');
    expect(await done.ended, done.printed()).toBe(0);
    await app.request.get(pinned('/v1/sources/between-releases', '2100.1.1')).expect(404);
    const { body } = await app.request.get(pinned('/v1/sources/between-releases', '2100.1.2')).expect(200);
    expect(body.meta.dataVersion).toMatch(/^2100\.1\.2\+\d+$/);
    await app.request.get(pinned('/v1/sources/between-releases', body.meta.dataVersion)).expect(200);
    await app.request.get(`/v1/deals?dataVersion=${dataVersionAfter(0)}`).expect(200);
    const unknown = await app.request.get(pinned('/v1/deals', '2100.1.3'));
    expectProblem(unknown, 400);
    expect(unknown.body.detail).toContain('Releases: 2100.1.2, 2100.1.1.');
    expectProblem(await app.request.get('/v1/deals?dataVersion=2100.1.1&dataVersion=2100.1.2'), 400);
    for (const path of ['/v1/releases', '/v1/changes/stream', '/health/live', '/feed.json'])
      expectProblem(await app.request.get(pinned(path)), 400);
  });

  it('is created by only one of two concurrent commands', async () => {
    const making = [release('create', '2100.2.1'), release('create', '2100.2.1')];
    const statuses = await Promise.all(making.map(({ ended }) => ended));
    expect(statuses.sort()).toEqual([0, 1]);
    const refusal = making.map((one) => one.printed()).find((text) => !text.includes('released'));
    expect(refusal).toBe('The release 2100.2.1 already exists.\n');
    const databases = await readdir(join(dataDir, 'release-databases'));
    expect(databases.filter((name) => name.startsWith('2100.2.1-'))).toHaveLength(1);
    expect((await readdir(join(dataDir, 'releases'))).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('that is broken does not affect the others', async () => {
    const broken = ['2100.3.1', '2100.3.2', '2100.3.3'].map((name) => join(dataDir, 'releases', name));
    for (const folder of broken) await mkdir(folder);
    await writeFile(join(dataDir, 'releases/2100.3.2/release.json'), '');
    await writeFile(join(dataDir, 'releases/2100.3.3/release.json'), '{"format":2}');
    const { body } = await app.request.get('/v1/releases').expect(200);
    expect(body.data.map(({ version }: JsonBody) => version)).not.toContain('2100.3.1');
    await app.request.get(pinned('/v1/deals?limit=1')).expect(200);
    expectProblem(await app.request.get(pinned('/v1/deals', '2100.3.2')), 400);
    for (const folder of broken) await rm(folder, { recursive: true });
  });

  it('of older software, whose lines have fewer fields, still works', async () => {
    const folder = join(dataDir, 'releases/2100.1.2');
    for (const name of ['records.ndjson', 'revisions.ndjson']) {
      const withoutRedirects = (await readFile(join(folder, name), 'utf8')).replaceAll(/^.*"renamedTo":".*\n/gm, '');
      const lines = withoutRedirects.replaceAll(/,"renamedTo":null|"renamedTo":null,/g, '');
      expect(lines).not.toContain('renamedTo');
      await chmod(join(folder, name), 0o644);
      await writeFile(join(folder, name), lines);
    }
    const ask = async () => (await app.request.get(pinned('/v1/deals?limit=200&include=evidence,history', '2100.1.2')).expect(200)).text;
    const before = await ask();
    await stop();
    await rm(join(dataDir, 'release-databases'), { recursive: true });
    await start();
    expect(await ask()).toBe(before);
  });
});

describe('a citation', () => {
  const path = '/v1/deals/openai-oracle-compute/citation?asOf=2026-01-31&dataVersion=2100.1.1';

  it('links to the record at the release and the day, in every format', async () => {
    const deal = (await app.request.get('/v1/deals/openai-oracle-compute?asOf=2026-01-31&dataVersion=2100.1.1').expect(200)).body.data;
    const ask = (address: string) => app.request.get(address).set('Host', 'localhost').expect(200).buffer();
    const text = await ask(path);
    const url = /https?:\S+/.exec(text.text)?.[0] ?? '';
    const cited = await app.request.get(url.replace(/^https?:\/\/[^/]+/, '')).expect(200);
    expect(cited.body.data).toEqual(deal);
    expect(cited.body.meta).toEqual({ asOf: '2026-01-31', dataVersion: dataVersionOfRelease });
    const csl = await ask(`${path}&format=csl`);
    expect(csl.headers['content-type']).toBe('application/vnd.citationstyles.csl+json; charset=utf-8');
    expect(JSON.parse(csl.text)[0]).toMatchObject({
      type: 'dataset',
      title: deal.title,
      version: '2100.1.1',
      URL: url,
      note: expect.stringContaining('as known on 2026-01-31'),
    });
    // The content at the URL never changes, so the day of access does not matter.
    expect(JSON.parse(csl.text)[0]).not.toHaveProperty('accessed');
    const bibtex = await ask(path).set('Accept', 'application/x-bibtex');
    const { entries, errors } = parseBibtex(bibtex.text, { sentenceCase: false });
    expect(errors).toEqual([]);
    expect(entries[0]?.fields).toMatchObject({ title: deal.title, url, version: '2100.1.1' });
    expect(entries[0]?.fields).not.toHaveProperty('urldate');
  });

  it('without a release states today as the day of access, apart from the as-of day', async () => {
    const today = new Date().toISOString().slice(0, 10);
    const unpinned = '/v1/deals/openai-oracle-compute/citation?asOf=2026-01-31';
    const [csl] = JSON.parse((await app.request.get(`${unpinned}&format=csl`).expect(200).buffer()).text);
    expect(csl).toMatchObject({
      accessed: { 'date-parts': [today.split('-').map(Number)] },
      note: expect.stringContaining('as known on 2026-01-31'),
    });
    const { text } = await app.request.get(`${unpinned}&format=bibtex`).expect(200).buffer();
    expect(parseBibtex(text, { sentenceCase: false }).entries[0]?.fields.urldate).toBe(today);
  });

  it('of a source cites the publication', async () => {
    const article = (await app.request.get('/v1/sources/amazon-2026-02-27-8k').expect(200)).body.data;
    const address = '/v1/sources/amazon-2026-02-27-8k/citation';
    const { text } = await app.request.get(address).expect(200).buffer();
    expect(text).toContain(`${article.publisher} (${article.publishedOn}). ${article.title}. ${article.url} (accessed `);
    expect(text).not.toContain('Roundtrip');
    const [csl] = JSON.parse((await app.request.get(`${address}?format=csl`).expect(200).buffer()).text);
    expect(csl).toMatchObject({
      title: article.title,
      publisher: article.publisher,
      URL: article.url,
      issued: { 'date-parts': [article.publishedOn.split('-').map(Number)] },
    });
    const bibtex = (await app.request.get(`${address}?format=bibtex`).expect(200).buffer()).text;
    const { entries, errors } = parseBibtex(bibtex, { sentenceCase: false });
    expect(errors).toEqual([]);
    expect(entries[0]?.fields).toMatchObject({ title: article.title, url: article.url });
  });

  it('escapes TeX characters', async () => {
    await writeSource(database, 'tex', 'Profit & loss: 100% of $5_000 {#1} ~ a^b \\x');
    const { text } = await app.request.get('/v1/sources/tex/citation?format=bibtex').expect(200).buffer();
    expect(parseBibtex(text, { sentenceCase: false }).entries[0]?.fields.title).toBe('Profit & loss: 100% of $5_000 {#1} ~ a^b \\x');
  });

  it('has balanced braces in BibTeX, which counts escaped ones, whatever the title and the URL contain', async () => {
    const endOfEntry = (text: string): number => {
      let depth = 0;
      for (const { 0: brace, index } of text.matchAll(/[{}]/g)) {
        depth += brace === '{' ? 1 : -1;
        if (depth === 0) return index;
      }
      return -1;
    };
    for (const [index, title] of ['A lone { brace', 'A lone } brace', 'The path C:\\{0}\\', '}{'].entries()) {
      const id = `braces-${index}`;
      const url = `https://example.org/?q=${index}{${'}'.repeat(index)}\\`;
      const record = source(id, { title, url, publisher: title, publishedOn: '2026-01-05' });
      await writeChanges(database, [{ operation: 'put', collection: 'sources', record }]);
      const { text } = await app.request.get(`/v1/sources/${id}/citation?format=bibtex`).expect(200).buffer();
      expect(endOfEntry(text), text).toBe(text.trimEnd().length - 1);
      const { entries, errors } = parseBibtex(text, { sentenceCase: false });
      expect(errors).toEqual([]);
      expect(entries[0]?.fields).toMatchObject({ title, url: url.replace(/[{}\\]/g, encodeURIComponent) });
    }
  });

  it('is one line of text, even if the title has several', async () => {
    await writeSource(database, 'broken-title', 'A title\nof two lines');
    const { text } = await app.request.get('/v1/sources/broken-title/citation').expect(200).buffer();
    expect(text).toMatch(/^.+ \(.+\)\. A title of two lines\. https:.+\n$/);
  });

  it('is linked from every record', async () => {
    const link = async (address: string) => (await app.request.get(address).expect(200)).headers.link;
    expect(await link('/v1/companies/openai')).toBe('</v1/companies/openai>; rel="cite-as"');
    expect(await link('/v1/companies/openai?fields=name&asOf=2025-12-31&dataVersion=2100.1.1')).toBe(
      '</v1/companies/openai?asOf=2025-12-31&dataVersion=2100.1.1>; rel="cite-as"',
    );
    // A future day would return other data than what was read.
    const { body } = await app.request.get('/v1/companies/openai?asOf=2999-12-31').expect(200);
    expect(await link('/v1/companies/openai?asOf=2999-12-31')).toBe(`</v1/companies/openai?asOf=${body.meta.asOf}>; rel="cite-as"`);
  });
});

describe('the release of the imported dataset', () => {
  it('pins any response of a new server, also its exports, and does not follow later writes', async () => {
    const imported = await openDatasetApp();
    const { dataDir: folder } = imported.app.config;
    expect(await releaseDataset(imported.database, folder, new Date())).toBe(datasetVersion);
    expect(await releaseDataset(imported.database, folder, new Date())).toBeUndefined();
    const listed = await imported.request.get('/v1/releases').expect(200);
    const { dataVersion } = listed.body.meta;
    expect(listed.body.data).toMatchObject([{ version: datasetVersion, dataVersion: dataVersionAfter(0) }]);
    expect(dataVersion).toBe(dataVersionAfter(0));
    const current = await imported.request.get('/v1/deals?limit=5').expect(200);
    await writeSource(imported.database, 'later');
    const read = (path: string) => imported.request.get(pinned(path, dataVersion));
    expect((await read('/v1/deals?limit=5').expect(200)).text).toBe(current.text);
    await read('/v1/sources/later').expect(404);
    // The files are made when they are first requested, which can take longer than a request waits.
    await waitUntil(async () => (await read('/v1/exports')).status === 200, 'the exports of the release were made');
    const { body } = await read('/v1/exports').expect(200);
    expect(body.meta.dataVersion).toBe(dataVersion);
    const records = await read('/v1/exports/records.ndjson').buffer().expect(200);
    expect(records.text.trim().split('\n')).toHaveLength(importedChanges);
    // As if other releases had displaced its database.
    await imported.app.releases.close();
    await read('/v1/exports').expect(200);
    await imported.close();
  });

  it('is not made if a record was edited', async () => {
    const edited = await openDatasetApp();
    await writeSource(edited.database, 'own');
    expect(await releaseDataset(edited.database, edited.app.config.dataDir, new Date())).toBeUndefined();
    await edited.close();
  });
});
