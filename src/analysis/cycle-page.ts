import { type MoneyGraph, sumLeg } from './money-graph.ts';
import { buildCycleId, classifyCycle, detectPattern } from './paths-and-cycles.ts';
import type { UmbrellaLookup } from './umbrellas.ts';

/** Position of a cycle in a sorted list. */
export interface CyclePosition {
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
export const comparePositions = ({ key, direction }: CycleOrder, a: CyclePosition, b: CyclePosition): number => {
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
  readonly entries: { edges: number[]; position: CyclePosition }[] = [];
  readonly #graph: MoneyGraph;
  readonly #getUmbrella: UmbrellaLookup;
  readonly #filters: CycleFilters;
  readonly #order: CycleOrder;
  readonly #limit: number;
  readonly #after: CyclePosition | null;
  /** Upper bounds of the edges, computed on first use: NaN before that, -1 if an edge has none. */
  readonly #upperBounds: Float64Array;

  constructor(
    graph: MoneyGraph,
    getUmbrella: UmbrellaLookup,
    options: { filters: CycleFilters; order: CycleOrder; limit: number; after: CyclePosition | null },
  ) {
    this.#graph = graph;
    this.#getUmbrella = getUmbrella;
    this.#filters = options.filters;
    this.#order = options.order;
    this.#limit = options.limit;
    this.#after = options.after;
    this.#upperBounds = new Float64Array(graph.legs.length).fill(Number.NaN);
  }

  /** Adds one cycle, given as the first `length` edges of `path`. */
  add(path: Int32Array, length: number): void {
    let bits = 0;
    for (let index = 0; index < length; index += 1) bits |= this.#graph.natures[path[index] ?? 0] ?? 0;
    const { classes, patterns, volumeMin } = this.#filters;
    if (classes !== undefined && !classes.includes(classifyCycle(bits))) return;
    if (patterns !== undefined) {
      const pattern = detectPattern(Array.from(path.subarray(0, length), (edge) => this.#graph.natures[edge] ?? 0));
      if (pattern === null || !patterns.includes(pattern)) return;
    }
    const volume = this.#volume(path, length);
    if (volumeMin !== undefined && (volume === null || volume < volumeMin)) return;
    this.total += 1;
    this.#insert(path, length, volume);
  }

  #insert(path: Int32Array, length: number, volume: number | null): void {
    const value = this.#order.key === 'volume' ? volume : length;
    const last = this.entries.length === this.#limit ? this.entries.at(-1) : undefined;
    // Most cycles are far behind the page. An empty id sorts before all others, so this check avoids building the real one.
    if (last !== undefined && this.#order.key !== 'id' && comparePositions(this.#order, { value, id: '' }, last.position) > 0) return;
    const edges = Array.from(path.subarray(0, length));
    const position = { value, id: buildCycleId(this.#graph, edges) };
    if (this.#after !== null && comparePositions(this.#order, position, this.#after) <= 0) return;
    if (last !== undefined && comparePositions(this.#order, position, last.position) >= 0) return;
    let index = this.entries.length;
    while (index > 0 && comparePositions(this.#order, position, this.entries[index - 1]?.position ?? position) < 0) index -= 1;
    this.entries.splice(index, 0, { edges, position });
    if (this.entries.length > this.#limit) this.entries.pop();
  }

  #volume(path: Int32Array, length: number): number | null {
    let least = Number.POSITIVE_INFINITY;
    for (let index = 0; index < length; index += 1) {
      const high = this.#upperBound(path[index] ?? 0);
      if (high >= 0 && high < least) least = high;
    }
    return least === Number.POSITIVE_INFINITY ? null : least;
  }

  #upperBound(edge: number): number {
    const known = this.#upperBounds[edge] ?? Number.NaN;
    if (!Number.isNaN(known)) return known;
    const leg = this.#graph.legs[edge];
    const high = leg === undefined ? -1 : (sumLeg(leg, this.#getUmbrella).high ?? -1);
    this.#upperBounds[edge] = high;
    return high;
  }
}
