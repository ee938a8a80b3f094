import { describe, expect, it } from 'vitest';
import { datasetFolder } from '../../src/commands/dataset-folder.ts';
import type { Collection } from '../../src/domain/vocabulary.ts';
import { parseDataset, readDatasetTexts, validateDataset } from '../../src/ingest/dataset-files.ts';
import { describeDataset } from '../../src/ingest/dataset-report.ts';
import { validateEditorialRules } from '../../src/ingest/dataset-rules.ts';
import { deal, source } from '../support/example-records.ts';

type Line = readonly [collection: Collection, record: Record<string, unknown> & { id: string }];

const parse = (...records: readonly Line[]) => {
  const { head } = readDatasetTexts(datasetFolder);
  const dataset = parseDataset({
    head: head?.replace(/"date": "[^"]*"/, '"date": "2025-12-31"'),
    redirects: undefined,
    records: records.map(([collection, record]) => ({
      collection,
      path: `${collection}/${record.id}.json`,
      text: `${JSON.stringify(record, null, 2)}\n`,
    })),
  });
  expect(dataset.issues).toEqual([]);
  return dataset;
};

/** Checks records that cite `cited`, published on 2025-03-04, `month`, published in 2025-03, and `coarse`, published in 2025. */
const check = (...records: readonly Line[]): string[] => {
  const sources = { cited: '2025-03-04', month: '2025-03', coarse: '2025' };
  const lines = Object.entries(sources).map(([id, publishedOn]): Line => ['sources', source(id, { publishedOn })]);
  return validateEditorialRules(parse(...lines, ...records)).map(({ path, pointer }) => `${path} ${pointer}`);
};

const event = (rest: object = {}) => {
  const { note, citations = ['cited'], ...terms } = rest as { note?: string; citations?: string[] };
  return {
    reportedOn: '2025-03-04',
    status: 'announced',
    ...terms,
    ...(note !== undefined && { note }),
    citations: citations.map((id) => ({ source: id, attribution: 'on_record' })),
  };
};
const amount = (value: number) => ({ min: value, max: value, approximate: false, currency: 'USD' });
const checkDeal = (rest: object, id = 'a-deal') => check(['deals', deal(id, { history: [event()], ...rest })]);
const checkNote = (note: string, rest: object = {}) => checkDeal({ history: [event({ ...rest, note })] });

it('the dataset follows every rule', () => {
  const dataset = parseDataset(readDatasetTexts(datasetFolder));
  expect([...dataset.issues, ...validateDataset(dataset.files), ...validateEditorialRules(dataset)]).toEqual([]);
});

describe('a title', () => {
  it.each([
    ['A $2 billion round', [event({ amount: amount(2e9) })]],
    ['A $2.5bn round', [event({ note: 'Said to be $2,500 million.' })]],
    ['A 6 GW plan with 50,000 chips', [event({ note: '6,000 MW and 50,000 chips.' })]],
    ['A round of March 2025 with GB300 systems', [event()]],
    ['A cancelled round', [event({ note: 'Cancelled on the day.' })]],
  ])('can state what the first event states: %s', (title, history) => {
    expect(checkDeal({ title, history })).toEqual([]);
  });

  it.each([
    ['A $3 billion round', [event({ amount: amount(2e9) }), event({ amount: amount(3e9) })]],
    ['A round of May 2025', [event()]],
    ['A round that lapsed', [event(), event({ status: 'lapsed' })]],
  ])('cannot state what a later event states: %s', (title, history) => {
    expect(checkDeal({ title, history })).toEqual(['deals/a-deal.json /title']);
  });
});

describe('an id', () => {
  it('can state a figure of the first event, as a decimal too', () => {
    const history = [event({ amount: amount(8.5e9) })];
    for (const id of ['a-loan-8-5b', 'a-loan-2025-8-5b', 'a-round-2025']) expect(checkDeal({ history }, id)).toEqual([]);
  });

  it('cannot state a later figure', () => {
    const history = [event({ amount: amount(8.5e9) }), event({ amount: amount(9e9) })];
    expect(checkDeal({ history }, 'a-loan-9b')).toEqual(['deals/a-loan-9b.json /id']);
  });
});

describe('the note of an event', () => {
  it.each([
    'Closing expected in the second half of 2025.',
    'Due in June 2031.',
    'Agreed on 3 March 2025. May be enlarged later.',
    'Talks lapsed and resumed in 2024.',
  ])('can speak of the past and of plans: %s', (note) => {
    expect(checkNote(note, note.startsWith('Talks') ? { status: 'lapsed' } : {})).toEqual([]);
  });

  it.each([
    'Up to five sites since April 2025.',
    'Withdrawn in June 2025.',
    'A later account said nearly $2 billion.',
    'The lease fell through.',
  ])('cannot tell what became known later: %s', (note) => {
    expect(checkNote(note)).toEqual(['deals/a-deal.json /history/0/note']);
  });
});

describe('the date of an event', () => {
  it.each(['2025-03-05', '2025-03', '2025'])('cannot be later or coarser than a publication that it cites: %s', (reportedOn) => {
    expect(checkDeal({ history: [event({ reportedOn })] })).toContain('deals/a-deal.json /history/0/reportedOn');
  });

  it('can be the month of a publication, and a day before a publication', () => {
    expect(checkDeal({ history: [event({ reportedOn: '2025-03', citations: ['month'] })] })).toEqual([]);
    expect(checkDeal({ history: [event({ reportedOn: '2025-03-02' })] })).toEqual([]);
  });

  it('cannot make the event known only from the date of the dataset', () => {
    expect(checkDeal({ history: [event({ reportedOn: '2025', citations: ['coarse'] })] })).toEqual(['deals/a-deal.json /history/0']);
  });
});

describe('an observation', () => {
  const valuation = (citations: string[]) => ({
    id: 'a-valuation',
    company: 'openai',
    observedOn: '2025-03-01',
    amount: amount(1e9),
    basis: 'unspecified',
    citations: citations.map((id) => ({ source: id, attribution: 'analysis' })),
  });

  it('needs a source whose publication is known before the date of the dataset', () => {
    expect(check(['valuations', valuation(['coarse', 'month'])])).toEqual([]);
    expect(check(['valuations', valuation(['coarse'])])).toEqual(['valuations/a-valuation.json /citations']);
  });
});

describe('a chip commitment', () => {
  const checkCommitment = (reportedOn: string, id = 'a-commitment') =>
    check(
      ['deals', deal('a-deal', { history: [event({ reportedOn: '2025-03-02' }), event({ note: 'Chips named.' })] })],
      [
        'chip-commitments',
        {
          id,
          deal: 'a-deal',
          buyer: 'openai',
          chipVendor: 'nvidia',
          chips: ['nvidia-gpu'],
          history: [event({ reportedOn, citations: ['month'] })],
        },
      ],
    );

  it('has the date of an event of its deal, or an earlier one', () => {
    for (const date of ['2025-03-01', '2025-03-02', '2025-03-04']) expect(checkCommitment(date)).toEqual([]);
    expect(checkCommitment('2025-03-03')).toEqual(['chip-commitments/a-commitment.json /history/0/reportedOn']);
  });

  it('states no figure in its id that its first event does not state', () => {
    expect(checkCommitment('2025-03-02', 'a-commitment-5gw')).toEqual(['chip-commitments/a-commitment-5gw.json /id']);
  });
});

it('no two companies have the same identifier', () => {
  const company = (id: string, identifiers: object): Line => [
    'companies',
    { id, name: `The company ${id}`, roles: ['investor'], country: 'US', identifiers },
  ];
  expect(check(company('one', { cik: '1045810' }), company('two', { cik: '1018724' }))).toEqual([]);
  expect(check(company('one', { cik: '1045810' }), company('two', { cik: '1045810' }))).toEqual(['companies/two.json /identifiers']);
});

describe('a source', () => {
  const checkSource = (kind: string, url: string, rest: object = {}) => check(['sources', source('one', { kind, url, ...rest })]);

  it('is a regulatory filing only on the site of a regulator', () => {
    expect(checkSource('regulatory_filing', 'https://www.sec.gov/Archives/edgar/data/1/2.htm')).toEqual([]);
    expect(checkSource('filing_mirror', 'https://filings.example.org/2')).toEqual([]);
    expect(checkSource('regulatory_filing', 'https://notsec.gov/2')).toEqual(['sources/one.json /kind']);
    expect(checkSource('filing_mirror', 'https://sec.gov/2')).toEqual(['sources/one.json /kind']);
  });

  it.each(['press_release', 'news', 'blog', 'interview'])('has no former kind: %s', (kind) => {
    expect(checkSource(kind, 'https://example.org/2')).toEqual(['sources/one.json /kind']);
  });
});

it('a publisher that carries a text is named in parentheses', () => {
  const checkPublisher = (publisher: string) =>
    check(['sources', source('one', { kind: 'relay', originalOutlet: 'The Agency', publisher })]);
  expect(checkPublisher('The Agency via The Paper')).toEqual(['sources/one.json /publisher']);
  expect(checkPublisher('The Agency (via The Paper)')).toEqual([]);
});

describe('the report on a dataset', () => {
  it('counts deals by their evidence, and a text once that several publishers carried', () => {
    const cite = (...ids: string[]) => ({ history: [event({ citations: ids })] });
    const report = describeDataset(
      parse(
        ['sources', source('a', { publisher: 'Agency', publishedOn: '2025-03-04' })],
        ['sources', source('b', { publisher: 'Another Paper', originalOutlet: 'The Agency', kind: 'relay' })],
        ['sources', source('c', { publisher: 'Paper', titleStated: false })],
        ['sources', source('d', { publisher: 'A Company', kind: 'company_newsroom' })],
        ['deals', deal('one', cite('a'))],
        ['deals', deal('relayed', cite('a', 'b'))],
        ['deals', deal('two', cite('b', 'c'))],
        ['deals', deal('filed', cite('d'))],
      ),
    );
    expect(report).toContain('| Deals with a primary source or two independent publishers | 2 (50%) |');
    expect(report).toContain('| Sources whose title was not seen | 1 (25%) |');
    expect(report).toContain('| equity_round | 4 | 1 (25%) | 1 (25%) | 2 (50%) | 2 (50%) | 4 (100%) |');
    expect(report).toContain('| 2025 | 4 | 1 (25%) |');
  });
});
