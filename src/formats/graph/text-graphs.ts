import { formatAmount, type GraphDocument, type GraphEdge } from './graph-document.ts';

const formatLabel = ({ nature, usd }: GraphEdge): string => `${nature}: ${formatAmount(usd)}`;

/** Implied and speculative links are drawn as dashed lines. */
const isFirm = ({ implied, certainty }: GraphEdge): boolean => !implied && certainty !== 'speculative';

/** Quotes a DOT string. Only quotation marks and backslashes need an escape. */
const quote = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&').replace(/\n/g, ' ')}"`;

/** Serializes a graph in the DOT language (https://graphviz.org/doc/info/lang.html). */
export const toDot = ({ nodes, links }: GraphDocument): string =>
  [
    'digraph roundtrip {',
    '  node [shape=box];',
    ...nodes.map(({ id, name }) => `  ${quote(id)} [label=${quote(name)}];`),
    ...links.map(
      (link) =>
        `  ${quote(link.source)} -> ${quote(link.target)} [label=${quote(formatLabel(link))}, color=${link.nature === 'financing' ? 'darkgreen' : 'navy'}, style=${isFirm(link) ? 'solid' : 'dashed'}];`,
    ),
    '}',
    '',
  ].join('\n');

/** Escapes text for a quoted Mermaid label: characters with a meaning in the grammar become entity codes. */
const escapeMermaid = (text: string): string => text.replace(/[#&"<>|\n]/g, (character) => `#${character.charCodeAt(0)};`);

/** Serializes a graph as a Mermaid flowchart. */
export const toMermaid = ({ nodes, links }: GraphDocument): string => {
  const numbers = new Map(nodes.map(({ id }, index) => [id, index]));
  return [
    'flowchart LR',
    ...nodes.map(({ name }, index) => `  n${index}["${escapeMermaid(name)}"]`),
    ...links.map(
      (link) =>
        `  n${numbers.get(link.source)} ${isFirm(link) ? '-->' : '-.->'}|"${escapeMermaid(formatLabel(link))}"| n${numbers.get(link.target)}`,
    ),
    '',
  ].join('\n');
};
