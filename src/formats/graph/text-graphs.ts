import { amountLabel, type GraphDocument, type GraphEdge } from './graph-document.ts';

const labelOf = ({ nature, usd, contingent }: GraphEdge): string => `${contingent ? 'guarantee' : nature}: ${amountLabel(usd)}`;

/** Implied and speculative links are drawn as dashed lines. */
const isFirm = ({ implied, certainty }: GraphEdge): boolean => !implied && certainty !== 'speculative';

/** Quotes a DOT string. Only quotation marks and backslashes need an escape. */
const quoted = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&').replace(/\n/g, ' ')}"`;

/** Serializes a graph in the DOT language (https://graphviz.org/doc/info/lang.html). */
export const dotOf = ({ nodes, links }: GraphDocument): string =>
  [
    'digraph roundtrip {',
    '  node [shape=box];',
    ...nodes.map(({ id, name }) => `  ${quoted(id)} [label=${quoted(name)}];`),
    ...links.map(
      (link) =>
        `  ${quoted(link.source)} -> ${quoted(link.target)} [label=${quoted(labelOf(link))}, color=${link.nature === 'financing' ? 'darkgreen' : 'navy'}, style=${isFirm(link) ? 'solid' : 'dashed'}];`,
    ),
    '}',
    '',
  ].join('\n');

/** Escapes text for a quoted Mermaid label: characters with a meaning in the grammar become entity codes. */
const entities = (text: string): string => text.replace(/[#&"<>|\n]/g, (character) => `#${character.charCodeAt(0)};`);

/** Serializes a graph as a Mermaid flowchart. */
export const mermaidOf = ({ nodes, links }: GraphDocument): string => {
  const numbers = new Map(nodes.map(({ id }, index) => [id, index]));
  return [
    'flowchart LR',
    ...nodes.map(({ name }, index) => `  n${index}["${entities(name)}"]`),
    ...links.map(
      (link) =>
        `  n${numbers.get(link.source)} ${isFirm(link) ? '-->' : '-.->'}|"${entities(labelOf(link))}"| n${numbers.get(link.target)}`,
    ),
    '',
  ].join('\n');
};
