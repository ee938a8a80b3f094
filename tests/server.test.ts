import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { datasetFolder } from '../src/commands/dataset-folder.ts';
import { parseConfig } from '../src/config.ts';
import { recordCount } from './support/dataset.ts';
import { freePort, startProgram, waitUntil } from './support/processes.ts';
import { copyTemplate } from './support/template-copy.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'roundtrip-server-'));
});
afterEach(() => rm(home, { recursive: true }));

const isReady = (port: number) =>
  fetch(`http://127.0.0.1:${port}/health/ready`).then(
    ({ ok }) => ok,
    () => false,
  );

describe('the server program', () => {
  it('imports the dataset into an empty folder, finishes requests in progress on SIGTERM, and exits with status 0', async () => {
    const port = await freePort();
    const server = startProgram('server', [], { PORT: String(port), HOST: '127.0.0.1', DATA_DIR: home });
    await waitUntil(() => isReady(port), 'the server was ready');
    expect(server.printed()).toContain(`dataset: ${recordCount} added, 0 replaced, 0 retracted, 0 unchanged, 0 in conflict`);
    const read = async (path: string) => {
      const response = await fetch(`http://127.0.0.1:${port}${path}`);
      return { status: response.status, body: (await response.json()) as { data: unknown; meta: { dataVersion: string } } };
    };
    const { dataVersion } = (await read('/v1')).body.meta;
    const pinned = await read(`/v1/deals?limit=5&dataVersion=${encodeURIComponent(dataVersion)}`);
    expect(pinned).toEqual(await read('/v1/deals?limit=5'));
    expect((await read('/v1/releases')).body.data).toMatchObject([{ dataVersion }]);
    const socket = connect(port, '127.0.0.1');
    socket.write('GET /v1/deals?limit=200&include=history,sources,evidence HTTP/1.1\r\nHost: localhost\r\n\r\n');
    const chunks: Buffer[] = [];
    await new Promise((resolve) => socket.once('readable', resolve));
    server.process.kill('SIGTERM');
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    await waitUntil(() => Buffer.concat(chunks).toString().endsWith('}'), 'the answer in flight was whole');
    const [head = '', body = ''] = Buffer.concat(chunks).toString().split('\r\n\r\n');
    expect(Buffer.byteLength(body)).toBe(Number(/content-length: (\d+)/i.exec(head)?.[1]));
    socket.destroy();
    expect(await server.ended).toBe(0);
    expect(await isReady(port)).toBe(false);
  });

  it('returns problem documents for invalid HTTP and for headers that are too large', async () => {
    const port = await freePort();
    await copyTemplate(home);
    const server = startProgram('server', [], { PORT: String(port), HOST: '127.0.0.1', DATA_DIR: home, LOG_LEVEL: 'warn' });
    await waitUntil(() => isReady(port), 'the server was ready');
    const answerTo = (text: string) =>
      new Promise<string>((resolve) => {
        let answer = '';
        const socket = connect(port, '127.0.0.1', () => socket.write(text));
        socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
        socket.on('close', () => resolve(answer));
      });
    expect(await answerTo('NONSENSE\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 [\s\S]*application\/problem\+json[\s\S]*invalid-request/);
    expect(await answerTo(`GET /v1 HTTP/1.1\r\nHost: x\r\nX-Long: ${'a'.repeat(40_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 431 [\s\S]*headers-too-large/,
    );
    // A request target has no fragment (RFC 9112, section 3.2.1), and frameworks differ in how they read one.
    expect(await answerTo('GET /v1/deals#limit=1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 400 [\s\S]*invalid-request/,
    );
    server.process.kill('SIGINT');
    expect(await server.ended).toBe(0);
  });

  it('names each invalid environment variable and exits with status 1', async () => {
    const server = startProgram('server', [], { PORT: 'http', RATE_LIMIT_MAX: '0', DATA_DIR: home });
    expect(await server.ended).toBe(1);
    expect(server.printed()).toContain('PORT must be a whole number from 0 to 65535, but is "http".');
    expect(server.printed()).toContain('RATE_LIMIT_MAX must be a whole number from 1 to 100000000, but is "0".');
    expect(server.printed()).not.toMatch(/ at .*:\d/);
  });
});

describe('parseConfig', () => {
  it('applies defaults and treats an empty variable as absent', () => {
    expect(parseConfig({ PORT: '', CORS_ORIGINS: 'https://a.example, https://B.example:443/' })).toMatchObject({
      host: '0.0.0.0',
      port: 3000,
      corsOrigins: ['https://a.example', 'https://b.example'],
      rateLimitMax: 600,
      trustedProxies: 0,
    });
  });

  it.each([
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be'],
    [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL must be sqlite:<file>'],
    [{ DATABASE_REPLICA_URLS: 'postgres://x/y' }, 'DATABASE_REPLICA_URLS requires a DATABASE_URL'],
    [{ DATABASE_URL: 'postgres://x/y', DATABASE_REPLICA_URLS: 'sqlite:x' }, 'DATABASE_REPLICA_URLS must be'],
    [{ PUBLIC_URL: 'roundtrip' }, 'PUBLIC_URL must be'],
    [{ TRUST_PROXY: 'yes' }, 'TRUST_PROXY must be false, the number'],
    [{ CORS_ORIGINS: 'example.org' }, 'CORS_ORIGINS must be'],
    [{ CORS_ORIGINS: 'https://example.org/app' }, 'CORS_ORIGINS must be'],
  ])('rejects %o', (environment, message) => {
    expect(() => parseConfig(environment)).toThrow(message);
  });

  it('reads only variables that .env.example explains', async () => {
    const example = await readFile('.env.example', 'utf8');
    const source = await readFile('src/config.ts', 'utf8');
    for (const [, name = ''] of source.matchAll(/^ {2}([A-Z_]+): /gm)) expect(example, name).toMatch(new RegExp(`^#.*\n#? ?${name}=`, 'm'));
  });
});

describe('the command line', () => {
  it('roundtrip check accepts the dataset', async () => {
    const check = startProgram('cli', ['check'], {});
    expect(await check.ended).toBe(0);
    expect(check.printed()).toBe(`${recordCount} records, 0 errors\n`);
  });

  it('roundtrip check prints each error with its file and field and exits with status 1', async () => {
    const folder = join(home, 'data');
    await cp(datasetFolder, folder, { recursive: true });
    const change = async (path: string, from: string | RegExp, to: string) => {
      const text = await readFile(join(folder, path), 'utf8');
      expect(text).toMatch(from);
      await writeFile(join(folder, path), text.replace(from, to));
    };
    await change('chips/aws-trainium2.json', '"asic"', '"tubes"');
    await change('companies/openai.json', '"US"', '"usa"');
    await change('deals/openai-aws-compute.json', '"reportedOn": "2026-01-28"', '"reportedOn": "2025-01-28"');
    await change('deals/openai-neptune-acquisition.json', '"role": "acquirer"', '"role": "operator"');
    await change('valuations/openai-2025-10-02.json', '"min": 500000000000,', '"min": 600000000000,');
    await rm(join(folder, 'sources/amazon-2026-02-27-8k.json'));
    const format = startProgram('cli', ['check', folder], {});
    expect(await format.ended).toBe(1);
    for (const line of [
      /^chips\/aws-trainium2\.json \/category: /m,
      /^companies\/openai\.json \/country: A country must be two uppercase letters/m,
      /^deals\/openai-aws-compute\.json \/history\/1\/reportedOn: The event is older than the one before it/m,
      /^deals\/openai-neptune-acquisition\.json \/participants: A deal of kind acquisition requires a participant with the role acquirer/m,
      /^valuations\/openai-2025-10-02\.json \/amount: min must not be greater than max/m,
      /^deals\/openai-amazon-equity-investment\.json \/history\/6\/citations\/0\/source: sources\/amazon-2026-02-27-8k does not exist/m,
    ]) {
      expect(format.printed()).toMatch(line);
    }
  });

  it('roundtrip import imports a folder, lists conflicts, and rejects a record that has none', async () => {
    const environment = { DATA_DIR: home };
    await copyTemplate(home);
    const again = startProgram('cli', ['import'], environment);
    expect(await again.ended).toBe(0);
    expect(again.printed()).toBe(`dataset: 0 added, 0 replaced, 0 retracted, ${recordCount} unchanged, 0 in conflict\n`);
    const none = startProgram('cli', ['import', '--conflicts'], environment);
    expect(await none.ended).toBe(0);
    expect(none.printed()).toBe('0 in conflict\n');
    const unknown = startProgram('cli', ['import', '--take', 'file', 'deals/nothing'], environment);
    expect(await unknown.ended).toBe(1);
    expect(unknown.printed()).toContain('deals/nothing has no conflict');
  });

  it.each([
    [['fly']],
    [['import', '--take', 'both']],
    [['import', '--upside-down']],
    [['serve', '--workers', 'many']],
    [['copy', '--from', 'mysql://x']],
  ])('rejects %o with a reason and without a stack trace', async (args) => {
    const refused = startProgram('cli', args, { DATA_DIR: home });
    expect(await refused.ended).toBe(1);
    expect(refused.printed().length).toBeGreaterThan(10);
    expect(refused.printed()).not.toMatch(/ at .*:\d/);
  });
});
