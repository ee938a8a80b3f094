/**
 * A directed graph in compressed sparse row format. The edges that leave vertex `v` are `offsets[v]` to `offsets[v + 1]` (exclusive),
 * sorted by target. The predecessors of `v` are `origins[arrivalOffsets[v]]` to `origins[arrivalOffsets[v + 1]]` (exclusive).
 */
export interface Digraph {
  size: number;
  offsets: Int32Array;
  targets: Int32Array;
  arrivalOffsets: Int32Array;
  origins: Int32Array;
}

const toOffsets = (counts: Int32Array): Int32Array => {
  const offsets = new Int32Array(counts.length + 1);
  for (let index = 0; index < counts.length; index += 1) offsets[index + 1] = (offsets[index] ?? 0) + (counts[index] ?? 0);
  return offsets;
};

/**
 * Builds a graph from its edges, which must be sorted by origin and then by target.
 *
 * @param size The number of vertices.
 * @param from The origin of each edge.
 * @param to The target of each edge.
 */
export const buildDigraph = (size: number, from: Int32Array, to: Int32Array): Digraph => {
  const leaving = new Int32Array(size);
  const arriving = new Int32Array(size);
  for (let edge = 0; edge < to.length; edge += 1) {
    const [origin = 0, target = 0] = [from[edge], to[edge]];
    leaving[origin] = (leaving[origin] ?? 0) + 1;
    arriving[target] = (arriving[target] ?? 0) + 1;
  }
  const arrivalOffsets = toOffsets(arriving);
  const origins = new Int32Array(to.length);
  const nextArrival = arrivalOffsets.slice();
  for (let edge = 0; edge < to.length; edge += 1) {
    const target = to[edge] ?? 0;
    const place = nextArrival[target] ?? 0;
    origins[place] = from[edge] ?? 0;
    nextArrival[target] = place + 1;
  }
  return { size, offsets: toOffsets(leaving), targets: to, arrivalOffsets, origins };
};
