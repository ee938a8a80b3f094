import { buildXml, toXmlText } from '../xml.ts';
import { type Attribute, edgeAttributes, type GraphDocument, nodeAttributes } from './graph-document.ts';

/** Reads the attributes of an item and omits null values. */
const listValues = <Item>(attributes: readonly Attribute<Item>[], item: Item) =>
  attributes.flatMap(({ read }, index) => {
    const value = read(item);
    return value === null ? [] : [{ index, value: toXmlText(value) }];
  });

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
      key: [...keys(nodeAttributes, 'node'), ...keys(edgeAttributes, 'edge')],
      graph: {
        '@id': 'roundtrip',
        '@edgedefault': 'directed',
        node: nodes.map((node) => ({ '@id': toXmlText(node.id), data: data(listValues(nodeAttributes, node), 'node') })),
        edge: links.map((link, index) => ({
          '@id': `e${index}`,
          '@source': toXmlText(link.source),
          '@target': toXmlText(link.target),
          data: data(listValues(edgeAttributes, link), 'edge'),
        })),
      },
    },
  });
};

const gexfTypes = { string: 'string', double: 'double', int: 'integer', boolean: 'boolean' } as const;

/** Serializes a graph as GEXF 1.3 (https://gexf.net) with declared attributes. */
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
      '@xmlns': 'http://gexf.net/1.3',
      '@version': '1.3',
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
          edge: links.map((link, index) => ({
            '@id': String(index),
            '@source': toXmlText(link.source),
            '@target': toXmlText(link.target),
            '@kind': link.nature,
            attvalues: values(listValues(edgeAttributes, link)),
          })),
        },
      },
    },
  });
};
