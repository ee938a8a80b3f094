import { type GraphLink, nodeLinkOf } from '../../analysis/node-link.ts';
import type { Analysis } from '../../facts/analysis.ts';
import { groupsNamed, moneyAnswer, usableFlows } from '../../facts/money-query.ts';
import type { GraphDocument, GraphNode } from '../../formats/graph/graph-document.ts';
import { dotOf, mermaidOf } from '../../formats/graph/text-graphs.ts';
import { gexfOf, graphMlOf } from '../../formats/graph/xml-graphs.ts';
import type { Answer } from '../../http/ready-answers.ts';
import { selectDocuments } from '../../records/documents.ts';
import { type GraphFormat, type GraphQuery, linksMax } from './graph.schemas.ts';

export const mediaTypes: Readonly<Record<GraphFormat, string>> = {
  json: 'application/json',
  graphml: 'application/graphml+xml',
  gexf: 'application/gexf+xml',
  dot: 'text/vnd.graphviz',
  mermaid: 'text/vnd.mermaid',
};

const writers: Readonly<Record<Exclude<GraphFormat, 'json'>, (graph: GraphDocument) => string>> = {
  graphml: graphMlOf,
  gexf: gexfOf,
  dot: dotOf,
  mermaid: mermaidOf,
};

/** The links with the greatest bounds, in their own order. */
const greatest = (links: readonly GraphLink[]): GraphLink[] => {
  if (links.length <= linksMax) return [...links];
  const kept = new Set([...links].sort((a, b) => (b.usd.high ?? -1) - (a.usd.high ?? -1)).slice(0, linksMax));
  return links.filter((link) => kept.has(link));
};

/** Nodes and links in one document, in the form asked for. */
export const getGraph = async ({ session, moneyFacts, run }: Analysis, query: GraphQuery, format: GraphFormat): Promise<Answer> => {
  const facts = await moneyFacts(query.asOf);
  const { group } = await groupsNamed(session, facts, { group: query.group });
  const flows = usableFlows(facts, query).filter(
    ({ fromGroup, toGroup, nature }) =>
      (group === undefined || group.includes(fromGroup) || group.includes(toGroup)) &&
      (query.nature === undefined || query.nature.includes(nature)),
  );
  const all = await run(nodeLinkOf(flows, facts.umbrellaOf));
  const { amountUsdMin } = query;
  const passing = all.links.filter(({ usd }) => amountUsdMin === undefined || (usd.high !== null && usd.high >= amountUsdMin));
  const links = greatest(passing);
  const ends = new Set(links.flatMap(({ source, target }) => [source, target]));
  const totals = all.nodes.filter(({ id }) => ends.has(id));
  const companies = await selectDocuments(session, 'companies', [...ends], 'shortAnswers', facts.moment);
  const nodes = totals.map((node): GraphNode => {
    const company = JSON.parse(companies.get(node.id) ?? '{}') as Partial<Pick<GraphNode, 'name' | 'roles' | 'country'>>;
    const { paid, received, id } = node;
    return { id, name: company.name ?? id, roles: company.roles ?? [], country: company.country ?? null, paid, received };
  });
  const name = `AI financing as known on ${facts.moment.day}`;
  const answer = moneyAnswer(
    facts,
    { directed: true, multigraph: true, graph: { name }, nodes, links },
    { truncated: passing.length > links.length },
  );
  return format === 'json' ? answer : { ...answer, body: writers[format]({ nodes, links }), mediaType: mediaTypes[format] };
};
