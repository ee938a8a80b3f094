import type { CycleClass } from '../domain/vocabulary.ts';
import { type CycleSearch, type CycleSearchResult, enumerateCycles } from './enumerate-cycles.ts';
import type { MoneyGraph } from './money-graph.ts';
import { classifyCycle } from './paths-and-cycles.ts';

/** Returns a key for a leg that flows can be looked up by. */
export const legKey = (from: string, to: string): string => `${from} ${to}`;

/** Finds the legs of all cycles of some classes, as a set of {@link legKey}. Yields at regular intervals. */
export function* findCycleLegs(
  graph: MoneyGraph,
  classes: readonly CycleClass[],
  search: CycleSearch,
): Generator<void, CycleSearchResult & { legs: Set<string> }> {
  const isLeg = new Uint8Array(graph.legs.length);
  const end = yield* enumerateCycles(graph, search, (path, length) => {
    let bits = 0;
    for (let index = 0; index < length; index += 1) bits |= graph.natures[path[index] ?? 0] ?? 0;
    if (!classes.includes(classifyCycle(bits))) return;
    for (let index = 0; index < length; index += 1) isLeg[path[index] ?? 0] = 1;
  });
  return { ...end, legs: new Set(graph.legs.filter((_leg, edge) => isLeg[edge] === 1).map(({ from, to }) => legKey(from, to))) };
}
