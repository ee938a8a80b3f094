import { daysBetween } from '../domain/dates.ts';
import { sumUsd, type UsdSum } from '../domain/usd-sum.ts';
import type { FlowOverlap } from './flow-sums.ts';
import { type Leg, legCertainty, type MoneyGraph, sumLeg } from './money-graph.ts';
import { classifyCycle, computeVolume, rotateToSmallest } from './paths-and-cycles.ts';

/** How central a group is to circular financing. */
export interface HubScore {
  group: string;
  /** Number of circular-financing cycles that include the group. */
  cycles: number;
  /** Sum of their volumes in whole US dollars. Cycles share legs, so use it for ranking only: it is not an amount of money. */
  usd: UsdSum;
}

export interface PaperScores {
  /** Pairs of groups that pay each other, scored by the geometric mean of the two weights. */
  loops: { groups: string[]; score: number }[];
  /** Cycles of three or more groups, scored by the geometric mean of their weights. */
  cycles: { groups: string[]; score: number }[];
  /** Groups scored by the sum of the scores of their cycles, relative to the highest. */
  hubs: { group: string; score: number; cycles: number }[];
}

/** Weights from the paper cited at {@link computePaperWeight}. */
const paperWeights = { value: 0.6, recency: 0.25, confidence: 0.15 };
/** The paper covers four years of deals; recency falls to 0 over that period. */
const paperDays = 4 * 365;
const confidenceByCertainty = { binding: 1, intended: 0.6, speculative: 0.3, dead: 0 };

/** Maximum number of entries in each ranking. */
export const maxRanked = 50;

const round = (value: number): number => Number(value.toFixed(4));

/**
 * Computes the weight of a leg, 0 to 1, as in "Quantifying Circularity in AI Industry Deal Networks" (January 2026): 0.6 times its value
 * relative to the highest, plus 0.25 times its recency, plus 0.15 times its confidence.
 *
 * @param high The leg's upper bound in whole US dollars. Null counts as 0.
 * @param largest The highest upper bound of all legs.
 * @param day The day from which recency is measured.
 */
const computePaperWeight = (leg: Leg, high: number | null, largest: number, day: string): number => {
  const newest = leg.flows.reduce((latest, { knownFrom }) => (knownFrom > latest ? knownFrom : latest), '');
  const recency = Math.min(1, Math.max(0, 1 - daysBetween(newest, day) / paperDays));
  const value = high === null || largest === 0 ? 0 : high / largest;
  return paperWeights.value * value + paperWeights.recency * recency + paperWeights.confidence * confidenceByCertainty[legCertainty(leg)];
};

/** Collects scores while cycles are enumerated. */
export class ScoreCollector {
  readonly #graph: MoneyGraph;
  readonly #sums: UsdSum[];
  readonly #weights: number[];
  readonly #circular = new Map<string, { count: number; volumes: UsdSum[] }>();
  readonly #paperHubs = new Map<string, { count: number; score: number }>();
  readonly #scored: { edges: number[]; score: number }[] = [];

  constructor(graph: MoneyGraph, overlap: FlowOverlap, day: string) {
    this.#graph = graph;
    this.#sums = graph.legs.map((leg) => sumLeg(leg, overlap).usd);
    const largest = this.#sums.reduce((most, { high }) => Math.max(most, high ?? 0), 0);
    this.#weights = graph.legs.map((leg, edge) => computePaperWeight(leg, this.#sums[edge]?.high ?? null, largest, day));
  }

  /** Adds one cycle, given as the first `length` edges of `path`. */
  add(path: Int32Array, length: number): void {
    const edges = Array.from(path.subarray(0, length));
    const bits = edges.reduce((all, edge) => all | (this.#graph.natures[edge] ?? 0), 0);
    const groups = edges.flatMap((edge) => this.#graph.legs[edge]?.from ?? []);
    if (classifyCycle(bits) === 'circular_financing') {
      const { low, high, unknownLegs } = computeVolume(edges.flatMap((edge) => this.#sums[edge] ?? []));
      for (const group of groups) {
        const entry = this.#circular.get(group) ?? { count: 0, volumes: [] };
        this.#circular.set(group, entry);
        entry.count += 1;
        entry.volumes.push({ low, high, unknown: unknownLegs, openEnded: 0 });
      }
    }
    // The paper does not require legs of both natures: it counts any closed path as a cycle.
    const score = edges.reduce((product, edge) => product * (this.#weights[edge] ?? 0), 1) ** (1 / length);
    for (const group of groups) {
      const entry = this.#paperHubs.get(group) ?? { count: 0, score: 0 };
      this.#paperHubs.set(group, entry);
      entry.count += 1;
      entry.score += score;
    }
    this.#scored.push({ edges, score });
  }

  /** Ranks groups by the number of their circular-financing cycles, then by the sum of the cycles' volumes. */
  hubs(): HubScore[] {
    return [...this.#circular]
      .map(([group, { count, volumes }]) => ({ group, cycles: count, usd: sumUsd(volumes) }))
      .sort((a, b) => b.cycles - a.cycles || (b.usd.high ?? -1) - (a.usd.high ?? -1) || (a.group < b.group ? -1 : 1))
      .slice(0, maxRanked);
  }

  /** Returns the rankings that the paper defines, each with at most {@link maxRanked} entries. */
  paper(): PaperScores {
    const ranked = this.#scored
      .sort((a, b) => b.score - a.score)
      .map(({ edges, score }) => ({
        groups: rotateToSmallest(this.#graph, edges).flatMap((edge) => this.#graph.legs[edge]?.from ?? []),
        score: round(score),
      }));
    const largest = Math.max(0, ...[...this.#paperHubs.values()].map(({ score }) => score));
    return {
      loops: ranked.filter(({ groups }) => groups.length === 2).slice(0, maxRanked),
      cycles: ranked.filter(({ groups }) => groups.length > 2).slice(0, maxRanked),
      hubs: [...this.#paperHubs]
        .map(([group, { count, score }]) => ({ group, score: largest === 0 ? 0 : round(score / largest), cycles: count }))
        .sort((a, b) => b.score - a.score || (a.group < b.group ? -1 : 1))
        .slice(0, maxRanked),
    };
  }
}
