import { buildXml, toXmlText } from '../xml.ts';
import { type Attribute, edgeAttributes, formatLabel, type GraphDocument, linkWeight, nodeAttributes } from './graph-document.ts';

/** Reads the attributes of an item and omits null values. */
const listValues = <Item>(attributes: readonly Attribute<Item>[], item: Item) =>
  attributes.flatMap(({ read }, index) => {
    const value = read(item);
    return value === null ? [] : [{ index, value: toXmlText(value) }];
  });

/** Attributes that have a place of their own in GEXF, by the names that Gephi expects in GraphML. */
const graphMlNodeAttributes: typeof nodeAttributes = [{ name: 'label', type: 'string', read: ({ name }) => name }, ...nodeAttributes];
const graphMlEdgeAttributes: typeof edgeAttributes = [
  { name: 'label', type: 'string', read: formatLabel },
  { name: 'weight', type: 'double', read: linkWeight },
  ...edgeAttributes,
];

/**
 * Serializes a graph as GraphML (http://graphml.graphdrawing.org), with a key for each attribute. Links of different natures are
 * parallel edges.
 */
export const toGraphMl = ({ nodes, links }: GraphDocument): string => {
  const keys = (attributes: readonly Attribute<never>[], scope: 'node' | 'edge') =>
    attributes.map(({ name, type }, index) => ({
      '@id': `${scope}${index}`,
      '@for': scope,
      '@attr.name': name,
      '@attr.type': type,
    }));
  const data = (values: { index: number; value: string }[], scope: string) =>
    values.map(({ index, value }) => ({ '@key': `${scope}${index}`, '#': value }));
  return buildXml({
    graphml: {
      '@xmlns': 'http://graphml.graphdrawing.org/xmlns',
      key: [...keys(graphMlNodeAttributes, 'node'), ...keys(graphMlEdgeAttributes, 'edge')],
      graph: {
        '@id': 'roundtrip',
        '@edgedefault': 'directed',
        node: nodes.map((node) => ({ '@id': toXmlText(node.id), data: data(listValues(graphMlNodeAttributes, node), 'node') })),
        edge: links.map((link) => ({
          '@id': toXmlText(link.id),
          '@source': toXmlText(link.source),
          '@target': toXmlText(link.target),
          data: data(listValues(graphMlEdgeAttributes, link), 'edge'),
        })),
      },
    },
  });
};

const gexfTypes = { string: 'string', double: 'double', int: 'integer', boolean: 'boolean' } as const;

/** Serializes a graph as GEXF 1.2 (https://gexf.net) with declared attributes. NetworkX before version 3 does not read GEXF 1.3. */
export const toGexf = ({ nodes, links }: GraphDocument): string => {
  const declared = (attributes: readonly Attribute<never>[], scope: 'node' | 'edge') => ({
    '@class': scope,
    attribute: attributes.map(({ name, type }, index) => ({ '@id': String(index), '@title': name, '@type': gexfTypes[type] })),
  });
  const values = (all: { index: number; value: string }[]) => ({
    attvalue: all.map(({ index, value }) => ({ '@for': String(index), '@value': value })),
  });
  return buildXml({
    gexf: {
      '@xmlns': 'http://www.gexf.net/1.2draft',
      '@version': '1.2',
      graph: {
        '@defaultedgetype': 'directed',
        attributes: [declared(nodeAttributes, 'node'), declared(edgeAttributes, 'edge')],
        nodes: {
          node: nodes.map((node) => ({
            '@id': toXmlText(node.id),
            '@label': toXmlText(node.name),
            attvalues: values(listValues(nodeAttributes, node)),
          })),
        },
        edges: {
          edge: links.map((link) => ({
            '@id': toXmlText(link.id),
            '@source': toXmlText(link.source),
            '@target': toXmlText(link.target),
            '@label': toXmlText(formatLabel(link)),
            '@weight': linkWeight(link),
            attvalues: values(listValues(edgeAttributes, link)),
          })),
        },
      },
    },
  });
};
