import { mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { openDatabase } from '../src/database/open.ts';
import { attributions, certaintyOfStatus, dealKinds, statuses } from '../src/domain/vocabulary.ts';

/** A sequence of numbers from 0 to 1 that is the same for the same seed (mulberry32). */
export const randomFrom = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
};

const firstDay = Date.UTC(2015, 0, 1);
export const dayCount = 4_300;
export const dayAt = (offset: number): string => new Date(firstDay + offset * 86_400_000).toISOString().slice(0, 10);
/** As many as that there are companies and sources to so many deals: each of them has about as many deals at any size. */
export const companyCountOf = (dealCount: number): number => Math.ceil(dealCount / 500);
export const sourceCountOf = (dealCount: number): number => Math.ceil(dealCount / 200);
export const publisherCountOf = (dealCount: number): number => Math.ceil(dealCount / 2_000);
/** Words of titles, the common ones far more often than the others. */
export const wordCount = 3_000;
export const wordAt = (index: number): string => `w${index.toString(36)}ord`;
const countries = ['US', 'CN', 'GB', 'FR', 'DE', 'JP', 'KR', 'AE', 'SA', 'IL'];

/**
 * Makes a database of `count` deals, with two participants and about two states each, as a write would have left it: enough
 * to measure the lists of deals and the search. What these do not read is left out.
 */
export const generate = async (file: string, count: number, seed = 1): Promise<void> => {
  rmSync(file, { force: true });
  mkdirSync(dirname(file), { recursive: true });
  await (await openDatabase(`sqlite:${file}`)).close();
  const random = randomFrom(seed);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const client = new BetterSqlite3(file);
  // Nobody minds if a crash spoils it, and an index is made faster over all rows than row by row.
  for (const setting of ['journal_mode = OFF', 'synchronous = OFF', 'foreign_keys = OFF', 'cache_size = -262144']) client.pragma(setting);
  const indexes = client.prepare("select name, sql from sqlite_master where type = 'index' and sql is not null").all() as {
    name: string;
    sql: string;
  }[];
  for (const { name } of indexes) client.exec(`drop index ${name}`);
  const insert = (table: string, columns: string) =>
    client.prepare(`insert into ${table} (${columns}) values (${columns.replace(/\w+/g, '?')})`);
  const listed =
    'deal_id, known_from, known_to, kind, title, status, certainty, amount_usd, valuation_usd, announced_day, closed_day, last_reported_day, first_known_on, countries, answer_id';
  const statements = {
    company: insert('companies', 'id, name, country'),
    ancestor: insert('company_ancestors', 'company_id, ancestor_id, since'),
    record: insert('records', 'collection, id, body, version, horizon, body_hash, file_hash'),
    deal: insert('deals', 'id, title, kind'),
    participant: insert('deal_participants', 'deal_id, company_id, role, known_from'),
    state: insert('deal_states', listed),
    party: insert('deal_party_states', `${listed}, party_id, is_direct, since`),
    stateOfSource: insert('deal_source_states', `${listed}, source_id`),
    answer: insert('short_answers', 'id, collection, record_id, known_from, known_to, body'),
    full: insert('full_answers', 'id, collection, record_id, known_from, known_to, body'),
    source: insert('sources', 'id, publisher, kind, published_on, published_day, known_from'),
    citation: insert('citations', 'collection, record_id, event, position, source_id, attribution, known_from'),
    posting: insert('search_postings', 'term, collection, record_id, weight, known_from'),
    term: insert('search_terms', 'term, initial, length'),
    text: insert('search_texts', 'collection, record_id, position, field, text, known_from'),
  };
  insert('dataset', 'id, name, version, date, license, sequence, known_to').run(
    1,
    'Generated',
    '0',
    dayAt(dayCount),
    'CC0-1.0',
    count,
    dayAt(dayCount),
  );
  const [companyCount, sourceCount, publisherCount] = [companyCountOf(count), sourceCountOf(count), publisherCountOf(count)];
  const companies = Array.from({ length: companyCount }, (_, index) => `company-${index}`);
  const countryOf = new Map<string, string>();
  let answerId = 0;
  const nextAnswerId = () => (answerId += 1);
  client.transaction(() => {
    for (const id of companies) {
      const country = pick(countries);
      countryOf.set(id, country);
      statements.company.run(id, id, country);
      statements.ancestor.run(id, id, '0001-01-01');
      statements.record.run('companies', id, '{}', 1, dayAt(0), '', null);
      statements.answer.run(
        nextAnswerId(),
        'companies',
        id,
        '0001-01-01',
        null,
        JSON.stringify({ id, name: id, roles: ['investor'], country, group: id, version: 1 }),
      );
      const [word = '', number = ''] = id.split('-');
      for (const term of [word, number]) statements.posting.run(term, 'companies', id, 100, '0001-01-01');
      statements.term.run(number, number.slice(0, 1), number.length);
      statements.text.run('companies', id, 0, 'name', id, '0001-01-01');
    }
    statements.term.run('company', 'c', 7);
    for (let index = 0; index < wordCount; index += 1) {
      const word = wordAt(index);
      statements.term.run(word, word.slice(0, 1), word.length);
    }
    for (let index = 0; index < sourceCount; index += 1) {
      const id = `source-${index}`;
      const publisher = `Paper ${Math.floor(random() * publisherCount)}`;
      const source = {
        id,
        publisher,
        title: `The source ${index}`,
        titleStated: true,
        url: `https://example.org/${index}`,
        publishedOn: dayAt(0),
        kind: 'news',
      };
      statements.source.run(id, publisher, 'news', dayAt(0), dayAt(0), dayAt(0));
      statements.record.run('sources', id, '{}', 1, dayAt(0), '', null);
      statements.answer.run(nextAnswerId(), 'sources', id, dayAt(0), null, JSON.stringify({ ...source, knownFrom: dayAt(0), version: 1 }));
    }
    for (let index = 0; index < count; index += 1) {
      const id = `deal-${index}`;
      const kind = pick(dealKinds);
      statements.deal.run(id, id, kind);
      const start = Math.floor(random() * dayCount);
      const starts = [
        ...new Set([
          start,
          ...(random() < 0.6 ? [start + Math.floor(random() * 300)] : []),
          ...(random() < 0.3 ? [start + 300 + Math.floor(random() * 300)] : []),
        ]),
      ].filter((day) => day < dayCount);
      const investor = pick(companies);
      const issuer = pick(companies);
      statements.participant.run(id, investor, 'investor', dayAt(start));
      statements.participant.run(id, issuer, 'issuer', dayAt(start));
      const cited = [0, 1].map(() => `source-${Math.floor(random() * sourceCount)}`);
      [...new Set(cited)].forEach((source, position) => {
        statements.citation.run('deals', id, 0, position, source, pick(attributions), dayAt(start));
      });
      const words = [...new Set([0, 1, 2].map(() => wordAt(Math.floor(random() ** 3 * wordCount))))];
      const title = `The ${words.join(' ')} deal`;
      for (const word of words) statements.posting.run(word, 'deals', id, 80, dayAt(start));
      statements.text.run('deals', id, 0, 'title', title, dayAt(start));
      const amount = random() < 0.9 ? Math.floor(random() ** 4 * 1e11) : null;
      starts.forEach((day, position) => {
        const [knownFrom, next] = [dayAt(day), starts[position + 1]];
        const knownTo = next === undefined ? null : dayAt(next);
        const status = pick(statuses);
        const announced = position > 0 ? knownFrom : null;
        const state = [
          id,
          knownFrom,
          knownTo,
          kind,
          title,
          status,
          certaintyOfStatus[status],
          amount,
          kind === 'equity_round' && amount !== null ? amount * 10 : null,
          announced,
          status === 'closed' ? knownFrom : null,
          knownFrom,
          dayAt(start),
          [...new Set([investor, issuer].map((company) => countryOf.get(company) ?? ''))].sort().join(' '),
          nextAnswerId(),
        ];
        statements.state.run(...state);
        for (const party of new Set([investor, issuer])) statements.party.run(...state, party, 1, '0001-01-01');
        for (const source of new Set(cited)) statements.stateOfSource.run(...state, source);
        const body = {
          id,
          title,
          kind,
          participants: [
            { company: investor, role: 'investor' },
            { company: issuer, role: 'issuer' },
          ],
          status,
          certainty: certaintyOfStatus[status],
          amountUsd: amount === null ? null : { min: amount, max: amount },
          knownFrom: dayAt(start),
          lastReportedOn: knownFrom,
          supersededBy: [],
          version: 1,
        };
        statements.answer.run(answerId, 'deals', id, knownFrom, knownTo, JSON.stringify(body));
        const citations = cited.map((source) => ({ source, attribution: 'on_record' }));
        const history = starts.slice(0, position + 1).map((one) => ({ reportedOn: dayAt(one), status, citations }));
        statements.full.run(answerId, 'deals', id, knownFrom, knownTo, JSON.stringify({ ...body, history }));
      });
    }
  })();
  for (const index of indexes) client.exec(index.sql);
  client.pragma('journal_mode = WAL');
  client.close();
};
