import type { FlowOverlap } from './flow-sums.ts';
import { type MoneyGraph, sumLeg } from './money-graph.ts';
import { buildCycleId, classifyCycle, detectPattern } from './paths-and-cycles.ts';

/** Position of a cycle in a sorted list. For volumes, `value` is the lower bound and `high` the upper one. */
export interface CyclePosition {
  value: number;
  high: number | null;
  id: string;
}

export interface CycleOrder {
  key: 'volume' | 'length' | 'id';
  direction: 'asc' | 'desc';
}

export interface CycleFilters {
  ids?: ReadonlySet<string> | undefined;
  classes?: readonly string[] | undefined;
  patterns?: readonly string[] | undefined;
  /** Minimum upper bound of the volume, in whole US dollars. Cycles without an upper bound do not match. */
  volumeMin?: number | undefined;
}

/**
 * Compares two positions. Volumes compare by their lower bounds, then by their upper ones; a null bound comes last in both directions.
 * Ties sort by ascending id.
 *
 * @returns A negative number if `a` comes first, a positive one if `b` does, 0 if they are equal.
 */
export const comparePositions = ({ key, direction }: CycleOrder, a: CyclePosition, b: CyclePosition): number => {
  const sign = direction === 'asc' ? 1 : -1;
  if (key !== 'id' && a.value !== b.value) return sign * (a.value - b.value);
  if (key === 'volume' && a.high !== b.high) {
    if (a.high === null) return 1;
    if (b.high === null) return -1;
    return sign * (a.high - b.high);
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
  readonly #overlap: FlowOverlap;
  readonly #filters: CycleFilters;
  readonly #order: CycleOrder;
  readonly #limit: number;
  readonly #after: CyclePosition | null;
  /** Bounds of the edges, computed on first use: NaN before that; infinite if an edge has no upper bound. */
  readonly #lows: Float64Array;
  readonly #highs: Float64Array;
  /** Whether an edge is a leg of a cycle that matches, and whether of one of two legs. */
  readonly #marks: Uint8Array;
  /** Volume of the cycle that is being added. */
  #low = 0;
  #high: number | null = null;

  constructor(
    graph: MoneyGraph,
    overlap: FlowOverlap,
    options: { filters: CycleFilters; order: CycleOrder; limit: number; after: CyclePosition | null },
  ) {
    this.#graph = graph;
    this.#overlap = overlap;
    this.#filters = options.filters;
    this.#order = options.order;
    this.#limit = options.limit;
    this.#after = options.after;
    this.#lows = new Float64Array(graph.legs.length).fill(Number.NaN);
    this.#highs = new Float64Array(graph.legs.length).fill(Number.NaN);
    this.#marks = new Uint8Array(graph.legs.length);
  }

  /** Adds one cycle, given as the first `length` edges of `path`. */
  add(path: Int32Array, length: number): void {
    let bits = 0;
    for (let index = 0; index < length; index += 1) bits |= this.#graph.natures[path[index] ?? 0] ?? 0;
    const { ids, classes, patterns, volumeMin } = this.#filters;
    if (classes !== undefined && !classes.includes(classifyCycle(bits))) return;
    if (patterns !== undefined) {
      const pattern = detectPattern(Array.from(path.subarray(0, length), (edge) => this.#graph.natures[edge] ?? 0));
      if (pattern === null || !patterns.includes(pattern)) return;
    }
    if (ids !== undefined && !ids.has(buildCycleId(this.#graph, Array.from(path.subarray(0, length))))) return;
    this.#setVolume(path, length);
    if (volumeMin !== undefined && (this.#high === null || this.#high < volumeMin)) return;
    this.total += 1;
    for (let index = 0; index < length; index += 1) this.#marks[path[index] ?? 0] = length === 2 ? 2 : this.#marks[path[index] ?? 0] || 1;
    this.#insert(path, length);
  }

  /** Returns the legs of all cycles that match, each once. */
  markedEdges(): number[] {
    return [...this.#marks.keys()].filter((edge) => this.#marks[edge] !== 0);
  }

  /** Returns the legs of the cycles of two groups that match. */
  mutualEdges(): number[] {
    return [...this.#marks.keys()].filter((edge) => this.#marks[edge] === 2);
  }

  #insert(path: Int32Array, length: number): void {
    const isVolume = this.#order.key === 'volume';
    const [value, high] = isVolume ? [this.#low, this.#high] : [length, null];
    const last = this.entries.length === this.#limit ? this.entries.at(-1) : undefined;
    // Most cycles are far behind the page. An empty id sorts before all others, so this check avoids building the real one.
    if (last !== undefined && this.#order.key !== 'id' && comparePositions(this.#order, { value, high, id: '' }, last.position) > 0) return;
    const edges = Array.from(path.subarray(0, length));
    const position = { value, high, id: buildCycleId(this.#graph, edges) };
    if (this.#after !== null && comparePositions(this.#order, position, this.#after) <= 0) return;
    if (last !== undefined && comparePositions(this.#order, position, last.position) >= 0) return;
    let index = this.entries.length;
    while (index > 0 && comparePositions(this.#order, position, this.entries[index - 1]?.position ?? position) < 0) index -= 1;
    this.entries.splice(index, 0, { edges, position });
    if (this.entries.length > this.#limit) this.entries.pop();
  }

  #setVolume(path: Int32Array, length: number): void {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.POSITIVE_INFINITY;
    for (let index = 0; index < length; index += 1) {
      const edge = path[index] ?? 0;
      if (Number.isNaN(this.#lows[edge])) this.#setBounds(edge);
      low = Math.min(low, this.#lows[edge] ?? 0);
      high = Math.min(high, this.#highs[edge] ?? 0);
    }
    this.#low = low;
    this.#high = high === Number.POSITIVE_INFINITY ? null : high;
  }

  #setBounds(edge: number): void {
    const leg = this.#graph.legs[edge];
    const usd = leg === undefined ? { low: 0, high: null } : sumLeg(leg, this.#overlap).usd;
    this.#lows[edge] = usd.low;
    this.#highs[edge] = usd.high ?? Number.POSITIVE_INFINITY;
  }
}
