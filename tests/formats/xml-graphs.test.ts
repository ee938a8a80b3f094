import { DOMParser } from '@xmldom/xmldom';
import { describe, expect, it } from 'vitest';
import type { GraphDocument } from '../../src/formats/graph/graph-document.ts';
import { toGexf, toGraphMl } from '../../src/formats/graph/xml-graphs.ts';

const usd = { low: 0, high: null, unknown: 1 };
const totals = { financing: usd, purchase: usd, guarantee: usd, warrant: usd };

/** A graph whose texts are empty, look like booleans, and contain characters that XML reserves or forbids. */
const awkwardGraph = (name: string): GraphDocument => ({
  nodes: [
    { id: 'true', name, roles: [], country: null, paid: totals, received: totals },
    { id: 'false', name: '', roles: [], country: '', paid: totals, received: totals },
  ],
  links: [
    {
      source: 'true',
      target: 'false',
      nature: 'financing',
      certainty: 'binding',
      implied: false,
      contingent: true,
      usd,
      flows: 1,
      deals: [],
      chipCommitments: [],
    },
  ],
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
