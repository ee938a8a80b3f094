import { mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { openDatabase } from '../src/database/open.ts';
import { certaintyOfStatus, dealKinds, statuses } from '../src/domain/vocabulary.ts';

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
export const companyCount = 2_000;
const sourceCount = 5_000;

/**
 * Makes a database of `count` deals, with two participants and about two states each, as a write would have left it: enough
 * to measure the lists of deals. What lists of deals do not read is left out.
 */
export const generate = async (file: string, count: number, seed = 1): Promise<void> => {
  rmSync(file, { force: true });
  mkdirSync(dirname(file), { recursive: true });
  await (await openDatabase(`sqlite:${file}`)).close();
  const random = randomFrom(seed);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const client = new BetterSqlite3(file);
  client.pragma('synchronous = OFF');
  client.pragma('foreign_keys = OFF');
  const insert = (table: string, columns: string) =>
    client.prepare(`insert into ${table} (${columns}) values (${columns.replace(/\w+/g, '?')})`);
  const statements = {
    company: insert('companies', 'id, name, country'),
    ancestor: insert('company_ancestors', 'company_id, ancestor_id, since'),
    record: insert('records', 'collection, id, body, version, horizon, body_hash, file_hash'),
    deal: insert('deals', 'id, title, kind'),
    participant: insert('deal_participants', 'deal_id, company_id, role, known_from'),
    state: insert(
      'deal_states',
      'deal_id, known_from, known_to, kind, title, status, certainty, amount_usd, valuation_usd, announced_day, closed_day, last_reported_day, first_known_on',
    ),
    answer: insert('short_answers', 'collection, record_id, known_from, known_to, body'),
    full: insert('full_answers', 'collection, record_id, known_from, known_to, body'),
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
  const companies = Array.from({ length: companyCount }, (_, index) => `company-${index}`);
  client.transaction(() => {
    for (const id of companies) {
      statements.company.run(id, id, 'US');
      statements.ancestor.run(id, id, '0001-01-01');
      statements.record.run('companies', id, '{}', 1, dayAt(0), '', null);
      statements.answer.run(
        'companies',
        id,
        '0001-01-01',
        null,
        JSON.stringify({ id, name: id, roles: ['investor'], country: 'US', group: id, version: 1 }),
      );
      const [word = '', number = ''] = id.split('-');
      for (const term of [word, number]) statements.posting.run(term, 'companies', id, 100, '0001-01-01');
      statements.term.run(number, number.slice(0, 1), number.length);
      statements.text.run('companies', id, 0, 'name', id, '0001-01-01');
    }
    statements.term.run('company', 'c', 7);
    for (let index = 0; index < sourceCount; index += 1) {
      const id = `source-${index}`;
      const source = {
        id,
        publisher: 'A Paper',
        title: `The source ${index}`,
        titleStated: true,
        url: `https://example.org/${index}`,
        publishedOn: dayAt(0),
        kind: 'news',
      };
      statements.source.run(id, 'A Paper', 'news', dayAt(0), dayAt(0), dayAt(0));
      statements.record.run('sources', id, '{}', 1, dayAt(0), '', null);
      statements.answer.run('sources', id, dayAt(0), null, JSON.stringify({ ...source, knownFrom: dayAt(0), version: 1 }));
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
        statements.citation.run('deals', id, 0, position, source, 'on_record', dayAt(start));
      });
      const amount = random() < 0.9 ? Math.floor(random() ** 4 * 1e11) : null;
      starts.forEach((day, position) => {
        const [knownFrom, next] = [dayAt(day), starts[position + 1]];
        const knownTo = next === undefined ? null : dayAt(next);
        const status = pick(statuses);
        const announced = position > 0 ? knownFrom : null;
        statements.state.run(
          id,
          knownFrom,
          knownTo,
          kind,
          id,
          status,
          certaintyOfStatus[status],
          amount,
          null,
          announced,
          null,
          knownFrom,
          dayAt(start),
        );
        const body = {
          id,
          title: `A deal between ${investor} and ${issuer}`,
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
        statements.answer.run('deals', id, knownFrom, knownTo, JSON.stringify(body));
        const citations = cited.map((source) => ({ source, attribution: 'on_record' }));
        const history = starts.slice(0, position + 1).map((one) => ({ reportedOn: dayAt(one), status, citations }));
        statements.full.run('deals', id, knownFrom, knownTo, JSON.stringify({ ...body, history }));
      });
    }
  })();
  client.exec('analyze');
  client.close();
};
