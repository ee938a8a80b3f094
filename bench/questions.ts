import { generateRequests } from '../tests/support/generated-requests.ts';
import { createRandom } from './generate.ts';

/** The requests of the load benchmark. The same seed draws the same requests. */

/** A question and the requests that ask it of our server and the peers. */
export interface Question {
  name: string;
  hot: string;
  /** Requests that all differ, so that none is cached. */
  cold: string[];
  /** Requests by peer. Peers get an easier form of the question. */
  peers: Readonly<Record<string, string>>;
  /** Goals: fractions of the throughput of `node:http` with a constant body, and multiples of the best peer. */
  goals: { cold?: number; hot?: number; '304'?: number; peer?: number };
}

export interface World {
  origin: string;
  /** Number of generated deals, `deal-0` and so on. Absent for the real dataset. */
  generated?: number;
  dealIds: readonly string[];
  words: readonly string[];
}

/** The server closes idle connections, which would abort the next request. */
const closing = { headers: { connection: 'close' } };

const coldCount = 24_000;
const drawnCount = 6_000;
const cursorCount = 6_000;
const seed = 20_261_124;

const fetchJson = async (address: string): Promise<{ data: { id: string }[]; page: { next: string | null } }> =>
  (await fetch(address, closing)).json() as Promise<{ data: { id: string }[]; page: { next: string | null } }>;

const firstDay = '2026-09-01';

/** The deals that are known on each requested day. */
const dealsKnownThroughout = async (origin: string): Promise<string[]> => {
  const response = await fetch(`${origin}/v1/deals?asOf=${firstDay}&format=ndjson`, closing);
  const lines = (await response.text()).trim().split('\n');
  return lines.map((line) => (JSON.parse(line) as { id: string }).id);
};

/** Cursors deep in the list, each at a different position after the given number of deals. */
const deepCursors = async (origin: string, depth: number): Promise<string[]> => {
  let cursor: string | null = null;
  const step = async (limit: number): Promise<string | null> => {
    const { page }: { page: { next: string | null } } = await fetchJson(
      `${origin}/v1/deals?sort=-amountUsd&limit=${limit}${cursor === null ? '' : `&cursor=${cursor}`}`,
    );
    return page.next;
  };
  for (let seen = 0; seen < depth; seen += 200) cursor = await step(Math.min(200, depth - seen));
  const cursors: string[] = [];
  for (; cursor !== null && cursors.length < cursorCount; cursor = await step(1)) cursors.push(cursor);
  return cursors;
};

/** Draws the questions for a server. The same seed draws the same questions. */
export const questionsFor = async ({ origin, generated, dealIds, words }: World): Promise<Question[]> => {
  const random = createRandom(seed);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const many = (make: () => string) => [...new Set(Array.from({ length: coldCount }, make))];
  const day = () => new Date(Date.parse(firstDay) + Math.floor(random() * 80) * 86_400_000).toISOString().slice(0, 10);
  const id = dealIds[Math.floor(dealIds.length / 2)] ?? '';
  const known = generated === undefined ? await dealsKnownThroughout(origin) : dealIds;
  // There are fewer real deals than requests, so vary the day too.
  const asOf = generated === undefined ? () => `asOf=${day()}` : () => '';
  const depth = Math.min(10_000, Math.floor(dealIds.length * 0.8));
  const cursors = await deepCursors(origin, depth);
  const page = '/v1/deals?status=signed&kind=equity_round&sort=-amountUsd&limit=50';
  const drawn = generateRequests(seed, 20_000).filter((path) => !/format=(csv|ndjson)|dataVersion=|^\/v1\/exports/.test(path));
  const answered = async (paths: readonly string[], count: number) => {
    const good: string[] = [];
    for (const path of new Set(paths)) {
      if (good.length === count) break;
      if ((await fetch(`${origin}${path}`, closing)).ok) good.push(path);
    }
    return good;
  };
  const questions: Question[] = [
    {
      name: 'a: one deal',
      hot: `/v1/deals/${id}`,
      cold: many(() => `/v1/deals/${pick(known)}?${asOf()}`),
      peers: {
        'json-server 0.17.4': `/deals/${id}`,
        'soul-cli 0.8.2': `/api/tables/deals/rows/${id}`,
        '@platformatic/db 2.61.0': `/deals/${id}`,
      },
      goals: { cold: 0.35, hot: 0.6, '304': 0.6, peer: 4 },
    },
    {
      name: 'b: a filtered, sorted page of 50',
      hot: page,
      cold: many(() => `${page}&amountUsdMin=${Math.floor(random() * 1e8)}`),
      peers: {
        'json-server 0.17.4': '/deals?status=signed&kind=equity_round&_sort=amount&_order=desc&_limit=50',
        'soul-cli 0.8.2': '/api/tables/deals/rows?_filters=status:signed,kind:equity_round&_ordering=-amount&_limit=50',
        '@platformatic/db 2.61.0': '/deals/?where.status.eq=signed&where.kind.eq=equity_round&orderby.amount=desc&limit=50',
      },
      goals: { cold: 0.15, hot: 0.6, '304': 0.6, peer: 3 },
    },
    {
      name: `c: the page after ${depth}`,
      hot: `/v1/deals?sort=-amountUsd&limit=50&cursor=${cursors[0]}`,
      // Few real deals follow at that depth, so vary the page size too.
      cold: (generated === undefined ? Array.from({ length: 31 }, (_, index) => 35 + index) : [50]).flatMap((limit) =>
        cursors.map((cursor) => `/v1/deals?sort=-amountUsd&limit=${limit}&cursor=${cursor}`),
      ),
      peers: {
        'json-server 0.17.4': `/deals?_sort=amount&_order=desc&_limit=50&_page=${1 + depth / 50}`,
        'soul-cli 0.8.2': `/api/tables/deals/rows?_ordering=-amount&_limit=50&_page=${1 + Math.floor(depth / 50)}`,
        '@platformatic/db 2.61.0': `/deals/?orderby.amount=desc&limit=50&offset=${depth}`,
      },
      goals: { cold: 0.12, hot: 0.6, peer: 5 },
    },
    {
      name: 'd: a deal with parties, history and sources',
      hot: `/v1/deals/${id}?include=companies,sources`,
      cold: many(() => `/v1/deals/${pick(known)}?include=companies,sources&${asOf()}`),
      peers: { 'json-server 0.17.4': `/deals/${id}?_embed=participants` },
      goals: { cold: 0.3, hot: 0.6, peer: 4 },
    },
    {
      name: 'e: search',
      hot: `/v1/search?q=${encodeURIComponent(words[0] ?? '')}&limit=20`,
      cold: many(() => `/v1/search?q=${encodeURIComponent(`${pick(words)} ${pick(words)}`)}&limit=${1 + Math.floor(random() * 40)}`),
      peers: { 'json-server 0.17.4': `/deals?q=${encodeURIComponent(words[0] ?? '')}&_limit=20` },
      goals: { cold: 0.1, hot: 0.6, peer: 10 },
    },
  ];
  // Search uses real words only.
  if (generated !== undefined) return questions.filter(({ name }) => !name.startsWith('e:'));
  const stats = await answered(
    drawn.filter((path) => path.startsWith('/v1/stats')),
    200,
  );
  const cycles = await answered(
    drawn.filter((path) => path.startsWith('/v1/cycles')),
    200,
  );
  const everything = await answered(drawn, drawnCount);
  return [
    ...questions,
    { name: 'f: 200 random groupings, most with filters', hot: stats[0] ?? '', cold: stats, peers: {}, goals: { cold: 0.1 } },
    { name: 'g: cycles', hot: '/v1/cycles?contains=openai', cold: cycles, peers: {}, goals: {} },
    { name: 'h: anything, drawn from the document', hot: '/v1', cold: everything, peers: {}, goals: {} },
  ];
};
