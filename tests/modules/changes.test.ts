import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { get as httpGet, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyPatch, type Operation } from 'rfc6902';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { datasetFolder } from '../../src/commands/dataset-folder.ts';
import { runExport } from '../../src/commands/export.ts';
import type { Session } from '../../src/database/database.ts';
import { openDatabase } from '../../src/database/open.ts';
import { toCanonicalText } from '../../src/domain/records/records.ts';
import { type Collection, collections } from '../../src/domain/vocabulary.ts';
import { commit } from '../../src/ingest/commit.ts';
import { copyDatabase } from '../../src/ingest/copy-database.ts';
import { putRecord, retractRecord } from '../../src/mutations/records.ts';
import { renameRecord } from '../../src/mutations/rename-record.ts';
import { type DatasetApp, openApp, openDatasetApp, testConfig } from '../support/app.ts';
import type { JsonBody } from '../support/collect-pages.ts';
import { readRecordFiles } from '../support/dataset.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { waitUntil } from '../support/processes.ts';
import { writeSource } from '../support/sources.ts';

let dataset: DatasetApp;
beforeAll(async () => {
  dataset = await openDatasetApp();
});
afterAll(() => dataset.close());

const retractSource = (id: string) =>
  dataset.database.write((session) =>
    commit(session, {
      changes: [{ operation: 'retract', collection: 'sources', id }],
      actor: 'test',
      ingestedOn: '2026-11-24',
      recordedAt: new Date('2026-11-24T13:00:00Z'),
    }),
  );

/** A copy of the data that follows the changes. */
class Copy {
  readonly records = new Map<string, string>();
  newest = 0;
  apply({ sequence, operation, collection, id, record }: JsonBody): void {
    expect(sequence).toBe(this.newest + 1);
    this.newest = sequence;
    if (operation === 'retract') this.records.delete(`${collection}/${id}`);
    else this.records.set(`${collection}/${id}`, `${JSON.stringify(record, null, 2)}\n`);
  }
}

const storedRecords = async () => {
  const { records } = await dataset.database.read(async ({ orm, tables }) => ({ records: await orm.select().from(tables.records) }));
  return new Map(records.flatMap(({ collection, id, body }) => (body === null ? [] : [[`${collection}/${id}`, body] as const])));
};

describe('GET /v1/changes', () => {
  it('replayed from 0 gives every record byte for byte, without a gap, and goes on where it was left', async () => {
    const copy = new Copy();
    const follow = async () => {
      for (;;) {
        const { body } = await dataset.request.get(`/v1/changes?since=${copy.newest}&limit=1000`).expect(200);
        for (const change of body.data) copy.apply(change);
        if (body.page.nextSince === null) return;
        expect(body.page.nextSince).toBe(copy.newest);
      }
    };
    await follow();
    for (const collection of collections)
      for (const [id, text] of readRecordFiles(collection)) expect(copy.records.get(`${collection}/${id}`)).toBe(text);
    await writeSource(dataset.database, 'followed');
    await writeSource(dataset.database, 'followed', 'Another title');
    await retractSource('followed');
    await follow();
    expect(copy.records).toEqual(await storedRecords());
  });

  it('refuses a place that is not there yet, and asOf, which it has not', async () => {
    const beyond = await dataset.request.get('/v1/changes?since=999999');
    expectProblem(beyond, 400);
    expect(beyond.body.errors[0].message).toContain('the newest is');
    expectProblem(await dataset.request.get('/v1/changes?asOf=2025-01-01'), 400);
  });
});

describe('a change', () => {
  /** The answers of every company and source of a few, and of the deals between them. */
  const paths = [
    ...['nvidia', 'openai', 'amazon', 'anthropic', 'microsoft'].map((id) => `companies/${id}`),
    ...['affecting', 'affecting-too', 'amazon-2026-02-27-8k'].map((id) => `sources/${id}`),
    ...['affected', 'openai-aws-compute'].map((id) => `deals/${id}`),
    'valuations/affected',
  ];
  const answers = async () =>
    new Map(
      await Promise.all(
        paths.map(async (path) => {
          const { body } = await dataset.request.get(`/v1/${path}`);
          return [path, JSON.stringify(body.data)] as const;
        }),
      ),
    );

  it('names every other record whose answer moved, what is counted and gathered in it included, and none besides', async () => {
    const writer = { actor: 'test', now: new Date('2026-11-24T13:00:00Z') };
    const citing = (source: string, reportedOn = '2026-11-02') => ({
      reportedOn,
      status: 'announced',
      citations: [{ source, attribution: 'on_record' }],
    });
    const deal = {
      id: 'affected',
      title: 'A round',
      kind: 'equity_round',
      participants: [
        { company: 'nvidia', role: 'investor' },
        { company: 'openai', role: 'issuer' },
      ],
      summary: 'A round of which a test makes use.',
      history: [citing('affecting')],
    };
    const valuation = {
      id: 'affected',
      company: 'anthropic',
      observedOn: '2026-11-03',
      amount: { min: 1, max: 1, approximate: false, currency: 'USD' },
      basis: 'post_money',
      citations: [{ source: 'affecting', attribution: 'on_record' }],
    };
    const put =
      <Body extends { id: string }>(collection: Collection, body: Body) =>
      (session: Session) =>
        putRecord(session, { collection, id: body.id, body }, {}, writer);
    for (const id of ['affecting', 'affecting-too']) await writeSource(dataset.database, id);
    const [nvidia, openai, affecting, too] = ['companies/nvidia', 'companies/openai', 'sources/affecting', 'sources/affecting-too'];
    for (const [write, expected] of [
      [put('deals', deal), [nvidia, openai, affecting]],
      [put('deals', { ...deal, title: 'Another title' }), []],
      [
        put('deals', { ...deal, participants: [{ company: 'amazon', role: 'investor' }, deal.participants[1]] }),
        ['companies/amazon', nvidia],
      ],
      [put('deals', { ...deal, history: [citing('affecting'), citing('affecting-too', '2026-11-04')] }), ['companies/amazon', nvidia, too]],
      [put('deals', { ...deal, history: [citing('affecting'), citing('affecting-too', '2026-11-05')] }), [too]],
      [put('valuations', valuation), ['companies/anthropic', affecting]],
      [put('valuations', { ...valuation, basis: 'unspecified' }), ['companies/anthropic']],
      [(session: Session) => retractRecord(session, { collection: 'deals', id: 'affected' }, {}, writer), [nvidia, openai, affecting, too]],
      [
        (session: Session) => retractRecord(session, { collection: 'valuations', id: 'affected' }, {}, writer),
        ['companies/anthropic', affecting],
      ],
    ] as const) {
      const before = await answers();
      await dataset.database.write<unknown>(write);
      const after = await answers();
      const { body } = await dataset.request.get('/v1/changes?limit=1').expect(200);
      const { body: last } = await dataset.request.get(`/v1/changes?since=${body.meta.newest - 1}`).expect(200);
      const [{ collection, id, affected }] = last.data;
      const moved = [...after].flatMap(([path, text]) => (text === before.get(path) || path === `${collection}/${id}` ? [] : [path]));
      expect(moved.sort()).toEqual([...expected].sort());
      expect(affected.map((one: JsonBody) => `${one.collection}/${one.id}`).sort()).toEqual(moved);
    }
  });
});

interface StreamEvent {
  id: string;
  data: string;
}

/** Reads events until it has enough, then cuts the connection. */
const readEvents = (port: number, lastEventId: number, enough: (events: StreamEvent[]) => boolean): Promise<StreamEvent[]> =>
  new Promise((resolve, reject) => {
    const headers = { accept: 'text/event-stream', 'last-event-id': String(lastEventId) };
    const request = httpGet({ host: '127.0.0.1', port, path: '/v1/changes/stream', headers }, (response: IncomingMessage) => {
      let text = '';
      const events: StreamEvent[] = [];
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) {
          const id = /^id: (.*)$/m.exec(block)?.[1];
          const data = /^data: (.*)$/m.exec(block)?.[1];
          if (id !== undefined && data !== undefined) events.push({ id, data });
          if (enough(events)) {
            request.destroy();
            resolve(events);
            return;
          }
        }
      });
      response.on('error', () => resolve(events));
      response.on('end', () => resolve(events));
    });
    request.on('error', (error: NodeJS.ErrnoException) => (error.code === 'ECONNRESET' ? resolve([]) : reject(error)));
  });

describe('GET /v1/changes/stream', () => {
  it('leaves a client that was cut a hundred times with an identical copy, while writes go on', async () => {
    const { app, close } = await openApp(dataset.database);
    await app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = app.server.address() as AddressInfo;
    const copy = new Copy();
    for (let cut = 0; cut < 100; cut += 1) {
      await writeSource(dataset.database, `while-cut-${cut % 7}`, `Title ${cut}`);
      const events = await readEvents(port, copy.newest, (all) => all.length > 5 + (cut % 41));
      for (const { id, data } of events) {
        const change = JSON.parse(data);
        expect(id).toBe(String(change.sequence));
        copy.apply(change);
      }
    }
    const { body } = await dataset.request.get('/v1/changes?since=0&limit=1').expect(200);
    const { newest } = body.meta;
    if (copy.newest < newest)
      for (const { data } of await readEvents(port, copy.newest, (all) => all.at(-1)?.id === String(newest))) copy.apply(JSON.parse(data));
    expect(copy.records).toEqual(await storedRecords());
    await close();
  }, 60_000);

  it('sends a change as it comes, and does not hold the server up when it closes', async () => {
    const { app, close } = await openApp(dataset.database);
    await app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = app.server.address() as AddressInfo;
    const { body } = await dataset.request.get('/v1/changes?limit=1').expect(200);
    const events: StreamEvent[] = [];
    const reading = readEvents(port, body.meta.newest, (all) => {
      events.splice(0, events.length, ...all);
      return false;
    });
    await writeSource(dataset.database, 'as-it-comes');
    await waitUntil(() => events.length === 1, 'the change came');
    expect(JSON.parse(events[0]?.data ?? '{}')).toMatchObject({ operation: 'put', collection: 'sources', id: 'as-it-comes' });
    await close();
    expect(await reading).toHaveLength(1);
  });

  it('answers HEAD without opening a stream', async () => {
    const { app, request, close } = await openApp(dataset.database);
    await app.listen({ host: '127.0.0.1', port: 0 });
    const { headers } = await request.head('/v1/changes/stream?since=0').expect(200);
    expect(headers['content-type']).toBe('text/event-stream; charset=utf-8');
    // As many as are open at a time.
    for (let batch = 0; batch < 10; batch += 1)
      await Promise.all(Array.from({ length: 100 }, () => request.head('/v1/changes/stream').expect(200)));
    await request.get('/v1/changes/stream?since=0&limit=1').expect(200);
    await close();
  });

  it('refuses an id that is no number', async () => {
    const response = await dataset.request.get('/v1/changes/stream').set('Last-Event-ID', 'yesterday');
    expectProblem(response, 400);
    expect(response.body.errors[0].parameter).toBe('Last-Event-ID');
  });
});

describe('GET /v1/{collection}/{id}/revisions', () => {
  it('tells who changed what, in patches that lead from each version to the next', async () => {
    await writeSource(dataset.database, 'revised', 'First');
    await writeSource(dataset.database, 'revised', 'Second');
    await retractSource('revised');
    const { body } = await dataset.request.get('/v1/sources/revised/revisions').expect(200);
    expect(body.data.map(({ version, operation, actor }: JsonBody) => [version, operation, actor])).toEqual([
      [3, 'retract', 'test'],
      [2, 'put', 'test'],
      [1, 'put', 'test'],
    ]);
    const [retracted, second, first] = body.data;
    expect(retracted.changes).toEqual([{ op: 'remove', path: '' }]);
    const record = first.changes[0].value;
    expect(applyPatch(record, second.changes as Operation[])).toEqual([null]);
    expect(record).toMatchObject({ id: 'revised', title: 'Second' });
    expect(second.changes).toEqual([{ op: 'replace', path: '/title', value: 'Second' }]);
  });

  it('pages from the newest to the first', async () => {
    for (let version = 1; version <= 5; version += 1) await writeSource(dataset.database, 'often', `Title ${version}`);
    const versions: number[] = [];
    for (let path: string | null = '/v1/sources/often/revisions?limit=2'; path !== null; ) {
      const { body }: JsonBody = await dataset.request.get(path).expect(200);
      versions.push(...body.data.map(({ version }: JsonBody) => version));
      path = body.page.next === null ? null : `/v1/sources/often/revisions?limit=2&cursor=${body.page.next}`;
    }
    expect(versions).toEqual([5, 4, 3, 2, 1]);
  });
});

describe('roundtrip export', () => {
  it('over a dataset folder leaves what a fresh export writes, and touches no other file', async () => {
    const { database, close } = await openDatasetApp();
    const home = await mkdtemp(join(tmpdir(), 'roundtrip-export-'));
    const databaseUrl = `sqlite:${join(home, 'copy.db')}`;
    const file = await openDatabase(databaseUrl);
    await copyDatabase(database, file);
    const out = join(home, 'out');
    await runExport({ ...testConfig, databaseUrl }, out);
    await writeFile(join(out, 'sources', 'README.md'), 'Mine.');
    const record = JSON.parse(await readFile(join(out, 'chips', 'aws-trainium.json'), 'utf8'));
    await writeFile(join(out, 'chips', 'long-gone.json'), toCanonicalText({ ...record, id: 'long-gone' }));
    await file.write((session) =>
      renameRecord(
        session,
        { collection: 'sources', id: 'amazon-2026-02-27-8k', newId: 'renamed' },
        {},
        { actor: 'test', now: new Date() },
      ),
    );
    await file.close();
    for (const folder of [out, join(home, 'fresh')]) await runExport({ ...testConfig, databaseUrl }, folder);
    for (const collection of collections)
      expect((await readdir(join(out, collection))).filter((name) => name !== 'README.md')).toEqual(
        await readdir(join(home, 'fresh', collection)),
      );
    expect(await readFile(join(out, 'sources', 'README.md'), 'utf8')).toBe('Mine.');
    // A folder that is no dataset is somebody's own.
    await mkdir(join(home, 'other', 'chips'), { recursive: true });
    await writeFile(join(home, 'other', 'chips', 'mine.json'), '{}');
    await runExport({ ...testConfig, databaseUrl }, join(home, 'other'));
    expect(await readFile(join(home, 'other', 'chips', 'mine.json'), 'utf8')).toBe('{}');
    await close();
    await rm(home, { recursive: true });
  }, 60_000);

  it('writes every record byte for byte as its file, and the head of the dataset', async () => {
    const { database, close } = await openDatasetApp();
    const home = await mkdtemp(join(tmpdir(), 'roundtrip-export-'));
    // The command opens the database that its settings name.
    const file = await openDatabase(`sqlite:${join(home, 'copy.db')}`);
    await copyDatabase(database, file);
    await file.close();
    await runExport({ ...testConfig, databaseUrl: `sqlite:${join(home, 'copy.db')}` }, join(home, 'out'));
    expect(await readFile(join(home, 'out', 'dataset.json'), 'utf8')).toBe(await readFile(join(datasetFolder, 'dataset.json'), 'utf8'));
    for (const collection of collections) {
      const files = readRecordFiles(collection);
      expect((await readdir(join(home, 'out', collection))).length).toBe(files.size);
      for (const [id, text] of files) expect(await readFile(join(home, 'out', collection, `${id}.json`), 'utf8')).toBe(text);
    }
    await close();
    await rm(home, { recursive: true });
  }, 60_000);
});
