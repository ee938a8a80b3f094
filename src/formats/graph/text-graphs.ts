import { formatLabel, type GraphDocument, type GraphEdge, type GraphNode, linkWeight } from './graph-document.ts';

/** Implied and speculative links are drawn as dashed lines. */
const isFirm = ({ implied, certainty }: GraphEdge): boolean => !implied && certainty !== 'speculative';

/** Quotes a DOT string. Only quotation marks and backslashes need an escape. */
const quote = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&').replace(/\n/g, ' ')}"`;

/** Returns a size between two bounds for each key. The area grows with the value. */
const scale = <Key>(values: ReadonlyMap<Key, number>, smallest: number, largest: number): ((key: Key) => string) => {
  const most = Math.max(...values.values());
  return (key) => (smallest + (largest - smallest) * Math.sqrt((values.get(key) ?? 0) / most)).toFixed(1);
};

/** Serializes a graph in the DOT language (https://graphviz.org/doc/info/lang.html). Texts and lines are as large as the money. */
export const toDot = ({ nodes, links }: GraphDocument): string => {
  const weights = new Map(links.map((link) => [link, linkWeight(link)]));
  const moved = new Map<string, number>();
  for (const [{ source, target }, weight] of weights) for (const id of [source, target]) moved.set(id, (moved.get(id) ?? 0) + weight);
  const fontSize = scale(moved, 10, 32);
  const lineWidth = scale(weights, 1, 8);
  return [
    'digraph roundtrip {',
    '  graph [rankdir=LR, ranksep=1.5];',
    '  node [shape=box, style=rounded, fontname="Helvetica"];',
    '  edge [fontname="Helvetica", fontsize=9];',
    ...nodes.map(({ id, name }) => `  ${quote(id)} [label=${quote(name)}, fontsize=${fontSize(id)}];`),
    ...links.map(
      (link) =>
        `  ${quote(link.source)} -> ${quote(link.target)} [label=${quote(formatLabel(link))}, color=${link.nature === 'purchase' ? 'navy' : 'darkgreen'}, style=${isFirm(link) ? 'solid' : 'dashed'}, penwidth=${lineWidth(link)}];`,
    ),
    '}',
    '',
  ].join('\n');
};

/** Escapes text for a quoted Mermaid label: characters with a meaning in the grammar become entity codes. */
const escapeMermaid = (text: string): string => text.replace(/[#&"<>|\n]/g, (character) => `#${character.charCodeAt(0)};`);

/** The defaults of `maxEdges` and `maxTextSize`, which web pages that render Mermaid rarely raise. */
const mermaidLimits = { links: 500, characters: 50_000 };

const formatMermaidNode = ({ name }: GraphNode, number: number): string => `  n${number}["${escapeMermaid(name)}"]\n`;

const formatMermaidLink = (link: GraphEdge, numbers: ReadonlyMap<string, number>): string =>
  `  n${numbers.get(link.source)} ${isFirm(link) ? '-->' : '-.->'}|"${escapeMermaid(formatLabel(link))}"| n${numbers.get(link.target)}\n`;

/**
 * Serializes a graph as a Mermaid flowchart. Omits the smallest links if there are more than Mermaid renders, and says so in a comment.
 *
 * @param total The number of links before any were omitted.
 * @returns The text, and the number of links in it.
 */
export const toMermaid = ({ nodes, links }: GraphDocument, total: number): { text: string; shown: number } => {
  const numbers = new Map(nodes.map(({ id }, index) => [id, index]));
  const nodeLines = new Map(nodes.map((node, index) => [node.id, formatMermaidNode(node, index)]));
  const shown = new Set<GraphEdge>();
  const shownNodes = new Set<string>();
  // The first line and the comment fit into 200 characters.
  let characters = 200;
  for (const link of links.toSorted((a, b) => linkWeight(b) - linkWeight(a)).slice(0, mermaidLimits.links)) {
    const added = [link.source, link.target].filter((id) => !shownNodes.has(id));
    const lines = [...added.map((id) => nodeLines.get(id) ?? ''), formatMermaidLink(link, numbers)];
    characters += lines.reduce((sum, line) => sum + line.length, 0);
    if (characters > mermaidLimits.characters) break;
    shown.add(link);
    for (const id of added) shownNodes.add(id);
  }
  const comment =
    shown.size === total
      ? ''
      : `%% The ${shown.size} largest of ${total} links. Mermaid renders at most ${mermaidLimits.links} links and ${mermaidLimits.characters} characters.\n`;
  const text = [
    'flowchart LR\n',
    comment,
    ...[...nodeLines].flatMap(([id, line]) => (shownNodes.has(id) ? [line] : [])),
    ...links.flatMap((link) => (shown.has(link) ? [formatMermaidLink(link, numbers)] : [])),
  ].join('');
  return { text, shown: shown.size };
};
