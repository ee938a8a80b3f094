import fc from 'fast-check';
import type { Collection } from '../../src/domain/vocabulary.ts';

/** Random records with so few distinct ids that they often refer to each other. Many of them are invalid. */

export interface ImportLine {
  collection: Collection;
  record: Record<string, unknown> & { id: string };
}

const oneOf = <Value>(...values: readonly Value[]) => fc.constantFrom(...values);
const idAmong = (prefix: string, count: number) => fc.integer({ min: 0, max: count - 1 }).map((index) => `${prefix}${index}`);
const option = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined });

const company = idAmong('c', 5);
const source = idAmong('s', 6);
const deal = idAmong('d', 5);
const chip = idAmong('x', 2);
const day = fc.integer({ min: 0, max: 60 }).map((offset) => new Date(Date.UTC(2025, 0, 1 + offset)).toISOString().slice(0, 10));
const date = fc.oneof({ weight: 4, arbitrary: day }, { weight: 1, arbitrary: day.map((one) => one.slice(0, 7)) });

const money = fc
  .record({ least: fc.integer({ min: 1, max: 50 }), width: fc.integer({ min: 0, max: 50 }), isOpen: fc.boolean() })
  .map(({ least, width, isOpen }) => ({
    min: least * 1_000_000,
    max: isOpen ? null : (least + width) * 1_000_000,
    approximate: false,
    currency: 'USD',
  }));

const citations = fc
  .uniqueArray(source, { minLength: 1, maxLength: 3 })
  .map((ids) => ids.map((id) => ({ source: id, attribution: 'on_record' })));

/** A history event of a deal. Without its amount, it fits every record that has a history. */
export const historyEvent = fc.record({
  reportedOn: date,
  status: oneOf('rumored', 'in_talks', 'announced', 'signed', 'closed', 'lapsed', 'terminated'),
  amount: option(money),
  citations,
});
const history = fc
  .array(historyEvent, { minLength: 1, maxLength: 3 })
  .map((reports) => [...reports].sort((a, b) => (a.reportedOn < b.reportedOn ? -1 : 1)));

const shapes = [
  { kind: 'equity_investment', roles: ['investor', 'issuer'] },
  { kind: 'compute_contract', roles: ['customer', 'supplier'] },
  { kind: 'debt', roles: ['lender', 'borrower'] },
  { kind: 'acquisition', roles: ['acquirer', 'seller'] },
];

const inCollection = (collection: Collection, arbitrary: fc.Arbitrary<ImportLine['record']>): fc.Arbitrary<ImportLine> =>
  arbitrary.map((record) => ({ collection, record: JSON.parse(JSON.stringify(record)) as ImportLine['record'] }));

export const companyLine = inCollection(
  'companies',
  fc.record({
    id: company,
    name: company.map((id) => `The company ${id}`),
    roles: fc.constant(['investor']),
    country: fc.constantFrom('US', 'FR', 'AE'),
    parent: option(company),
  }),
);

export const sourceLine = inCollection(
  'sources',
  fc.record({ id: source, publishedOn: date, page: fc.option(source, { nil: undefined, freq: 3 }) }).map(({ id, publishedOn, page }) => ({
    id,
    publisher: 'A Paper',
    title: `The source ${id}`,
    titleStated: true,
    url: `https://example.org/${page ?? id}`,
    publishedOn,
    kind: 'original_reporting',
  })),
);

const dealLine = inCollection(
  'deals',
  fc
    .record({
      id: deal,
      shape: oneOf(...shapes),
      parties: fc.uniqueArray(company, { minLength: 2, maxLength: 2 }),
      partOf: fc.option(deal, { nil: undefined, freq: 2 }),
      supersedes: fc.option(fc.uniqueArray(deal, { minLength: 1, maxLength: 2 }), { nil: undefined, freq: 2 }),
      history,
    })
    .map(({ id, shape, parties, ...rest }) => ({
      id,
      title: `The deal ${id}`,
      kind: shape.kind,
      participants: parties.map((party, index) => ({ company: party, role: shape.roles[index] })),
      summary: 'Two companies.',
      ...rest,
    })),
);

export const chipLine = inCollection(
  'chips',
  fc.record({ id: chip, name: chip.map((id) => `The chip ${id}`), vendor: company, category: fc.constant('gpu') }),
);

const stakeLine = inCollection(
  'stakes',
  fc.record({
    id: idAmong('k', 3),
    holder: company,
    issuer: company,
    observedOn: date,
    value: money,
    basis: fc.constant('unspecified'),
    deal: option(deal),
    endedOn: option(date),
    citations,
  }),
);

const valuationLine = inCollection(
  'valuations',
  fc.record({
    id: idAmong('v', 3),
    company,
    observedOn: date,
    amount: money,
    basis: fc.constant('post_money'),
    deal: option(deal),
    citations,
  }),
);

const financialLine = inCollection(
  'financials',
  fc.record({
    id: idAmong('f', 3),
    company,
    metric: fc.constantFrom('revenue', 'capital_expenditure'),
    periodEnd: date,
    periodMonths: fc.constantFrom(3, 12),
    amount: money,
    basis: fc.constant('reported'),
    citations,
  }),
);

const commitmentLine = inCollection(
  'chip-commitments',
  fc.record({
    id: idAmong('h', 3),
    deal: option(deal),
    buyer: company,
    chipVendor: company,
    provider: option(company),
    chips: fc.uniqueArray(chip, { minLength: 1, maxLength: 2 }),
    history,
  }),
);

/** A line of an import with a record of any collection. */
export const importLine: fc.Arbitrary<ImportLine> = fc.oneof(
  { weight: 2, arbitrary: companyLine },
  { weight: 3, arbitrary: sourceLine },
  { weight: 6, arbitrary: dealLine },
  { weight: 1, arbitrary: chipLine },
  { weight: 2, arbitrary: stakeLine },
  { weight: 1, arbitrary: valuationLine },
  { weight: 1, arbitrary: financialLine },
  { weight: 2, arbitrary: commitmentLine },
);

/** The collection and id of a record, which may or may not exist. */
export const recordKey = fc.oneof(
  ...(
    [
      ['companies', company],
      ['sources', source],
      ['deals', deal],
      ['chips', chip],
      ['stakes', idAmong('k', 3)],
      ['valuations', idAmong('v', 3)],
      ['financials', idAmong('f', 3)],
      ['chip-commitments', idAmong('h', 3)],
    ] as const
  ).map(([collection, id]) => fc.record({ collection: fc.constant(collection), id })),
);
