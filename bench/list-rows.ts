import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { companyCount, createRandom, root, sourceCount, wordAt, wordCount } from './generate.ts';

/** The filters of the list benchmark: each alone with frequent and rare values, the pairs in `pairs.json`, and some combinations. */

/** Draws a value for a database with the given number of deals. */
export type Draw = (count: number) => string;

export interface Row {
  name: string;
  filters: Readonly<Record<string, Draw>>;
  /** Goals in milliseconds at 100,000 deals; the p50 of no filter, kind and status is one for any size. */
  p50?: number;
  /** Starts after this number of deals, and uses only the sort `-amountUsd`. */
  depth?: number;
}

const random = createRandom(20_261_126);
const below = (limit: number) => Math.floor(random() * limit);
const pick =
  (...items: readonly string[]): Draw =>
  () =>
    items[below(items.length)] ?? '';

const company: Readonly<Record<'hub' | 'common' | 'rare', Draw>> = {
  hub: () => 'company-0',
  common: () => `company-${1 + below(10)}`,
  rare: (count) => `company-${Math.floor(companyCount(count) * (0.5 + random() / 2))}`,
};
const frequent = {
  kind: pick('equity_round', 'equity_investment', 'acquisition', 'debt'),
  status: pick('closed', 'signed', 'announced'),
};
/** A day between the first year and the second. */
export const day =
  (from: number, to: number): Draw =>
  () =>
    new Date(Date.UTC(from + below(to - from), below(12), 1 + below(28))).toISOString().slice(0, 10);

const pairs = JSON.parse(readFileSync(join(root, 'bench/pairs.json'), 'utf8')) as string[][];
const drawsOfPairs: Readonly<Record<string, Draw>> = { ...frequent, company: company.hub, group: company.hub };

export const rows: readonly Row[] = [
  { name: 'no filter', filters: {}, p50: 0.5 },
  { name: 'no filter, behind 10,000', filters: {}, depth: 10_000 },
  { name: 'no filter, behind 80 %', filters: {}, depth: Number.POSITIVE_INFINITY },
  { name: 'kind, frequent', filters: { kind: frequent.kind }, p50: 0.5 },
  { name: 'kind, rare', filters: { kind: pick('licensing', 'restructuring', 'warrant') }, p50: 0.5 },
  { name: 'status, frequent', filters: { status: frequent.status }, p50: 0.5 },
  { name: 'status, rare', filters: { status: pick('rumored', 'lapsed', 'letter_of_intent') }, p50: 0.5 },
  { name: 'certainty', filters: { certainty: pick('speculative', 'intended', 'binding', 'dead') } },
  { name: 'company in 20 %', filters: { company: company.hub }, p50: 5 },
  { name: 'company in 3 to 14 %', filters: { company: company.common }, p50: 5 },
  { name: 'company, rare', filters: { company: company.rare }, p50: 5 },
  { name: 'two companies', filters: { company: (count) => `${company.common(count)},${company.rare(count)}` }, p50: 5 },
  { name: 'group of the company in 20 %', filters: { group: company.hub } },
  { name: 'group, rare', filters: { group: company.rare } },
  { name: 'role, frequent', filters: { role: pick('investor', 'issuer') } },
  { name: 'role, rare', filters: { role: pick('operator', 'guarantor') } },
  { name: 'country, frequent', filters: { country: pick('US') } },
  { name: 'country, rare', filters: { country: pick('PL', 'KW', 'LU', 'AR') } },
  { name: 'source, frequent', filters: { source: () => `source-${below(5)}` } },
  { name: 'source, rare', filters: { source: (count) => `source-${Math.floor(sourceCount(count) * (0.5 + random() / 2))}` } },
  { name: 'publisher, frequent', filters: { publisher: () => `Paper ${below(5)}` } },
  { name: 'publisher, rare', filters: { publisher: () => `Paper ${100 + below(100)}` } },
  { name: 'attribution', filters: { attribution: pick('filing', 'company_statement', 'unnamed_source', 'on_record', 'analysis') } },
  { name: 'amount from', filters: { amountUsdMin: pick('1000000', '1000000000', '100000000000') } },
  { name: 'amount up to', filters: { amountUsdMax: pick('1000000', '100000000', '100000000000') } },
  { name: 'announced from', filters: { announcedFrom: day(2016, 2027) } },
  {
    name: 'announced in a month',
    filters: { announcedFrom: pick('2024-05-01'), announcedTo: pick('2024-05-31') },
  },
  { name: 'reported up to', filters: { reportedTo: day(2015, 2026) } },
  { name: 'text, frequent word', filters: { q: () => wordAt(below(5)) } },
  { name: 'text, rare word', filters: { q: () => wordAt(wordCount - 1 - below(500)) } },
  { name: 'text, two words', filters: { q: () => `${wordAt(below(20))} ${wordAt(below(200))}` } },
  ...pairs.map((names) => ({
    name: names.join(' and '),
    filters: Object.fromEntries(names.map((name) => [name, drawsOfPairs[name] ?? pick('')])),
  })),
  { name: 'kind and country', filters: { kind: frequent.kind, country: pick('US', 'FR') } },
  { name: 'company in 20 % and role', filters: { company: company.hub, role: pick('investor', 'supplier', 'operator') } },
  {
    name: 'company in 20 % and rare source',
    filters: { company: company.hub, source: (count) => `source-${Math.floor(sourceCount(count) * 0.9)}` },
  },
  { name: 'two companies in 20 % and 14 %, kind and status', filters: { company: pick('company-0,company-1'), ...frequent } },
  { name: 'frequent publisher and frequent word', filters: { publisher: pick('Paper 0'), q: () => wordAt(below(5)) } },
  { name: 'kind, status, country and attribution', filters: { ...frequent, country: pick('US'), attribution: pick('filing') } },
];
