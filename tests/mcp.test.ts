import { fileURLToPath } from 'node:url';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agentQuestions } from './support/agent-questions.ts';
import { createTestDatabase, type DatasetApp, openDatasetApp, suiteEngine } from './support/app.ts';
import { deal, source } from './support/example-records.ts';
import { expectProblem } from './support/expect-problem.ts';
import { makeKey } from './support/keys.ts';

const revisions = ['2026-07-28', '2025-11-25'] as const;
type Revision = (typeof revisions)[number];

/** About four characters make a token. */
const tokensOf = (text: string): number => Math.ceil(text.length / 4);

const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));

let dataset: DatasetApp;
let origin: string;
const opened: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  dataset = await openDatasetApp();
  origin = await dataset.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  for (const one of opened) await one.close();
  await dataset.close();
});

const connect = async (transport: Parameters<Client['connect']>[0], revision: Revision): Promise<Client> => {
  const mode = revision === '2025-11-25' ? 'legacy' : { pin: revision };
  const client = new Client({ name: 'test', version: '1.0.0' }, { versionNegotiation: { mode } });
  await client.connect(transport);
  opened.push(client);
  expect(client.getNegotiatedProtocolVersion()).toBe(revision);
  return client;
};

const overHttp = (revision: Revision = '2026-07-28'): Promise<Client> =>
  connect(new StreamableHTTPClientTransport(new URL('/mcp', origin)), revision);

const call = async (client: Client, name: string, input: Record<string, unknown>) => {
  const { content, isError = false, structuredContent } = await client.callTool({ name, arguments: input });
  const [first] = content;
  const text = first?.type === 'text' ? first.text : '';
  return { text, isError, structuredContent };
};

/** Sends a message without a client. */
const post = (message: unknown, headers: Record<string, string> = {}) =>
  dataset.request
    .post('/mcp')
    .set({ accept: 'application/json, text/event-stream', 'content-type': 'application/json', ...headers })
    .send(JSON.stringify(message));

const listTools = { jsonrpc: '2.0', id: 1, method: 'tools/list' };

describe('an agent with the seven tools', () => {
  it.each(agentQuestions)('answers: $asks', async ({ steps, answer }) => {
    expect(steps.length).toBeLessThanOrEqual(3);
    const client = await overHttp();
    let text = '';
    let tokens = 0;
    for (const [tool, input] of steps) {
      ({ text } = await call(client, tool, typeof input === 'function' ? input(text) : input));
      tokens += tokensOf(text);
    }
    for (const part of answer) expect(text).toMatch(part);
    expect(tokens).toBeLessThanOrEqual(6_000);
  });

  it('lists at least twenty questions', () => {
    expect(agentQuestions.length).toBeGreaterThanOrEqual(20);
  });
});

describe.each(revisions)('revision %s', (revision) => {
  it('lists seven read-only tools in less than 2,000 tokens', async () => {
    const { tools } = await (await overHttp(revision)).listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      'search',
      'fetch',
      'list_deals',
      'company_money',
      'find_circles',
      'totals',
      'what_changed',
    ]);
    for (const { annotations } of tools)
      expect(annotations).toMatchObject({ readOnlyHint: true, idempotentHint: true, openWorldHint: false });
    expect(tokensOf(JSON.stringify({ tools }))).toBeLessThan(2_000);
  });

  it('reads the vocabulary, a record and the prompts', async () => {
    const client = await overHttp(revision);
    const { contents } = await client.readResource({ uri: 'roundtrip://about' });
    expect(contents[0]).toMatchObject({ mimeType: 'text/markdown', text: expect.stringContaining('letter_of_intent') });
    const record = await client.readResource({ uri: 'roundtrip://deals/openai-oracle-compute' });
    expect(record.contents[0]).toMatchObject({ text: expect.stringContaining('at least $300bn') });
    await expect(client.readResource({ uri: 'roundtrip://deals/no-such-deal' })).rejects.toThrow('no-such-deal');
    const { prompts } = await client.listPrompts();
    expect(prompts.map(({ name }) => name)).toEqual(['brief_company', 'check_claim']);
    const { messages } = await client.getPrompt({ name: 'check_claim', arguments: { claim: 'Nvidia owns OpenAI.' } });
    expect(messages[0]?.content).toMatchObject({ type: 'text', text: expect.stringContaining('Nvidia owns OpenAI.') });
  });

  it('works over stdio, from a database and from a server', async () => {
    const database = await createTestDatabase(suiteEngine, false);
    opened.push(database);
    const sources = [
      { args: ['mcp'], env: { DATABASE_URL: database.url } },
      { args: ['mcp', '--url', origin], env: {} },
    ];
    const expected = await call(await overHttp(revision), 'list_deals', { company: 'OpenAI' });
    for (const { args, env } of sources) {
      const transport = new StdioClientTransport({ command: process.execPath, args: [cli, ...args], cwd: '/tmp', env });
      const client = await connect(transport, revision);
      expect(await call(client, 'list_deals', { company: 'OpenAI' })).toEqual(expected);
      await client.close();
    }
  });
});

describe('a tool', () => {
  it('cuts a long answer and continues it, without a gap or a repetition', async () => {
    const client = await overHttp();
    const lines: string[] = [];
    let cursor: string | undefined;
    do {
      const { text } = await call(client, 'list_deals', { company: 'OpenAI', limit: 50, ...(cursor !== undefined && { cursor }) });
      expect(text.length).toBeLessThanOrEqual(6_000);
      expect(text.split('\n').at(-1)).toMatch(/^As known on \d{4}-\d\d-\d\d\. Data version .+\. License CC-BY-4\.0: /);
      lines.push(...text.split('\n').filter((line) => line.startsWith('- ')));
      cursor = /cursor "([^"]+)"/.exec(text)?.[1];
    } while (cursor !== undefined);
    const { body } = await dataset.request.get('/v1/deals?group=openai&limit=200&fields=id');
    expect(lines.map((line) => /deals\/(\S+)$/.exec(line)?.[1])).toEqual(body.data.map(({ id }: { id: string }) => id));
  });

  it.each([
    ['list_deals', { company: 'OpenAI', limit: 10 }],
    ['company_money', { company: 'Meta', limit: 10 }],
    ['find_circles', { company: 'Nvidia' }],
    ['what_changed', { from: '2026-10-01', company: 'Anthropic' }],
  ])('%s names a record or a source in every line, and fetch opens each record', async (tool, input) => {
    const client = await overHttp();
    const { text } = await call(client, tool, input);
    const lines = text.split('\n').filter((line) => line.startsWith('- '));
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines) expect(line).toMatch(/\b(deals|chip-commitments)\/[a-z0-9-]+|https?:\/\//);
    for (const line of lines) expect(line).toMatch(/binding|intended|in talks|ended|paid|committed|\((?:reported|guidance|estimate)\)/);
    for (const id of new Set(text.match(/\b(deals|chip-commitments)\/[a-z0-9-]+/g)))
      expect((await call(client, 'fetch', { id })).structuredContent).toMatchObject({ id });
  });

  it('continues a long record by its id', async () => {
    const key = await makeKey(dataset.database);
    const put = (path: string, record: object) => dataset.request.put(path).set('Authorization', `Bearer ${key}`).send(record).expect(201);
    const days = Array.from({ length: 28 }, (_, index) => `2026-02-${String(index + 1).padStart(2, '0')}`);
    const citations = [{ source: 'cited', attribution: 'on_record' }];
    await put('/v1/sources/cited', source('cited', { publishedOn: '2026-01-31' }));
    const history = days.map((reportedOn) => ({ reportedOn, status: 'announced', note: 'x'.repeat(300), citations }));
    await put('/v1/deals/long', deal('long', { history }));
    const client = await overHttp();
    const texts: string[] = [];
    for (let id: string | undefined = 'deals/long'; id !== undefined; ) {
      const { structuredContent } = await call(client, 'fetch', { id });
      const record = structuredContent as { id: string; text: string };
      expect(record.id).toBe('deals/long');
      expect(record.text.length).toBeLessThanOrEqual(6_000);
      texts.push(record.text);
      id = /fetch "([^"]+)"/.exec(record.text)?.[1];
    }
    expect(texts.length).toBeGreaterThan(1);
    expect([...texts.join('\n').matchAll(/Report (\S+) announced/g)].map(([, day]) => day)).toEqual(days.toReversed());
  });

  it('returns hits and records in the form that research assistants expect', async () => {
    const client = await overHttp();
    const hits = await call(client, 'search', { query: 'Which deals has Oracle with OpenAI?' });
    expect(JSON.parse(hits.text)).toEqual(hits.structuredContent);
    const results = (hits.structuredContent as { results: { id: string; title: string; url: string }[] }).results;
    expect(results.length).toBeGreaterThan(3);
    for (const { id, url } of results) {
      const record = await call(client, 'fetch', { id });
      expect(record.structuredContent).toMatchObject({
        id,
        url: expect.any(String),
        title: expect.any(String),
        metadata: expect.any(Object),
      });
      expect((await fetch(url)).status).toBe(200);
    }
  });

  it.each([
    ['company_money', { company: 'opnai' }, 'Did you mean "openai"'],
    ['list_deals', { company: 'OpenAI', asOf: 'yesterday' }, 'asOf'],
    ['list_deals', { cursor: 'nonsense' }, 'cursor is invalid'],
    ['list_deals', { compny: 'OpenAI' }, 'compny'],
    ['totals', { of: 'deals', groupBy: ['color'] }, 'groupBy'],
    ['fetch', { id: 'deals/no-such-deal' }, 'no-such-deal'],
    ['fetch', { id: 'something' }, 'Ids look like'],
  ])('%s says what is wrong with %o', async (tool, input, message) => {
    const { text, isError } = await call(await overHttp(), tool, input);
    expect(isError).toBe(true);
    expect(text).toContain(message);
  });

  it('opens a record by a former id and by an address', async () => {
    const client = await overHttp();
    const addresses = [`${origin}/deals/openai-oracle-300b`, `${origin}/v1/deals/openai-oracle-compute`];
    for (const id of ['deals/openai-oracle-300b', ...addresses])
      expect((await call(client, 'fetch', { id })).structuredContent).toMatchObject({ id: 'deals/openai-oracle-compute' });
  });
});

describe('POST /mcp', () => {
  it('is closed to pages of other sites', async () => {
    expectProblem(await post(listTools, { origin: 'https://example.com' }), 403);
    expectProblem(await post(listTools, { origin: 'null' }), 403);
    expect((await post(listTools, { origin: 'http://localhost:6274' })).status).toBe(200);
  });

  it('limits the size of a body, and allows no other method', async () => {
    expectProblem(await post({ ...listTools, params: { padding: 'x'.repeat(70_000) } }), 413);
    for (const method of ['get', 'delete'] as const) expectProblem(await dataset.request[method]('/mcp'), 405);
  });

  it('rejects a header that contradicts the body', async () => {
    const meta = { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' };
    const response = await post(
      { jsonrpc: '2.0', id: 1, method: 'tools/list', params: { _meta: meta } },
      { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/call' },
    );
    expect(response.status).toBe(400);
  });

  it('counts a message as three requests for the rate limit, whatever it reads', async () => {
    const limited = await openDatasetApp({ rateLimitMax: 6 });
    opened.push(limited);
    const message = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'company_money', arguments: { company: 'Nvidia' } } };
    const send = () =>
      limited.request.post('/mcp').set({ accept: 'application/json, text/event-stream', 'content-type': 'application/json' }).send(message);
    expect([(await send()).status, (await send()).status, (await send()).status]).toEqual([200, 200, 429]);
  });
});
