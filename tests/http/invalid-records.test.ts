import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordSchemas } from '../../src/domain/records/records.ts';
import type { Collection } from '../../src/domain/vocabulary.ts';
import { parseDataset, readDatasetTexts, validateConsistency } from '../../src/ingest/dataset-files.ts';
import { type DatasetApp, openDatasetApp } from '../support/app.ts';
import { deal, source } from '../support/example-records.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { makeKey } from '../support/keys.ts';
import { writeSource } from '../support/sources.ts';

let dataset: DatasetApp;
let key: string;
beforeAll(async () => {
  dataset = await openDatasetApp();
  key = await makeKey(dataset.database);
  await writeSource(dataset.database, 'cited');
});
afterAll(() => dataset.close());

type Sent = Record<string, unknown> & { id: string };
const citations = [{ source: 'cited', attribution: 'on_record' }];
const event = { reportedOn: '2026-11-02', status: 'announced', citations };
const money = (rest: object) => ({ min: 1, max: 1, approximate: false, currency: 'USD', ...rest });
const dealWith = (terms: object): Sent => deal('invalid', { history: [{ ...event, ...terms }] });
const company = (rest: object): Sent => ({ id: 'invalid', name: 'Invalid', roles: ['investor'], country: 'US', ...rest });
const stake = (rest: object): Sent => ({
  id: 'invalid',
  holder: 'nvidia',
  issuer: 'openai',
  observedOn: '2026-11-02',
  percent: { min: 1, max: 1, approximate: false },
  basis: 'unspecified',
  citations,
  ...rest,
});
const commitment = (...events: object[]): Sent => ({
  id: 'invalid',
  buyer: 'openai',
  chipVendor: 'nvidia',
  chips: ['nvidia-h100'],
  history: events.map((one) => ({ ...event, ...one })),
});

const invalid: readonly [name: string, collection: Collection, record: Sent, pointer: string, message: string][] = [
  [
    'more dollars than a safe integer',
    'deals',
    dealWith({ amount: money({ max: 9_007_199_254_740_991, currency: 'GBP', usdPerUnit: 2 }) }),
    '/history/0/amount',
    'An amount must not be greater than $100 trillion.',
  ],
  [
    'more than $100 trillion',
    'deals',
    dealWith({ amount: money({ max: 9_007_199_254_740_991 }) }),
    '/history/0/amount',
    'An amount must not be greater than $100 trillion.',
  ],
  ['an amount of 1e308', 'deals', dealWith({ amount: money({ max: 1e308 }) }), '/history/0/amount/max', ''],
  ['a rate of 1e308', 'deals', dealWith({ amount: money({ currency: 'EUR', usdPerUnit: 1e308 }) }), '/history/0/amount/usdPerUnit', ''],
  [
    'an unknown currency',
    'deals',
    dealWith({ amount: money({ currency: 'ZZZ', usdPerUnit: 1 }) }),
    '/history/0/amount/currency',
    'Unknown currency: expected a code of ISO 4217, such as EUR.',
  ],
  ['a term of 1e308 years', 'deals', dealWith({ termYears: 1e308 }), '/history/0/termYears', 'A term must not be longer than 999 years.'],
  ['an event in the year 0000', 'deals', dealWith({ occurredOn: '0000' }), '/history/0/occurredOn', 'The year must be from 1900 to 2199.'],
  [
    'an event in the year 9999',
    'deals',
    deal('invalid', { history: [event, { ...event, reportedOn: '9999' }] }),
    '/history/1/reportedOn',
    'The year must be from 1900 to 2199.',
  ],
  [
    'a title of invisible characters',
    'deals',
    deal('invalid', { title: '\u200b\u3164\u2800' }),
    '/title',
    'The text has no visible character.',
  ],
  [
    'a title with a line break',
    'deals',
    deal('invalid', { title: 'A\nround' }),
    '/title',
    'The text contains a control character or a bidirectional control.',
  ],
  [
    'a NUL character in a summary',
    'deals',
    deal('invalid', { summary: 'A\u0000b' }),
    '/summary',
    'The text contains a control character or a bidirectional control.',
  ],
  [
    'a bidirectional override in a stated figure',
    'deals',
    dealWith({ amount: money({ stated: '\u202e1' }) }),
    '/history/0/amount/stated',
    'The text contains a control character or a bidirectional control.',
  ],
  [
    'an unknown country',
    'companies',
    company({ country: 'XX' }),
    '/country',
    'Unknown country: expected a code of ISO 3166-1 alpha-2, such as US.',
  ],
  [
    'an LEI with wrong check digits',
    'companies',
    company({ identifiers: { lei: '549300S4KLFTLO7GSQ81' } }),
    '/identifiers/lei',
    'The check digits of the LEI are wrong.',
  ],
  [
    'an ISIN with a wrong check digit',
    'companies',
    company({ identifiers: { isin: 'US67066G1041' } }),
    '/identifiers/isin',
    'The check digit of the ISIN is wrong.',
  ],
  ['a CIK with leading zeros', 'companies', company({ identifiers: { cik: '0001045810' } }), '/identifiers/cik', ''],
  [
    'a spread without its benchmark',
    'deals',
    dealWith({ terms: { debt: { spreadPercent: { min: 4, max: 4, approximate: false } } } }),
    '/history/0/terms/debt/spreadPercent',
    'spreadPercent requires benchmark.',
  ],
  [
    'terms without a field',
    'deals',
    dealWith({ terms: {} }),
    '/history/0/terms',
    'At least one field is required. Omit the object if nothing is known.',
  ],
  ['an invisible name', 'companies', company({ name: '\u2060' }), '/name', 'The text has no visible character.'],
  [
    'a URL with a password',
    'companies',
    company({ website: 'https://user:secret@example.org/' }),
    '/website',
    'A URL must not contain a user name or a password.',
  ],
  [
    'a URL with a user name',
    'sources',
    source('invalid', { url: 'https://user@example.org/' }),
    '/url',
    'A URL must not contain a user name or a password.',
  ],
  [
    'a URL with a space',
    'sources',
    source('invalid', { url: 'https://example.org/a b' }),
    '/url',
    'A URL must not contain whitespace, control characters or lone surrogates.',
  ],
  ['a stake of a company in itself', 'stakes', stake({ issuer: 'nvidia' }), '/issuer', 'A company cannot hold a stake in itself.'],
  [
    'a stake that ends before it was observed',
    'stakes',
    stake({ endedOn: '2026-10' }),
    '/endedOn',
    'endedOn must not be before observedOn.',
  ],
  [
    'a commitment of 1e308 chips',
    'chip-commitments',
    commitment({ units: { min: 1, max: 1e308, approximate: false } }),
    '/history/0/units/max',
    'A number must not be greater than 10^12.',
  ],
  [
    'a commitment that ends before it starts',
    'chip-commitments',
    commitment({ startsOn: '2027-05', endsOn: '2027-04' }),
    '/history/0/endsOn',
    '2027-04 ends before 2027-05 starts.',
  ],
  [
    'a commitment whose new start is after its end',
    'chip-commitments',
    commitment({ startsOn: '2027', endsOn: '2028' }, { startsOn: '2029' }),
    '/history/1/startsOn',
    '2028 ends before 2029 starts.',
  ],
  [
    'a deal that supersedes itself',
    'deals',
    deal('invalid', { supersedes: ['invalid'] }),
    '/supersedes',
    'The chain of superseded deals contains a cycle.',
  ],
];

const put = (collection: Collection, record: Sent) =>
  dataset.request.put(`/v1/${collection}/${record.id}`).set('Authorization', `Bearer ${key}`).send(record);
const importLines = (...lines: { collection: Collection; record: Sent }[]) =>
  dataset.request
    .post('/v1/import')
    .set({ Authorization: `Bearer ${key}`, 'Content-Type': 'application/x-ndjson' })
    .send(lines.map((line) => JSON.stringify(line)).join('\n'));
const checkFiles = (...lines: { collection: Collection; record: Sent }[]) => {
  const records = [{ collection: 'sources' as const, record: source('cited') }, ...lines];
  const { files, issues } = parseDataset({
    head: readDatasetTexts('data').head,
    redirects: undefined,
    records: records.map(({ collection, record }) => ({
      collection,
      path: `${collection}/${record.id}.json`,
      text: `${JSON.stringify(recordSchemas[collection].safeParse(record).data ?? record, null, 2)}\n`,
    })),
  });
  return [...issues, ...validateConsistency(files)];
};

describe('a record with', () => {
  it.each(invalid)(
    '%s is rejected by PUT, by an import and by the check of a dataset',
    async (_name, collection, record, pointer, message) => {
      const response = await put(collection, record);
      expectProblem(response, 422);
      expect(response.body.errors).toContainEqual({ pointer, message: message === '' ? expect.any(String) : message });
      const imported = await importLines({ collection, record });
      expectProblem(imported, 422);
      expect(imported.body.errors).toContainEqual(expect.objectContaining({ pointer: `/0/record${pointer}` }));
      expect(checkFiles({ collection, record })).toContainEqual(
        expect.objectContaining({ path: `${collection}/invalid.json`, pointer, ...(message !== '' && { message }) }),
      );
    },
  );

  it('line breaks in its summary is accepted', async () => {
    await put('deals', deal('valid', { summary: 'One line.\n\tAnother.' })).expect(201);
  });
});

describe('deals that supersede each other in a circle', () => {
  const circle = ['a', 'b', 'c'].map((id, index, ids) => ({
    collection: 'deals' as const,
    record: deal(`circle-${id}`, { supersedes: [`circle-${ids[(index + 1) % ids.length]}`] }),
  }));
  const message = 'The chain of superseded deals contains a cycle.';

  it('are rejected by an import and by the check of a dataset', async () => {
    const response = await importLines(...circle);
    expectProblem(response, 422);
    expect(response.body.errors).toContainEqual({ pointer: '/0/record/supersedes', message: `Line 1: ${message}` });
    expect(checkFiles(...circle).map(({ path }) => path)).toEqual(circle.map(({ record }) => `deals/${record.id}.json`));
  });

  it('are rejected by the PUT that would close the circle', async () => {
    const [first, ...others] = circle;
    await put('deals', deal('circle-a')).expect(201);
    for (const { record } of others.toReversed()) await put('deals', record).expect(201);
    const response = await put('deals', first?.record ?? deal('circle-a'));
    expectProblem(response, 422);
    expect(response.body.errors).toEqual([{ pointer: '/supersedes', message }]);
  });
});
