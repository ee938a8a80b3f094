import { classOfNatures, cycleIdOf, patternOf } from './circularity.ts';
import { type MoneyGraph, sumOfLeg } from './money-graph.ts';
import type { UmbrellaOf } from './umbrellas.ts';

/** Position of a cycle in a sorted list. */
export interface CyclePlace {
  value: number | null;
  id: string;
}

export interface CycleOrder {
  key: 'volume' | 'length' | 'id';
  direction: 'asc' | 'desc';
}

export interface CycleFilters {
  classes?: readonly string[] | undefined;
  patterns?: readonly string[] | undefined;
  /** Minimum upper bound of the volume, in whole US dollars. Cycles without an upper bound do not match. */
  volumeMin?: number | undefined;
}

/**
 * Compares two positions. Null values come last in both directions; ties sort by ascending id.
 *
 * @returns A negative number if `a` comes first, a positive one if `b` does, 0 if they are equal.
 */
export const comparePlaces = ({ key, direction }: CycleOrder, a: CyclePlace, b: CyclePlace): number => {
  const sign = direction === 'asc' ? 1 : -1;
  if (key !== 'id' && a.value !== b.value) {
    if (a.value === null) return 1;
    if (b.value === null) return -1;
    return sign * (a.value - b.value);
  }
  const byId = a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
  return key === 'id' ? sign * byId : byId;
};

/** Collects one page of a sorted, filtered list while cycles are enumerated. Stores at most `limit` cycles, however many there are. */
export class CyclePage {
  /** Number of cycles that match the filters, on this page or not. */
  total = 0;
  readonly kept: { edges: number[]; place: CyclePlace }[] = [];
  readonly #graph: MoneyGraph;
  readonly #umbrellaOf: UmbrellaOf;
  readonly #filters: CycleFilters;
  readonly #order: CycleOrder;
  readonly #limit: number;
  readonly #after: CyclePlace | null;
  /** Upper bounds of the edges, computed on first use: NaN before that, -1 if an edge has none. */
  readonly #highs: Float64Array;

  constructor(
    graph: MoneyGraph,
    umbrellaOf: UmbrellaOf,
    options: { filters: CycleFilters; order: CycleOrder; limit: number; after: CyclePlace | null },
  ) {
    this.#graph = graph;
    this.#umbrellaOf = umbrellaOf;
    this.#filters = options.filters;
    this.#order = options.order;
    this.#limit = options.limit;
    this.#after = options.after;
    this.#highs = new Float64Array(graph.legs.length).fill(Number.NaN);
  }

  /** Adds one cycle, given as the first `length` edges of `path`. */
  take(path: Int32Array, length: number): void {
    let bits = 0;
    for (let index = 0; index < length; index += 1) bits |= this.#graph.natures[path[index] ?? 0] ?? 0;
    const { classes, patterns, volumeMin } = this.#filters;
    if (classes !== undefined && !classes.includes(classOfNatures(bits))) return;
    if (patterns !== undefined) {
      const pattern = patternOf(Array.from(path.subarray(0, length), (edge) => this.#graph.natures[edge] ?? 0));
      if (pattern === null || !patterns.includes(pattern)) return;
    }
    const volume = this.#volumeOf(path, length);
    if (volumeMin !== undefined && (volume === null || volume < volumeMin)) return;
    this.total += 1;
    this.#keep(path, length, volume);
  }

  #keep(path: Int32Array, length: number, volume: number | null): void {
    const value = this.#order.key === 'volume' ? volume : length;
    const last = this.kept.length === this.#limit ? this.kept.at(-1) : undefined;
    // Most cycles are far behind the page. An empty id sorts before all others, so this check avoids building the real one.
    if (last !== undefined && this.#order.key !== 'id' && comparePlaces(this.#order, { value, id: '' }, last.place) > 0) return;
    const edges = Array.from(path.subarray(0, length));
    const place = { value, id: cycleIdOf(this.#graph, edges) };
    if (this.#after !== null && comparePlaces(this.#order, place, this.#after) <= 0) return;
    if (last !== undefined && comparePlaces(this.#order, place, last.place) >= 0) return;
    let position = this.kept.length;
    while (position > 0 && comparePlaces(this.#order, place, this.kept[position - 1]?.place ?? place) < 0) position -= 1;
    this.kept.splice(position, 0, { edges, place });
    if (this.kept.length > this.#limit) this.kept.pop();
  }

  #volumeOf(path: Int32Array, length: number): number | null {
    let least = Number.POSITIVE_INFINITY;
    for (let index = 0; index < length; index += 1) {
      const high = this.#highOf(path[index] ?? 0);
      if (high >= 0 && high < least) least = high;
    }
    return least === Number.POSITIVE_INFINITY ? null : least;
  }

  #highOf(edge: number): number {
    const known = this.#highs[edge] ?? Number.NaN;
    if (!Number.isNaN(known)) return known;
    const leg = this.#graph.legs[edge];
    const high = leg === undefined ? -1 : (sumOfLeg(leg, this.#umbrellaOf).high ?? -1);
    this.#highs[edge] = high;
    return high;
  }
}
