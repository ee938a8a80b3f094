import type { Digraph } from './digraph.ts';

export interface CycleSearch {
  /** Maximum number of edges in a cycle, 2 to 6. */
  maxLength: number;
  /** The search stops after visiting this many edges. A limit on work, unlike a timeout, makes the result reproducible. */
  maxEdgesVisited: number;
  /** Number of leading vertices from which cycles can start; all vertices by default. */
  maxStarts?: number;
}

export interface CycleSearchResult {
  edgesVisited: number;
  /** True if the search stopped before it was complete. */
  truncated: boolean;
}

/** Edges visited between two yields: about one millisecond of work. */
const edgesPerSlice = 100_000;

/**
 * Enumerates the elementary directed cycles with 2 to `maxLength` edges, each once, by depth-first search from its first vertex over
 * later vertices only. Yields at regular intervals so that the caller can do other work.
 *
 * Before each start, the search marks the vertices one and two edges before it, and prunes branches that are too long to return. The
 * length bound makes this cheaper than the blocking of Johnson's algorithm (Finding all the elementary circuits of a directed graph,
 * SIAM J. Comput. 4, 1975); compare Gupta and Suzumura, Finding All Bounded-Length Simple Cycles in a Directed Graph (2021).
 *
 * @param onCycle Called with the edges of each cycle, `path[0]` to `path[length - 1]`. The array is reused: copy what you keep.
 * @returns The number of edges visited, and whether the search was cut short.
 */
export function* enumerateCycles(
  graph: Digraph,
  { maxLength, maxEdgesVisited, maxStarts = graph.size }: CycleSearch,
  onCycle: (path: Int32Array, length: number) => void,
): Generator<void, CycleSearchResult> {
  const { offsets, targets, arrivalOffsets, origins } = graph;
  const { size } = graph;
  // The start vertex for which a vertex was marked as one, or two, edges before it.
  const oneBefore = new Int32Array(size).fill(-1);
  const twoBefore = new Int32Array(size).fill(-1);
  const isOnPath = new Uint8Array(size);
  const path = new Int32Array(maxLength);
  const vertices = new Int32Array(maxLength + 1);
  const next = new Int32Array(maxLength + 1);
  let visited = 0;
  let pauseAt = edgesPerSlice;
  const starts = Math.min(maxStarts, size);
  for (let start = 0; start < starts; start += 1) {
    if (visited >= maxEdgesVisited) return { edgesVisited: visited, truncated: true };
    let isReachable = false;
    for (let arrival = arrivalOffsets[start] ?? 0; arrival < (arrivalOffsets[start + 1] ?? 0); arrival += 1) {
      const before = origins[arrival] ?? 0;
      visited += 1;
      if (before <= start) continue;
      oneBefore[before] = start;
      isReachable = true;
      if (maxLength < 3) continue;
      for (let earlier = arrivalOffsets[before] ?? 0; earlier < (arrivalOffsets[before + 1] ?? 0); earlier += 1) {
        twoBefore[origins[earlier] ?? 0] = start;
        visited += 1;
      }
    }
    if (!isReachable) continue;
    let depth = 0;
    vertices[0] = start;
    next[0] = offsets[start] ?? 0;
    while (depth >= 0) {
      const vertex = vertices[depth] ?? 0;
      const edge = next[depth] ?? 0;
      if (edge >= (offsets[vertex + 1] ?? 0)) {
        isOnPath[vertex] = 0;
        depth -= 1;
        continue;
      }
      next[depth] = edge + 1;
      visited += 1;
      if (visited >= maxEdgesVisited) return { edgesVisited: visited, truncated: true };
      if (visited >= pauseAt) {
        pauseAt = visited + edgesPerSlice;
        yield;
      }
      const target = targets[edge] ?? 0;
      path[depth] = edge;
      if (target === start) {
        if (depth > 0) onCycle(path, depth + 1);
        continue;
      }
      if (target < start || isOnPath[target] === 1) continue;
      const remaining = maxLength - depth - 1;
      const isNear = oneBefore[target] === start || (remaining > 1 && twoBefore[target] === start);
      if (remaining === 0 || (remaining < 3 && !isNear)) continue;
      depth += 1;
      isOnPath[target] = 1;
      vertices[depth] = target;
      next[depth] = offsets[target] ?? 0;
    }
  }
  return { edgesVisited: visited, truncated: false };
}
