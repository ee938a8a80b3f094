import { enumerateCycles } from '../src/analysis/enumerate-cycles.ts';
import type { GraphFlow } from '../src/analysis/flow-sums.ts';
import { buildMoneyGraph, type MoneyGraph } from '../src/analysis/money-graph.ts';
import { createRandom } from './generate.ts';
import type { Part } from './report.ts';
import { median } from './statistics.ts';

/**
 * How long does the enumeration of cycles take, compared with a plain search of the same graph? Only this benchmark imports from `src`,
 * because no request runs the algorithm by itself.
 */

const finish = <Result>(work: Generator<void, Result>): Result => {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
};

/** Endpoints of flows: uniform, or skewed toward a few hubs. */
const endsOf = (groups: number, flows: number, isHubs: boolean): [number, number][] => {
  const random = createRandom(11);
  const draw = () => Math.floor((isHubs ? random() ** 2.5 : random()) * groups);
  return Array.from({ length: flows }, () => [draw(), draw()]);
};

const factsOf = (ends: readonly [number, number][]): GraphFlow[] =>
  ends.map(([from, to], index) => ({
    id: `f${index}`,
    from: `company-${from}`,
    to: `company-${to}`,
    fromGroup: `company-${from}`,
    toGroup: `company-${to}`,
    nature: index % 2 === 0 ? 'financing' : 'purchase',
    contingent: false,
    implied: false,
    certainty: 'binding',
    deal: null,
    chipCommitment: `c${index}`,
    kind: null,
    year: '2026',
    knownFrom: '2026-01-01',
    low: index,
    high: index,
    boundLow: 0,
    boundHigh: null,
    siblings: 1,
  }));

/** Depth-first search without pruning: the reference. */
const plainSearch = ({ size, offsets, targets }: MoneyGraph, maxLength: number, visitedMax: number): number => {
  const isOnPath = new Uint8Array(size);
  let count = 0;
  let visited = 0;
  const follow = (start: number, vertex: number, length: number): void => {
    for (let edge = offsets[vertex] ?? 0; edge < (offsets[vertex + 1] ?? 0) && visited < visitedMax; edge += 1) {
      const target = targets[edge] ?? 0;
      visited += 1;
      if (target === start) count += 1;
      else if (target > start && isOnPath[target] === 0 && length < maxLength) {
        isOnPath[target] = 1;
        follow(start, target, length + 1);
        isOnPath[target] = 0;
      }
    }
  };
  for (let start = 0; start < size; start += 1) follow(start, start, 1);
  return count;
};

const milliseconds = (work: () => void): number => {
  const started = performance.now();
  work();
  return Math.round(performance.now() - started);
};

const maxEdgesVisited = 40_000_000;
const runs = 3;

const graphs = [
  { name: '500 groups, 3,000 flows, uniform', groups: 500, flows: 3_000, isHubs: false, goalMs: 50 },
  { name: '500 groups, 3,000 flows, hubs', groups: 500, flows: 3_000, isHubs: true, goalMs: 50 },
  { name: '10,000 groups, 100,000 flows, uniform', groups: 10_000, flows: 100_000, isHubs: false, goalMs: 500 },
  { name: '10,000 groups, 100,000 flows, hubs', groups: 10_000, flows: 100_000, isHubs: true },
];

export const measureCycles = (): Part => {
  const part: Part = {
    title: 'Enumeration of cycles up to five legs',
    goals: [],
    detail: [
      '| graph | legs | cycles | build ms | search ms | legs visited | truncated | plain search ms |',
      '|---|---:|---:|---:|---:|---:|---|---:|',
    ],
  };
  for (const { name, groups, flows, isHubs, goalMs } of graphs) {
    const facts = factsOf(endsOf(groups, flows, isHubs));
    let graph = finish(buildMoneyGraph(facts));
    const build = milliseconds(() => {
      graph = finish(buildMoneyGraph(facts));
    });
    const times: number[] = [];
    let count = 0;
    let end = { edgesVisited: 0, truncated: false };
    for (let run = 0; run < runs; run += 1) {
      count = 0;
      const search = () => {
        end = finish(enumerateCycles(graph, { maxLength: 5, maxEdgesVisited }, () => (count += 1)));
      };
      times.push(milliseconds(search));
    }
    const plain = end.truncated ? 'not run' : milliseconds(() => plainSearch(graph, 5, 1e9));
    const cells = [name, graph.legs.length, count, build, median(times), end.edgesVisited, end.truncated ? 'yes' : 'no', plain];
    part.detail.push(`| ${cells.map((cell) => (typeof cell === 'number' ? cell.toLocaleString('en') : cell)).join(' | ')} |`);
    console.log(cells.join(' | '));
    if (goalMs !== undefined)
      part.goals.push({
        question: `Cycles: ${name}`,
        goal: `<= ${goalMs} ms`,
        figure: `${median(times)} ms`,
        isMet: median(times) <= goalMs,
      });
  }
  return part;
};
