import type { Digraph } from './digraph.ts';
import type { CycleSearchResult } from './enumerate-cycles.ts';

export interface PathSearch {
  from: number;
  to: number;
  /** Maximum number of edges in a path. */
  maxLength: number;
  /** Maximum number of paths to return. */
  limit: number;
  maxEdgesVisited: number;
}

/** Edges visited between two yields. */
const edgesPerSlice = 40_000;

/** Measures the distance in edges from each vertex to the target by reverse breadth-first search; -1 if it exceeds `maxDistance`. */
const measureDistances = ({ size, arrivalOffsets, origins }: Digraph, target: number, maxDistance: number): Int32Array => {
  const distances = new Int32Array(size).fill(-1);
  if (target < 0) return distances;
  distances[target] = 0;
  let frontier = [target];
  for (let distance = 1; distance <= maxDistance && frontier.length > 0; distance += 1) {
    const nextFrontier: number[] = [];
    for (const vertex of frontier)
      for (let arrival = arrivalOffsets[vertex] ?? 0; arrival < (arrivalOffsets[vertex + 1] ?? 0); arrival += 1) {
        const origin = origins[arrival] ?? 0;
        if (distances[origin] !== -1) continue;
        distances[origin] = distance;
        nextFrontier.push(origin);
      }
    frontier = nextFrontier;
  }
  return distances;
};

/**
 * Finds the simple paths between two groups, shortest first and then by group ids: a depth-first search for each length in turn that
 * visits only vertices close enough to the target. Yields at regular intervals.
 *
 * @returns The edges of each path, the number of edges visited, and whether the search was cut short.
 */
export function* findPaths(graph: Digraph, search: PathSearch): Generator<void, CycleSearchResult & { paths: number[][] }> {
  const { from, to, maxLength, limit, maxEdgesVisited } = search;
  const distances = measureDistances(graph, to, maxLength);
  const paths: number[][] = [];
  const isOnPath = new Uint8Array(graph.size);
  let visited = 0;
  let pauseAt = edgesPerSlice;
  const nearest = distances[from] ?? -1;
  if (from < 0 || nearest < 0) return { edgesVisited: 0, truncated: false, paths };
  for (let length = nearest; length <= maxLength; length += 1) {
    const edges: number[] = [];
    const vertices = [from];
    const next = [graph.offsets[from] ?? 0];
    isOnPath.fill(0);
    isOnPath[from] = 1;
    while (vertices.length > 0) {
      const depth = vertices.length - 1;
      const vertex = vertices[depth] ?? 0;
      const edge = next[depth] ?? 0;
      if (edge >= (graph.offsets[vertex + 1] ?? 0)) {
        isOnPath[vertex] = 0;
        vertices.pop();
        next.pop();
        edges.pop();
        continue;
      }
      next[depth] = edge + 1;
      visited += 1;
      if (visited >= maxEdgesVisited) return { edgesVisited: visited, truncated: true, paths };
      if (visited >= pauseAt) {
        pauseAt = visited + edgesPerSlice;
        yield;
      }
      const target = graph.targets[edge] ?? 0;
      const remaining = length - depth - 1;
      const distance = distances[target] ?? -1;
      if (isOnPath[target] === 1 || distance < 0 || distance > remaining) continue;
      if (remaining === 0) {
        if (paths.length === limit) return { edgesVisited: visited, truncated: true, paths };
        paths.push([...edges, edge]);
        continue;
      }
      if (target === to) continue;
      isOnPath[target] = 1;
      vertices.push(target);
      next.push(graph.offsets[target] ?? 0);
      edges.push(edge);
    }
  }
  return { edgesVisited: visited, truncated: false, paths };
}
