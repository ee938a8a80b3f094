import { get as httpGet, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Session } from '../../src/database/database.ts';
import { type Collection, collections } from '../../src/domain/vocabulary.ts';
import { maxStreamsPerClient } from '../../src/modules/changes/changes.routes.ts';
import { putRecord, retractRecord } from '../../src/mutations/records.ts';
import { type DatasetApp, openApp, openDatasetApp } from '../support/app.ts';
import type { JsonBody } from '../support/collect-pages.ts';
import { readRecordFiles } from '../support/dataset.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { waitUntil } from '../support/processes.ts';
import { retractSource, writeSource } from '../support/sources.ts';

/** How often the client of a stream reconnects. */
const reconnections = 8 * Number(process.env.TEST_RUNS_FACTOR ?? 1);

let dataset: DatasetApp;
beforeAll(async () => {
  dataset = await openDatasetApp();
});
afterAll(() => dataset.close());

/** A copy of the data that applies changes. */
class Copy {
  readonly records = new Map<string, string>();
  newest = 0;
  apply({ sequence, operation, collection, id, record }: JsonBody): void {
    expect(sequence).toBe(this.newest + 1);
    this.newest = sequence;
    // A renamed record follows under its new id.
    if (operation === 'retract' || operation === 'rename') this.records.delete(`${collection}/${id}`);
    else this.records.set(`${collection}/${id}`, `${JSON.stringify(record, null, 2)}\n`);
  }
}

const storedRecords = async () => {
  const { records } = await dataset.database.read(async ({ orm, tables }) => ({ records: await orm.select().from(tables.records) }));
  return new Map(records.flatMap(({ collection, id, body }) => (body === null ? [] : [[`${collection}/${id}`, body] as const])));
};

describe('GET /v1/changes', () => {
  it('returns every record byte for byte without a gap, and continues from the last sequence number', async () => {
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
    await retractSource(dataset.database, 'followed');
    await follow();
    expect(copy.records).toEqual(await storedRecords());
  });

  it('returns 400 for a future sequence number and for asOf', async () => {
    const beyond = await dataset.request.get('/v1/changes?since=999999');
    expectProblem(beyond, 400);
    expect(beyond.body.errors[0].message).toContain('the newest is');
    expectProblem(await dataset.request.get('/v1/changes?asOf=2025-01-01'), 400);
  });
});

describe('affected records of a change', () => {
  /** Some companies and sources, and the deals between them. */
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

  it('are exactly the other records whose responses changed, counts and backlinks included', async () => {
    const writer = { actor: 'test', now: new Date() };
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

/** Reads events until there are enough, then closes the connection. */
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
  it('gives an identical copy to a client that reconnects again and again during writes', async () => {
    const { app, close } = await openApp(dataset.database);
    await app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = app.server.address() as AddressInfo;
    const copy = new Copy();
    for (let cut = 0; cut < reconnections; cut += 1) {
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
  });

  it('sends a change as soon as it is committed and does not delay shutdown', async () => {
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

  it('no longer counts a client that left, before the next change and the next heartbeat', async () => {
    const { app, close } = await openApp(dataset.database);
    await app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = app.server.address() as AddressInfo;
    const openAndLeave = (): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        const request = httpGet({ host: '127.0.0.1', port, path: '/v1/changes/stream', agent: false }, (response) => {
          response.once('data', () => request.destroy());
          response.once('close', () => resolve(response.statusCode));
          response.on('error', () => undefined);
        });
        request.once('error', reject);
      });
    const countConnections = (): Promise<number> =>
      new Promise((resolve) => app.server.getConnections((_error, connections) => resolve(connections)));
    for (let visit = 0; visit <= maxStreamsPerClient; visit += 1) {
      expect(await openAndLeave()).toBe(200);
      await waitUntil(async () => (await countConnections()) === 0, 'the server noticed that the client left');
    }
    await close();
  });

  it('answers HEAD without opening a stream', async () => {
    const { app, request, close } = await openApp(dataset.database);
    await app.listen({ host: '127.0.0.1', port: 0 });
    const { headers } = await request.head('/v1/changes/stream?since=0').expect(200);
    expect(headers['content-type']).toBe('text/event-stream; charset=utf-8');
    // More requests than the number of streams that may be open at the same time.
    for (let batch = 0; batch < 10; batch += 1)
      await Promise.all(Array.from({ length: 100 }, () => request.head('/v1/changes/stream').expect(200)));
    await request.get('/v1/changes/stream?since=0&limit=1').expect(200);
    await close();
  });

  it('returns 400 for a Last-Event-ID that is not a number', async () => {
    const response = await dataset.request.get('/v1/changes/stream').set('Last-Event-ID', 'yesterday');
    expectProblem(response, 400);
    expect(response.body.errors[0].parameter).toBe('Last-Event-ID');
  });
});
