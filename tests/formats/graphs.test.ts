import { DOMParser } from '@xmldom/xmldom';
import { describe, expect, it } from 'vitest';
import type { GraphDocument, GraphEdge } from '../../src/formats/graph/graph-document.ts';
import { toDot, toMermaid } from '../../src/formats/graph/text-graphs.ts';
import { toGexf, toGraphMl } from '../../src/formats/graph/xml-graphs.ts';

const usd = { low: 0, high: null, unknown: 1 };
const totals = { financing: usd, purchase: usd, guarantee: usd, warrant: usd };

const link = (source: string, target: string, amount: GraphEdge['usd']): GraphEdge => ({
  id: `${source}.${target}.financing`,
  source,
  target,
  nature: 'financing',
  certainty: 'binding',
  implied: false,
  contingent: true,
  usd: amount,
  flows: 1,
  deals: [],
  chipCommitments: [],
});

/** A graph whose texts are empty, look like booleans, and contain characters that XML reserves or forbids. */
const awkwardGraph = (name: string): GraphDocument => ({
  nodes: [
    { id: 'true', name, roles: [], country: null, paid: totals, received: totals },
    { id: 'false', name: '', roles: [], country: '', paid: totals, received: totals },
  ],
  links: [link('true', 'false', usd)],
});

/** Parses strictly: a warning is an error. */
const parseXml = (text: string) =>
  new DOMParser({
    onError: (level, message) => {
      throw new Error(`${level}: ${message}`);
    },
  }).parseFromString(text, 'text/xml');

describe.each([
  ['GraphML', toGraphMl],
  ['GEXF', toGexf],
])('%s', (_name, format) => {
  it.each(['true', '', '<&>"\'', '\u0000\u0008', 'Ω 😀'])('is well-formed XML for a company called %j', (name) => {
    const document = parseXml(format(awkwardGraph(name)));
    const ids = [...document.getElementsByTagName('node')].map((node) => node.getAttribute('id'));
    expect(ids).toEqual(['true', 'false']);
  });
});

describe('Mermaid', () => {
  /** A ring of groups, in which the last links move the most money. */
  const ring = (size: number, nameLength: number): GraphDocument => ({
    nodes: Array.from({ length: size }, (_, index) => ({
      id: `g${index}`,
      name: `${index} `.padEnd(nameLength, '&'),
      roles: [],
      country: null,
      paid: totals,
      received: totals,
    })),
    links: Array.from({ length: size }, (_, index) => {
      const amount = index * 1e9;
      return link(`g${index}`, `g${(index + 1) % size}`, { low: amount, high: amount, unknown: 0 });
    }),
  });

  it.each([
    ['with short names', 501, 3, 500],
    ['with long names', 501, 500, 23],
    ['that fits', 500, 3, 500],
  ])('of a graph %s stays within the limits of its renderer and keeps the largest links', (_title, size, nameLength, expected) => {
    const { text, shown } = toMermaid(ring(size, nameLength), size);
    expect(shown).toBe(expected);
    expect(text.length).toBeLessThanOrEqual(50_000);
    const links = text.match(/-->/g) ?? [];
    expect(links).toHaveLength(shown);
    expect(text).toContain(`financing: $${size - 1}bn`);
    const drawn = new Set(text.match(/^ {2}n\d+(?=\[)/gm)?.map((id) => id.trim()));
    for (const [, from = '', to = ''] of text.matchAll(/^ {2}(n\d+) -->.* (n\d+)$/gm)) {
      expect(drawn).toContain(from);
      expect(drawn).toContain(to);
    }
    expect(text.includes(`%% The ${shown} largest of ${size} links.`)).toBe(shown < size);
  });
});

describe('DOT', () => {
  it('runs from left to right, and draws larger what moves more money', () => {
    const node = (id: string, low: number) => ({
      id,
      name: id,
      roles: [],
      country: null,
      paid: { ...totals, financing: { low, high: low, unknown: 0 } },
      received: totals,
    });
    const amounts = { small: 1e9, medium: 1e10, large: 1e12 };
    const text = toDot({
      nodes: Object.entries(amounts).map(([id, low]) => node(id, low)),
      links: Object.entries(amounts).map(([id, low]) => link(id, id, { low, high: low, unknown: 0 })),
    });
    expect(text).toContain('rankdir=LR');
    for (const sizes of [text.matchAll(/fontsize=([\d.]+)\];/g), text.matchAll(/penwidth=([\d.]+)\];/g)]) {
      const [small = 0, medium = 0, large = 0] = [...sizes].map(([, size]) => Number(size));
      expect(small).toBeGreaterThan(0);
      expect(medium).toBeGreaterThan(small);
      expect(large).toBeGreaterThan(medium);
    }
  });
});
