import { amountLabel, type GraphDocument, type GraphEdge } from './graph-document.ts';

const labelOf = ({ nature, usd, contingent }: GraphEdge): string => `${contingent ? 'guarantee' : nature}: ${amountLabel(usd)}`;

/** A link that nobody stated, or that is not more than talk, is drawn as a broken line. */
const isFirm = ({ implied, certainty }: GraphEdge): boolean => !implied && certainty !== 'speculative';

/** A quoted string of DOT: only the quotation mark and the backslash need an escape. */
const quoted = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&').replace(/\n/g, ' ')}"`;

/** The graph in the DOT language of Graphviz. */
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

/** Text inside quotation marks of a Mermaid flowchart: characters of its grammar as entity codes. */
const entities = (text: string): string => text.replace(/[#&"<>|\n]/g, (character) => `#${character.charCodeAt(0)};`);

/** The graph as a Mermaid flowchart. */
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
