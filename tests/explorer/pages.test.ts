import { brotliCompressSync } from 'node:zlib';
import { DOMParser } from '@xmldom/xmldom';
import { h } from 'preact';
import { render } from 'preact-render-to-string';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Graph } from '../../src/api-client/answers.ts';
import { describeDealTerms } from '../../src/api-client/deal-terms.ts';
import { describeInterval, describeSum, formatPower, formatUsd } from '../../src/api-client/words.ts';
import { StepLine } from '../../src/explorer/pictures/step-line.tsx';
import { type DatasetApp, openDatasetApp } from '../support/app.ts';
import type { JsonBody } from '../support/collect-pages.ts';
import { makeKey } from '../support/keys.ts';

let dataset: DatasetApp;
beforeAll(async () => {
  dataset = await openDatasetApp();
});
afterAll(() => dataset.close());

const pages = [
  '/',
  '/map',
  '/map?focus=anthropic',
  '/groups/openai',
  '/groups/nvidia',
  '/groups/openai/funding',
  '/pairs/amazon/openai',
  '/deals/openai-oracle-compute',
  '/deals',
  '/deals?company=microsoft&sort=-amountUsd',
  '/search?q=oracle',
  '/timeline',
  '/timeline?from=2026-08-01&to=2026-09-01',
  '/outlook',
  '/outlook?group=OpenAI',
  '/chips',
  '/about',
];

const open = async (path: string): Promise<string> => (await dataset.request.get(path).set('accept', 'text/html').expect(200)).text;
const withDay = (path: string, day: string): string => `${path}${path.includes('?') ? '&' : '?'}asOf=${day}`;
const textOf = (html: string): string =>
  html
    .replace(/<style.*?<\/style>/gs, '')
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&amp;', '&');

describe('a page', () => {
  it.each(pages)('%s is complete HTML with one heading, and needs no script and no other host', async (path) => {
    const response = await dataset.request.get(path).expect(200);
    expect(response.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(response.headers['content-security-policy']).toContain("default-src 'none'");
    expect(response.headers.link).toMatch(/rel="alternate"; type="application\/json"/);
    expect(response.text.match(/<h1>/g)).toHaveLength(1);
    expect(response.text).not.toMatch(/undefined|NaN|\[object|>null</);
    expect(textOf(response.text)).not.toMatch(/impliedPurchase|[a-z]_[a-z]/);
    for (const [, url = ''] of response.text.matchAll(/(?:src|href)="([^"]+)"/g)) expect(url).toMatch(/^(\/|#|https?:\/\/)/);
    for (const [, url = ''] of response.text.matchAll(/<(?:script|link rel="(?:stylesheet|icon)")[^>]*(?:src|href)="([^"]+)"/g))
      expect((await dataset.request.get(url).expect(200)).text ?? '').toBeDefined();
  });

  it.each(pages)('%s keeps within 10 kB compressed', async (path) => {
    expect(brotliCompressSync(await open(path)).length).toBeLessThan(10_000);
  });

  it.each([...pages, '/map?certainty=speculative', '/?certainty=binding', '/chips?group=openai'])(
    '%s offers the same records as CSV as the API returns as JSON',
    async (path) => {
      const html = await open(path);
      const linkOf = (pattern: RegExp) => new URL((pattern.exec(html)?.[1] ?? '').replaceAll('&amp;', '&'), 'http://localhost');
      const json = linkOf(/href="([^"]+)" rel="alternate" type="application\/json"/);
      const csv = linkOf(/href="([^"]+)" rel="alternate" type="text\/csv"/);
      if (csv.pathname !== json.pathname) return;
      // These say how an answer is written, not which records it has.
      for (const { searchParams } of [json, csv]) for (const name of ['format', 'include', 'limit', 'sort']) searchParams.delete(name);
      expect(csv.search).toBe(json.search);
    },
  );

  it.each([...pages, '/pairs/xai/nvidia', '/pairs/unitree/talen-energy'])('%s links to the same answer of the API', async (path) => {
    const [, json = ''] = /href="([^"]+)" rel="alternate" type="application\/json"/.exec(await open(path)) ?? [];
    await dataset.request
      .get(json.replaceAll('&amp;', '&'))
      .expect(200)
      .expect('content-type', /application\/json/);
  });

  it('serves a style of at most 4 kB and a script of at most 3 kB, cached for a year', async () => {
    const html = await open('/');
    for (const [pattern, limit] of [
      [/\/assets\/style-\w+\.css/, 4_096],
      [/\/assets\/enhance-\w+\.js/, 3_072],
    ] as const) {
      const response = await dataset.request
        .get(pattern.exec(html)?.[0] ?? '')
        .buffer(true)
        .expect(200);
      expect(brotliCompressSync(response.text ?? String(response.body)).length).toBeLessThan(limit);
      expect(response.headers['cache-control']).toContain('immutable');
    }
  });
});

describe('the amounts of a page', () => {
  /** Every amount in an answer, as the pages write it. */
  const collectAmounts = (value: unknown, into: Set<string>): Set<string> => {
    if (typeof value === 'number') into.add(formatUsd(value));
    else if (typeof value === 'object' && value !== null) for (const one of Object.values(value)) collectAmounts(one, into);
    return into;
  };
  const days = [
    '2019-08-01',
    '2022-12-31',
    '2023-06-30',
    '2024-03-31',
    '2024-12-31',
    '2025-06-30',
    '2025-09-30',
    '2025-11-15',
    '2025-12-20',
    '2026-01-15',
    '2026-02-28',
    '2026-03-31',
    '2026-04-30',
    '2026-05-31',
    '2026-06-30',
    '2026-07-31',
    '2026-08-31',
    '2026-09-30',
    '2026-10-31',
    '2026-11-20',
  ];
  const sources: Record<string, string[]> = {
    '/': ['/v1/cycles?class=circular_financing&maxLength=2&limit=200&certaintyMin=intended', '/v1/events?limit=3'],
    '/map': ['/v1/cycles?class=circular_financing&maxLength=3&limit=200&certaintyMin=intended'],
    '/outlook': ['/v1/outlook'],
    '/groups/anthropic': [
      '/v1/graph?group=anthropic',
      '/v1/companies/anthropic/exposure',
      '/v1/companies/anthropic/funding',
      '/v1/valuations?company=anthropic&limit=200',
      '/v1/stakes?issuer=anthropic&limit=200',
      '/v1/stakes?holder=anthropic&limit=200',
      '/v1/financials?company=anthropic&limit=100',
      '/v1/chip-commitments?group=anthropic&limit=100',
    ],
    '/groups/anthropic/funding': ['/v1/companies/anthropic/funding'],
    '/deals?sort=-amountUsd': ['/v1/deals?sort=-amountUsd'],
  };
  /** The ends of quarters, of which the pages of a group show the funding. */
  const quarters = ['2021', '2022', '2023', '2024', '2025', '2026'].flatMap((year) =>
    ['03-31', '06-30', '09-30', '12-31'].map((end) => `${year}-${end}`),
  );

  it.each(Object.keys(sources))('%s are those of the API, on 20 days', async (path) => {
    const earlier: { end: string; amounts: Set<string> }[] = [];
    for (const end of path.endsWith('/funding') ? quarters : [])
      earlier.push({
        end,
        amounts: collectAmounts((await dataset.request.get(withDay('/v1/companies/anthropic/funding', end))).body, new Set()),
      });
    for (const day of days) {
      const known = new Set(earlier.flatMap(({ end, amounts }) => (end < day ? [...amounts] : [])));
      for (const url of sources[path] ?? []) {
        const { status, body } = await dataset.request.get(withDay(url, day));
        if (status === 200) collectAmounts({ ...body, included: undefined }, known);
      }
      const text = textOf(
        (await dataset.request.get(withDay(path, day))).text.replace(/<q.*?<\/q>|<text class="small scale".*?<\/text>/g, ''),
      );
      for (const [amount] of text.matchAll(/\$[\d.]+(?:tn|bn|m|k)\b/g))
        expect(known, `${amount} on ${withDay(path, day)}`).toContain(amount);
    }
  });
});

describe('an interval in words', () => {
  it.each([
    [{ min: null, max: 10, approximate: true }, 'up to about 10%'],
    [{ min: 10, max: null, approximate: true }, 'at least about 10%'],
    [{ min: 10, max: 10, approximate: true }, 'about 10%'],
    [{ min: 10, max: 12, approximate: true }, 'about 10% to 12%'],
    [{ min: 10, max: 12 }, '10% to 12%'],
  ])('%j is %s', (interval, words) => expect(describeInterval(interval, (value) => `${value}%`)).toBe(words));
});

describe('the terms of a deal', () => {
  it('are shown even if a report states one of them alone', async () => {
    expect(textOf(await open('/deals/openai-2026-employee-tender'))).toMatch(/Placement\s+secondary/);
    expect(describeDealTerms({ debt: { collateral: 'chips' } })).toEqual([['Debt', 'secured on chips']]);
    expect(describeDealTerms({ debt: { firstMaturesOn: '2030' } })).toEqual([['Debt', 'due 2030']]);
    expect(describeDealTerms({ guarantees: [{ guarantor: 'Google', trigger: 'The tenant does not pay' }] })).toEqual([
      ['Guarantee', 'Google, pays if: The tenant does not pay'],
    ]);
    expect(
      describeDealTerms({ sites: [{ name: 'Abilene', powerMw: { min: 1_200, max: 1_200, approximate: false, stated: '1.2 GW' } }] }),
    ).toEqual([['Site', 'Abilene, 1.2 GW']]);
  });

  it('have dates in words, and a cap that is at most what it says', () => {
    expect(describeDealTerms({ debt: { maturesOn: '2031-05-01', firstMaturesOn: '2029' } })).toEqual([['Debt', 'due 2029 to 1 May 2031']]);
    expect(describeDealTerms({ sites: [{ name: 'Abilene', plannedOn: '2027-06' }] })).toEqual([['Site', 'Abilene, planned for June 2027']]);
    for (const min of [null, 1_400_000_000]) {
      const cap = { min, max: 1_400_000_000, approximate: false, currency: 'USD' };
      expect(describeDealTerms({ guarantees: [{ cap }] })).toEqual([['Guarantee', 'up to $1.4bn']]);
    }
  });
});

describe('the valuations of a company', () => {
  it('are drawn from left to right, with a month at its end', () => {
    const steps = ['2026-03-01', '2026-04-24', '2026-04', '2026-09-01', '2026'].map((day, index) => ({ day, value: index + 1 }));
    const xs = [...render(h(StepLine, { steps, until: '2026-11-01', label: 'Valuation' })).matchAll(/cx="([\d.]+)"/g)].map(([, x]) =>
      Number(x),
    );
    expect(xs).toHaveLength(steps.length);
    expect(xs).toEqual(xs.toSorted((a, b) => a - b));
    expect(Math.max(...xs)).toBeLessThanOrEqual(640);
  });
});

describe('the page of a deal that ended', () => {
  it('does not say that the deal may still close', async () => {
    const { body } = await dataset.request.get('/v1/deals?certainty=dead&limit=200').expect(200);
    const ended = body.data.find((deal: { announcedOn: string | null; closedOn: string | null }) => deal.announcedOn && !deal.closedOn);
    const { text } = await dataset.request.get(`/deals/${ended.id}`).expect(200);
    expect(text).toMatch(/Closed<\/dt><dd>never/);
    expect(text).not.toContain('not yet');
  });
});

describe('the page of a deal', () => {
  it('says the term in the singular if it is one year', async () => {
    expect(textOf(await open('/deals/softbank-2026-bridge-40b'))).toMatch(/Term\s+1 year\s/);
  });

  it('does not say that a signed deal has not closed yet, because a closing may have no report', async () => {
    const { body } = await dataset.request.get('/v1/deals?status=signed&kind=acquisition&sort=lastReportedOn').expect(200);
    const unfinished = body.data.find(({ closedOn }: { closedOn: string | null }) => closedOn === null);
    const { text } = await dataset.request.get(`/deals/${unfinished.id}`).expect(200);
    expect(text).toMatch(/Closed<\/dt><dd>not reported/);
  });

  it('writes abbreviations in capitals, and the sources of a report on a line of their own', async () => {
    const { text } = await dataset.request.get('/deals/anthropic-tpu-bank-financing-2026').expect(200);
    expect(text).toContain('SPV financing, in talks');
    expect(text).toContain('conditional<span class="note">: syndication');
    expect(text).not.toMatch(/<\/span><ul class="citations"/);
    expect((await dataset.request.get('/deals/openai-ipo').expect(200)).text).toContain('IPO, intended: amount not stated');
  });
});

describe('a hit of a search', () => {
  it('has excerpts of whole words', async () => {
    const { body: deal } = await dataset.request.get('/v1/deals/openai-amazon-equity-investment?include=history').expect(200);
    const notes: string[] = deal.data.history.flatMap(({ note }: { note?: string }) => note ?? []);
    const { body } = await dataset.request.get('/v1/search?q=trainium&limit=50').expect(200);
    const hit = body.data.find(({ id }: { id: string }) => id === deal.data.id);
    const { text } = hit.highlights.find(({ field }: { field: string }) => field === 'history');
    const note = notes.find((one) => one.includes(text)) ?? '';
    expect(note.length).toBeGreaterThan(text.length);
    expect(note.charAt(note.indexOf(text) + text.length)).toBe(' ');
  });
});

describe('a table', () => {
  it('has no empty column', async () => {
    const { text } = await dataset.request.get('/groups/openai').expect(200);
    const [table = ''] = text.match(/<table[^>]*><caption[^>]*>What it owns.*?<\/table>/s) ?? [];
    expect(table).toContain('Observed on');
    expect(table).not.toContain('Earlier');
  });
});

describe('the owners of a company', () => {
  it('have a row each, with the newest share first', async () => {
    const { body } = await dataset.request.get('/v1/stakes?issuer=openai&sort=-observedOn&limit=200').expect(200);
    const holders = body.data.map(({ holder }: { holder: string }) => holder);
    const { text } = await dataset.request.get('/groups/openai').expect(200);
    const [table = ''] = text.match(/<table[^>]*><caption[^>]*>Who owns it.*?<\/table>/s) ?? [];
    expect(table.match(/<tr/g)?.length).toBe(new Set(holders).size + 1);
    expect(new Set(holders).size).toBeLessThan(holders.length);
    const rows = table.split('<tr').filter((row) => row.includes('>Microsoft<'));
    expect(rows.map((row) => row.includes('26.79%') && row.includes('about 27%'))).toEqual([true]);
  });
});

describe('the firmness of a sum', () => {
  it('is that of its parts on the pages of pairs and groups: weaker parts do not count as binding', async () => {
    const { links } = (await dataset.request.get('/v1/graph?group=openai').expect(200)).body as Graph;
    const mixed = links.filter(({ usdByCertainty: { binding, ...weaker } }) => binding !== undefined && Object.keys(weaker).length > 0);
    expect(mixed.length).toBeGreaterThan(3);
    const wordsOf = async (path: string) => textOf(await open(path)).replaceAll(/\s+/g, ' ');
    const group = await wordsOf('/groups/openai');
    for (const { source, target, usdByCertainty } of mixed.slice(0, 4)) {
      const known = describeSum({ low: 0, high: null, ...usdByCertainty.binding, unknown: 0 });
      const part = known === 'not stated' ? '(partly binding' : `(of which ${known} binding`;
      expect(group).toContain(part);
      expect(await wordsOf(`/pairs/${source}/${target}`)).toContain(part);
    }
  });
});

describe('the header', () => {
  it('keeps the day in its links and in its search', async () => {
    const html = await open('/deals?asOf=2025-12-20&kind=debt');
    const [header = ''] = /<header class="site">.*?<\/header>/s.exec(html) ?? [];
    for (const path of ['/', '/map', '/timeline', '/outlook', '/chips']) expect(header).toContain(`href="${path}?asOf=2025-12-20"`);
    expect(header).toContain('<input type="hidden" name="asOf" value="2025-12-20"');
  });
});

describe('the page of a pair', () => {
  const wordsOf = async (path: string) => textOf(await open(path)).replaceAll(/\s+/g, ' ');

  it('shows the money of the whole groups, also for a subsidiary', async () => {
    const parent = await wordsOf('/pairs/spacex/nvidia');
    expect(parent).toContain('Nvidia finances SpaceX');
    const subsidiary = await wordsOf('/pairs/xai/nvidia');
    expect(subsidiary).toContain('xAI belongs to SpaceX');
    expect(await wordsOf('/pairs/unitree/xai')).toContain('xAI belongs to SpaceX');
    for (const caption of ['Who pays whom', 'The deals behind it'])
      expect(subsidiary.split(caption)[1]?.slice(0, 300)).toBe(parent.split(caption)[1]?.slice(0, 300));
  });

  it('says that two companies are one group', async () => {
    expect(await wordsOf('/pairs/xai/spacex')).toContain('xAI and SpaceX belong to the same group');
    expect(await wordsOf('/pairs/nvidia/nvidia')).toContain('Nvidia and Nvidia belong to the same group');
  });
});

describe('the page of a group', () => {
  it('says how many groups pay it and are paid by it, also if it is one or none', async () => {
    const { links, nodes } = (await dataset.request.get('/v1/graph').expect(200)).body as Graph;
    const count = (ids: readonly string[]): number => new Set(ids).size;
    const sentences = new Map<string, string>();
    for (const { id, name } of nodes) {
      const payers = count(links.filter(({ target }) => target === id).map(({ source }) => source));
      const paid = count(links.filter(({ source }) => source === id).map(({ target }) => target));
      if (payers > 1 || paid > 1 || sentences.has(`${payers} ${paid}`)) continue;
      sentences.set(`${payers} ${paid}`, textOf(await open(`/groups/${id}`)).replaceAll(name, 'X'));
    }
    expect(sentences.get('1 0')).toContain('One group pays X; it pays none. Money flows both ways (⟲) with none of them.');
    expect(sentences.get('0 1')).toContain('No groups pay X; it pays one. Money flows both ways (⟲) with none of them.');
    expect(sentences.get('1 1')).toMatch(/One group pays X; it pays one\. Money flows both ways \(⟲\) with (one|none) of them\./);
  });
});

describe('the page of chips', () => {
  it('shows the totals of the API, which count neither talks nor anything twice', async () => {
    const { data } = (await dataset.request.get('/v1/stats?of=chip-commitments&groupBy=buyer,chipVendor').expect(200)).body;
    const html = await open('/chips');
    expect(textOf(html).replaceAll(/\s+/g, ' ')).toContain(`in ${data.total.count} commitments.`);
    const [matrix = ''] = /<table[^>]*><caption[^>]*>Stated electric power by buyer.*?<\/table>/s.exec(html) ?? [];
    const cells = [...matrix.matchAll(/<td[^>]*>(.*?)<\/td>/gs)].map(([, cell = '']) => textOf(cell).trim()).filter((cell) => cell !== '');
    const isStated = ({ powerMw: { low, high } }: JsonBody) => low > 0 || high > 0;
    const stated = data.rows.filter(isStated).map(({ powerMw }: JsonBody) => describeSum(powerMw, formatPower));
    expect(stated.length).toBeGreaterThan(10);
    expect(cells).toEqual(expect.arrayContaining(stated));
    expect(matrix).toContain('at least ');
  });
});

describe('a field for a company', () => {
  const sentenceOf = async (path: string) => textOf(/<p class="sentence">.*?<\/p>/s.exec(await open(path))?.[0] ?? '').trim();

  it.each([
    ['/deals?group=', 'Microsoft', 'microsoft'],
    ['/deals?counterpartyGroup=openai&group=', 'softbank group', 'softbank'],
    ['/outlook?group=', 'Oracle', 'oracle'],
    ['/chips?chipVendor=', 'AMD', 'amd'],
    ['/chips?group=', 'coreweav', 'coreweave'],
  ])('of %s understands the name %s like the id %s', async (path, name, id) => {
    const sentence = await sentenceOf(`${path}${id}`);
    expect(await sentenceOf(`${path}${encodeURIComponent(name)}`)).toBe(sentence);
    const other = await sentenceOf(`${path}nvidia`);
    expect(sentence).not.toBe(other);
  });

  it('asks if several companies may be meant, and keeps the other filters', async () => {
    const html = await open('/deals?group=softb&kind=debt');
    expect(await sentenceOf('/deals?group=softb')).toBe('Which company do you mean by “softb”?');
    expect(html).toContain('href="/deals?group=softbank&amp;kind=debt"');
  });

  it('says so if no company has the name', async () => {
    expect(await sentenceOf('/timeline?group=qqqqqqqq')).toBe('No company is called “qqqqqqqq”.');
  });
});

describe('the outlook', () => {
  it('names commitments without a deal by their companies, not by their id', async () => {
    const { data } = (await dataset.request.get('/v1/outlook').expect(200)).body;
    const unlinked = [...data.scheduled, ...data.unscheduledUnits].filter(({ deal }) => deal === null).slice(0, 3);
    expect(unlinked.length).toBeGreaterThan(0);
    for (const { chipCommitment, payers } of unlinked) {
      const html = await open(`/outlook?group=${payers[0]}`);
      const query = `/v1/chip-commitments/${chipCommitment}?include=companies`;
      const { data: commitment, included } = (await dataset.request.get(query).expect(200)).body;
      expect(html).not.toContain(`>${chipCommitment}<`);
      expect(html).toContain(`${included.companies[commitment.buyer].name}: chips of ${included.companies[commitment.chipVendor].name}`);
    }
  });
});

describe('the search', () => {
  it.each(['amazon openai', 'OpenAI and Amazon', 'amazon-openai', 'SoftBank Group OpenAI'])(
    'leads from %s to the page of the pair',
    async (q) => {
      expect(await open(`/search?q=${encodeURIComponent(q)}`)).toMatch(/href="\/pairs\/(amazon\/openai|openai\/amazon|softbank\/openai)"/);
    },
  );
});

describe('a page that cannot be shown', () => {
  it('says which record is meant, with status 404', async () => {
    const { text } = await dataset.request
      .get('/groups/opnai')
      .expect(404)
      .expect('content-type', /text\/html/);
    expect(text).toMatch(/Did you mean\s+<a href="\/groups\/openai">openai<\/a>/);
    // The id is the beginning of the first part of the path.
    expect((await dataset.request.get('/groups/group').expect(404)).text).toMatch(/<a href="\/groups\/groq">groq<\/a>/);
  });

  it('leads from a former id to the same page with the current one', async () => {
    await dataset.request
      .get('/deals/openai-oracle-300b?asOf=2026-01-01')
      .expect(308)
      .expect('cache-control', 'public, max-age=60')
      .expect('location', '/deals/openai-oracle-compute?asOf=2026-01-01');
    const key = await makeKey(dataset.database);
    const renamed = dataset.request.post('/v1/companies/oracle/rename').set('authorization', `Bearer ${key}`);
    await renamed.send({ id: 'oracle-corporation' }).expect(200);
    for (const path of ['/pairs/openai/oracle', '/groups/oracle', '/groups/oracle/funding'])
      await dataset.request.get(path).expect(308).expect('location', path.replace('oracle', 'oracle-corporation'));
  });

  it('says what is wrong with a filter, with status 400, and links to what may be meant', async () => {
    const { text } = await dataset.request
      .get('/deals?kind=equity_rond&sort=title')
      .expect(400)
      .expect('content-type', /text\/html/);
    expect(text).toContain('Invalid request');
    expect(text).toContain('href="/deals?kind=equity_round&amp;sort=title"');
    const several = await dataset.request.get('/deals?kind=equity_rond&status=sined').expect(400);
    expect(textOf(several.text)).toMatch(/Did you mean\s+equity_round\s*,\s*signed\s*\?/);
  });

  it('is a page for people in a browser, and a problem document for everyone else', async () => {
    await dataset.request
      .get('/nothing')
      .set('accept', 'text/html,*/*;q=0.8')
      .expect(404)
      .expect('content-type', /text\/html/);
    await dataset.request
      .get('/nothing')
      .expect(404)
      .expect('content-type', /problem\+json/);
    await dataset.request
      .get('/v1/nothing')
      .set('accept', 'text/html')
      .expect(404)
      .expect('content-type', /problem\+json/);
  });

  it.each([
    ['/', 'No supplier was known to finance its customers on this day.'],
    ['/map', 'No circle of two or three groups was known on this day.'],
    ['/deals', 'No deal matches.'],
    ['/timeline', 'No report matches.'],
    ['/outlook', 'No purchase with a commitment was known on this day.'],
    ['/chips', 'No such commitment was known on this day.'],
    ['/groups/openai', 'No money is known to flow to or from OpenAI on this day.'],
    ['/groups/openai/funding', 'No funding of OpenAI was known on this day.'],
    ['/pairs/amazon/openai', 'No money is known to flow between Amazon and OpenAI on this day.'],
  ])('says on %s that nothing was known before the data begin', async (path, sentence) => {
    const { firstDay } = (await dataset.request.get('/v1').expect(200)).body.data.dataset;
    const before = new Date(Date.parse(firstDay) - 86_400_000).toISOString().slice(0, 10);
    expect(textOf(await open(`${path}?asOf=${before}`))).toContain(sentence);
  });

  it('escapes what the reader typed', async () => {
    expect(await open(`/search?q=${encodeURIComponent('<script>alert(1)</script>')}`)).not.toContain('<script>alert');
  });
});

describe('a picture', () => {
  it.each([
    '/pictures/loops.svg',
    '/pictures/groups/openai.svg',
    '/pictures/groups/openai/funding.svg',
    '/pictures/map.svg',
    '/pictures/outlook.svg',
  ])('%s is a well-formed SVG file of its own', async (path) => {
    const response = await dataset.request
      .get(path)
      .buffer(true)
      .expect(200)
      .expect('content-type', /image\/svg\+xml/);
    const onError = (_level: string, message: string) => {
      throw new Error(message);
    };
    const root = new DOMParser({ onError }).parseFromString(response.text ?? response.body.toString(), 'text/xml').documentElement;
    expect([root?.localName, root?.namespaceURI]).toEqual(['svg', 'http://www.w3.org/2000/svg']);
    expect(root?.getElementsByTagName('svg')).toHaveLength(0);
  });

  it('can be framed by other sites, unlike a page', async () => {
    const embedded = await dataset.request.get('/embed/loops').expect(200);
    expect(embedded.headers['content-security-policy']).toContain('frame-ancestors *');
    expect(embedded.headers['x-frame-options']).toBeUndefined();
    expect(embedded.text).not.toContain('<script');
    const page = await dataset.request.get('/').expect(200);
    expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'");
  });
});
