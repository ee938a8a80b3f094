import { findCycleLegs, legKey } from '../../analysis/cycle-legs.ts';
import type { GraphFlow } from '../../analysis/flow-sums.ts';
import { buildMoneyGraph } from '../../analysis/money-graph.ts';
import { buildNodeLinkGraph, type GraphLink } from '../../analysis/node-link.ts';
import type { GraphDocument, GraphNode } from '../../formats/graph/graph-document.ts';
import { toDot, toMermaid } from '../../formats/graph/text-graphs.ts';
import { toGexf, toGraphMl } from '../../formats/graph/xml-graphs.ts';
import type { Analysis } from '../../graph-data/analysis.ts';
import { filterFlows, resolveGroups, toMoneyResponse } from '../../graph-data/query.ts';
import { invalidRequest } from '../../http/problems.ts';
import type { ResponsePayload } from '../../http/response-cache.ts';
import { selectDocuments } from '../../records/documents.ts';
import { type GraphFormat, type GraphQuery, maxLinks } from './graph.schemas.ts';

export const graphMediaTypes: Readonly<Record<GraphFormat, string>> = {
  json: 'application/json',
  graphml: 'application/graphml+xml',
  gexf: 'application/gexf+xml',
  dot: 'text/vnd.graphviz',
  mermaid: 'text/vnd.mermaid',
};

const writers: Readonly<Record<Exclude<GraphFormat, 'json' | 'mermaid'>, (graph: GraphDocument) => string>> = {
  graphml: toGraphMl,
  gexf: toGexf,
  dot: toDot,
};

/** The legs of the cycles of `class`, if `maxLength` does not say: the cycles of two and three are few enough to see. */
const defaultMaxLength = 3;
const maxEdgesVisited = 40_000_000;

/** Returns the links with the largest upper bounds, in their original order. */
const selectLargest = (links: readonly GraphLink[]): GraphLink[] => {
  if (links.length <= maxLinks) return [...links];
  const selected = new Set([...links].sort((a, b) => (b.usd.high ?? -1) - (a.usd.high ?? -1)).slice(0, maxLinks));
  return links.filter((link) => selected.has(link));
};

/** Returns the flows on a cycle of one of the requested classes; all flows if none is requested. */
const selectCycleFlows = async (
  run: Analysis['run'],
  flows: GraphFlow[],
  { class: classes, maxLength }: GraphQuery,
): Promise<{ flows: GraphFlow[]; truncated: boolean }> => {
  if (classes === undefined) {
    if (maxLength !== undefined) throw invalidRequest([{ parameter: 'maxLength', message: 'maxLength requires class.' }]);
    return { flows, truncated: false };
  }
  const search = { maxLength: maxLength ?? defaultMaxLength, maxEdgesVisited };
  const { legs, truncated } = await run(findCycleLegs(await run(buildMoneyGraph(flows)), classes, search));
  return { flows: flows.filter(({ fromGroup, toGroup }) => legs.has(legKey(fromGroup, toGroup))), truncated };
};

/** Returns the money graph in the requested format. */
export const getGraph = async (
  { session, loadSnapshot: getGraphSnapshot, run }: Analysis,
  query: GraphQuery,
  format: GraphFormat,
): Promise<ResponsePayload> => {
  const snapshot = await getGraphSnapshot(query.asOf);
  const { group } = await resolveGroups(session, snapshot, { group: query.group });
  const onCycles = await selectCycleFlows(run, filterFlows(snapshot, query), query);
  const flows = onCycles.flows.filter(
    ({ fromGroup, toGroup, nature }) =>
      (group === undefined || group.includes(fromGroup) || group.includes(toGroup)) &&
      (query.nature === undefined || query.nature.includes(nature)),
  );
  const all = await run(buildNodeLinkGraph(flows, snapshot.dealLinks));
  const { amountUsdMin } = query;
  const passing = all.links.filter(({ usd }) => amountUsdMin === undefined || (usd.high !== null && usd.high >= amountUsdMin));
  const links = selectLargest(passing);
  const linkedIds = new Set(links.flatMap(({ source, target }) => [source, target]));
  const totals = all.nodes.filter(({ id }) => linkedIds.has(id));
  const companies = await selectDocuments(session, 'companies', [...linkedIds], snapshot.asOf);
  const nodes = totals.map((node): GraphNode => {
    const company = JSON.parse(companies.get(node.id) ?? '{}') as Partial<Pick<GraphNode, 'name' | 'roles' | 'country'>>;
    const { paid, received, id } = node;
    return { id, name: company.name ?? id, roles: company.roles ?? [], country: company.country ?? null, paid, received };
  });
  const name = `AI financing as known on ${snapshot.asOf.day}`;
  const truncated = onCycles.truncated || passing.length > links.length;
  const answer = toMoneyResponse(snapshot, { directed: true, multigraph: true, graph: { name }, nodes, links }, { truncated });
  if (format === 'json') return answer;
  const { text, shown } =
    format === 'mermaid' ? toMermaid({ nodes, links }, passing.length) : { text: writers[format]({ nodes, links }), shown: links.length };
  return {
    body: text,
    headers: { ...answer.headers, ...((truncated || shown < links.length) && { truncated: 'true' }) },
    mediaType: graphMediaTypes[format],
  };
};
