import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FlowNature } from '../../src/domain/vocabulary.ts';
import { type DatasetApp, openDatasetApp } from '../support/app.ts';
import { collectPages, type JsonBody } from '../support/collect-pages.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { cyclesByBruteForce, flow } from '../support/flow-graphs.ts';

let dataset: DatasetApp;
beforeAll(async () => {
  dataset = await openDatasetApp();
});
afterAll(() => dataset.close());

const get = async (path: string): Promise<JsonBody> => (await dataset.request.get(path).expect(200)).body;

describe('GET /v1/graph', () => {
  it('gives a payer no part of what is left of a round, if its own share is stated twice', async () => {
    const linksOf = async (group: string) => (await get(`/v1/graph?group=${group}&nature=financing`)).links as JsonBody[];
    for (const payer of ['nvidia', 'softbank', 'amazon']) {
      const isOne = ({ source, target }: JsonBody) => source === payer && target === 'openai';
      const [one, other] = [(await linksOf('openai')).find(isOne), (await linksOf(payer)).find(isOne)];
      expect(one?.usd, payer).toEqual(other?.usd);
    }
    expect((await linksOf('openai')).find(({ source }) => source === 'nvidia')?.usd).toMatchObject({
      low: 30_100_000_000,
      high: 30_100_000_000,
    });
  });

  it('returns GraphML that a third-party parser reads as the same graph', async () => {
    const { text } = await dataset.request.get('/v1/graph?format=graphml').buffer().expect(200);
    // The packages are CommonJS, although their types declare ES modules.
    const require = createRequire(import.meta.url);
    const { MultiDirectedGraph } = require('graphology') as typeof import('graphology');
    const { parse } = require('graphology-graphml') as {
      parse: (type: typeof MultiDirectedGraph, text: string) => InstanceType<typeof MultiDirectedGraph>;
    };
    const graph = parse(MultiDirectedGraph, text);
    const flows = graph.mapEdges((_edge, { nature }, source, target) => flow(source, target, { nature: nature as FlowNature }));
    const expected = await collectPages(dataset.request, '/v1/cycles?limit=200&maxLength=4');
    const found = cyclesByBruteForce(flows, 4);
    expect([...found.keys()].sort()).toEqual(expected.map(({ id }: JsonBody) => id).sort());
    const naturesBetween = new Map<string, Set<string>>();
    for (const { from, to, nature } of flows)
      naturesBetween.set(`${from} ${to}`, (naturesBetween.get(`${from} ${to}`) ?? new Set()).add(nature));
    for (const { id, groups, class: cycleClass } of expected) {
      const natures = new Set(
        groups.flatMap((group: string, index: number) => [
          ...(naturesBetween.get(`${group} ${groups[(index + 1) % groups.length]}`) ?? []),
        ]),
      );
      expect(cycleClass === 'circular_financing', id).toBe(natures.has('purchase') && natures.size > 1);
    }
  });

  it('returns every group and link in every format', async () => {
    const { nodes, links } = await get('/v1/graph?format=json');
    const text = async (format: string) => (await dataset.request.get(`/v1/graph?format=${format}`).buffer().expect(200)).text;
    const count = (body: string, pattern: RegExp) => body.match(pattern)?.length;
    expect(count(await text('gexf'), /<node /g)).toBe(nodes.length);
    expect(count(await text('gexf'), /<edge /g)).toBe(links.length);
    expect(count(await text('dot'), /^ {2}"[^"]+" \[label=/gm)).toBe(nodes.length);
    expect(count(await text('dot'), / -> /g)).toBe(links.length);
    expect(count(await text('mermaid'), /\| n\d+$/gm)).toBe(Math.min(links.length, 500));
    const byAccept = await dataset.request.get('/v1/graph').set('Accept', 'text/vnd.graphviz').buffer().expect(200);
    expect(byAccept.headers['content-type']).toBe('text/vnd.graphviz; charset=utf-8');
    expect(byAccept.text).toBe(await text('dot'));
  });

  it('returns the circular core: the legs of the circles that /v1/cycles lists', async () => {
    const query = 'class=circular_financing&maxLength=3&certaintyMin=intended';
    const cycles = await collectPages(dataset.request, `/v1/cycles?${query}&limit=200`);
    const legs = cycles.flatMap(({ groups }: JsonBody) =>
      groups.map((group: string, index: number) => `${group} ${groups[(index + 1) % groups.length]}`),
    );
    const { links, nodes, meta } = await get(`/v1/graph?${query}`);
    expect(new Set(links.map(({ source, target }: JsonBody) => `${source} ${target}`))).toEqual(new Set(legs));
    expect(nodes.length).toBeGreaterThan(10);
    expect(meta.truncated).toBe(false);
    expect(new Set(links.map(({ id }: JsonBody) => id)).size).toBe(links.length);
    expectProblem(await dataset.request.get('/v1/graph?maxLength=3'), 400);
  });

  it('says in a header and a comment that a Mermaid diagram is cut', async () => {
    const whole = await dataset.request.get('/v1/graph?format=mermaid').buffer().expect(200);
    expect(whole.headers.truncated).toBe('true');
    expect(whole.text).toMatch(/^%% The 500 largest of \d+ links\. /m);
    expect(whole.text.length).toBeLessThanOrEqual(50_000);
    for (const filter of ['group=openai', 'class=circular_financing']) {
      const part = await dataset.request.get(`/v1/graph?format=mermaid&${filter}`).buffer().expect(200);
      expect(part.headers.truncated, filter).toBeUndefined();
      expect(part.text).not.toContain('%%');
    }
  });
});
