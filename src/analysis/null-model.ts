import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { buildDigraph } from './digraph.ts';
import { enumerateCycles } from './enumerate-cycles.ts';
import { areCircular, type MoneyGraph, natureBits } from './money-graph.ts';

/** The number of cycles of one length, compared with random graphs. */
export interface LengthComparison {
  length: number;
  /** Number of circular-financing cycles in the real graph. */
  observed: number;
  mean: number;
  standardDeviation: number;
  /** Standard deviations by which the real number exceeds the mean; null if all samples have the same number. */
  zScore: number | null;
}

export interface NullModel {
  /** Number of random graphs sampled. */
  samples: number;
  byLength: LengthComparison[];
  /** What the comparison says, in one sentence for each outcome. */
  finding: string;
}

export interface NullModelOptions {
  maxLength: number;
  samples: number;
  seed: number;
  /** Maximum number of edges visited while counting one graph. */
  maxEdgesVisited: number;
}

/** Attempted switches per edge, enough to make the result independent of the initial graph (Milo et al., arXiv:cond-mat/0312028). */
const switchesPerEdge = 10;

interface Edge {
  from: number;
  to: number;
}

function* countCircular(
  size: number,
  layers: readonly { bit: number; edges: readonly Edge[] }[],
  options: NullModelOptions,
): Generator<void, number[]> {
  const natures = new Map<number, number>();
  for (const { bit, edges } of layers)
    for (const { from, to } of edges) natures.set(from * size + to, (natures.get(from * size + to) ?? 0) | bit);
  const keys = Float64Array.from(natures.keys()).sort();
  const bits = Array.from(keys, (key) => natures.get(key) ?? 0);
  const graph = buildDigraph(
    size,
    Int32Array.from(keys, (key) => Math.floor(key / size)),
    Int32Array.from(keys, (key) => key % size),
  );
  const counts = Array.from({ length: options.maxLength + 1 }, () => 0);
  yield* enumerateCycles(graph, options, (path, length) => {
    let found = 0;
    for (let index = 0; index < length; index += 1) found |= bits[path[index] ?? 0] ?? 0;
    if (areCircular(found)) counts[length] = (counts[length] ?? 0) + 1;
  });
  return counts;
}

/** Swaps the targets of random pairs of edges. Every vertex keeps its in-degree and out-degree. */
const rewireEdges = (edges: readonly Edge[], size: number, draw: (below: number) => number): Edge[] => {
  const result = edges.map((edge) => ({ ...edge }));
  const present = new Set(result.map(({ from, to }) => from * size + to));
  for (let attempt = 0; attempt < edges.length * switchesPerEdge; attempt += 1) {
    const a = result[draw(result.length)];
    const b = result[draw(result.length)];
    if (a === undefined || b === undefined || a.from === b.to || b.from === a.to) continue;
    const [first, second] = [a.from * size + b.to, b.from * size + a.to];
    if (present.has(first) || present.has(second)) continue;
    present.delete(a.from * size + a.to);
    present.delete(b.from * size + b.to);
    present.add(first).add(second);
    [a.to, b.to] = [b.to, a.to];
  }
  return result;
};

const round = (value: number) => Number(value.toFixed(4));

const compareLength = (length: number, observed: number, counts: readonly number[]): LengthComparison => {
  const mean = counts.reduce((sum, count) => sum + count, 0) / Math.max(1, counts.length);
  const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / Math.max(1, counts.length - 1);
  const standardDeviation = Math.sqrt(variance);
  return {
    length,
    observed,
    mean: round(mean),
    standardDeviation: round(standardDeviation),
    zScore: standardDeviation === 0 ? null : round((observed - mean) / standardDeviation),
  };
};

/** A z-score beyond this is unlikely to be chance (two-sided, about one in twenty). */
const significantZScore = 1.96;

const describeFinding = (byLength: readonly LengthComparison[]): string => {
  const lengthsOf = (matches: (zScore: number) => boolean) =>
    byLength
      .filter(({ zScore }) => zScore !== null && matches(zScore))
      .map(({ length, zScore }) => `${length} (z = ${zScore?.toFixed(1)})`);
  const outcomes = [
    { lengths: lengthsOf((zScore) => zScore > significantZScore), text: 'more frequent than in random graphs' },
    { lengths: lengthsOf((zScore) => Math.abs(zScore) <= significantZScore), text: 'about as frequent as in random graphs' },
    { lengths: lengthsOf((zScore) => zScore < -significantZScore), text: 'less frequent than in random graphs' },
  ];
  const sentences = outcomes.flatMap(({ lengths, text }) =>
    lengths.length === 0 ? [] : [`Circles of length ${lengths.join(', ')} are ${text}.`],
  );
  return sentences.length === 0 ? 'The random graphs do not differ, so they say nothing.' : sentences.join(' ');
};

/**
 * Compares the number of circular-financing cycles of each length with random graphs that preserve degrees: every group keeps the number of groups that
 * it finances, is financed by, buys from and sells to (switching method: Maslov and Sneppen, Science 296, 2002). Each nature is rewired
 * separately.
 *
 * The same seed gives the same result. Yields between samples.
 */
export function* computeNullModel(graph: MoneyGraph, options: NullModelOptions): Generator<void, NullModel> {
  const vertexByGroup = new Map(graph.groups.map((group, vertex) => [group, vertex]));
  const layers = Object.values(natureBits).map((bit) => ({
    bit,
    edges: graph.legs
      .filter((_, edge) => ((graph.natures[edge] ?? 0) & bit) !== 0)
      .map(({ from, to }) => ({ from: vertexByGroup.get(from) ?? 0, to: vertexByGroup.get(to) ?? 0 })),
  }));
  const generator = xoroshiro128plus(options.seed);
  const draw = (below: number) => uniformInt(generator, 0, below - 1);
  const observed = yield* countCircular(graph.size, layers, options);
  const counts: number[][] = [];
  for (let sample = 0; sample < options.samples; sample += 1) {
    const random = layers.map(({ bit, edges }) => ({ bit, edges: edges.length < 2 ? edges : rewireEdges(edges, graph.size, draw) }));
    yield;
    counts.push(yield* countCircular(graph.size, random, options));
    yield;
  }
  const byLength = Array.from({ length: options.maxLength - 1 }, (_, index) =>
    compareLength(
      index + 2,
      observed[index + 2] ?? 0,
      counts.map((sample) => sample[index + 2] ?? 0),
    ),
  );
  return { samples: counts.length, byLength, finding: describeFinding(byLength) };
}
