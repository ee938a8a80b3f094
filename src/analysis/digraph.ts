/**
 * A directed graph in compressed sparse rows: the edges that leave vertex `v` are `offsets[v]` to `offsets[v + 1]`, in the order
 * of their targets; the vertices from which edges arrive at it are `origins` from `arrivalOffsets[v]` to `arrivalOffsets[v + 1]`.
 */
export interface Digraph {
  size: number;
  offsets: Int32Array;
  targets: Int32Array;
  arrivalOffsets: Int32Array;
  origins: Int32Array;
}

const offsetsOf = (counts: Int32Array): Int32Array => {
  const offsets = new Int32Array(counts.length + 1);
  for (let index = 0; index < counts.length; index += 1) offsets[index + 1] = (offsets[index] ?? 0) + (counts[index] ?? 0);
  return offsets;
};

/** Builds the graph of edges that stand in the order of their origins, and for each in the order of their targets. */
export const digraphOf = (size: number, from: Int32Array, to: Int32Array): Digraph => {
  const leaving = new Int32Array(size);
  const arriving = new Int32Array(size);
  for (let edge = 0; edge < to.length; edge += 1) {
    const [origin = 0, target = 0] = [from[edge], to[edge]];
    leaving[origin] = (leaving[origin] ?? 0) + 1;
    arriving[target] = (arriving[target] ?? 0) + 1;
  }
  const arrivalOffsets = offsetsOf(arriving);
  const origins = new Int32Array(to.length);
  const nextArrival = arrivalOffsets.slice();
  for (let edge = 0; edge < to.length; edge += 1) {
    const target = to[edge] ?? 0;
    const place = nextArrival[target] ?? 0;
    origins[place] = from[edge] ?? 0;
    nextArrival[target] = place + 1;
  }
  return { size, offsets: offsetsOf(leaving), targets: to, arrivalOffsets, origins };
};
