import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer } from '../support/app.ts';
import { readRecords } from '../support/dataset.ts';
import { python, requireReaders } from './readers.ts';

let server: Awaited<ReturnType<typeof startServer>>;
let folder: string;
/** The text of `docs/clients.md`, with the address of the server. */
let guide: string;
/** What the deals of OpenAI add up to at most, by kind. */
let totals: Map<string, number>;

beforeAll(async () => {
  requireReaders();
  server = await startServer();
  folder = mkdtempSync(join(tmpdir(), 'roundtrip-recipes-'));
  guide = readFileSync('docs/clients.md', 'utf8').replaceAll('https://api.example.org', server.url);
  const response = await fetch(`${server.url}/v1/deals?group=openai&asOf=2026-03-31&limit=200`);
  const { data } = (await response.json()) as { data: { kind: string; amountUsd: { max: number | null } | null }[] };
  totals = new Map();
  for (const { kind, amountUsd } of data) if (amountUsd?.max) totals.set(kind, (totals.get(kind) ?? 0) + amountUsd.max);
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

/** Returns the code blocks of a section of the guide in a language. */
const recipes = (section: string, language: string): string[] => {
  const [, text = ''] = new RegExp(`\n## ${section}\n([\\s\\S]+?)(?=\n## |$)`).exec(guide) ?? [];
  return [...text.matchAll(new RegExp(`\n\`\`\`${language}\n([\\s\\S]+?)\`\`\``, 'g'))].map(([, code = '']) => code);
};

/** Runs a program in the folder and returns what it prints. */
const run = async (program: string, ...args: string[]): Promise<string> =>
  (await promisify(execFile)(program, args, { cwd: folder, timeout: 50_000 })).stdout;

/** Expects a printed table of kinds with their totals, whatever the notation of its numbers. */
const expectTotals = (printed: string): void => {
  expect(totals.size).toBeGreaterThan(5);
  for (const [kind, total] of totals) {
    const [, number = ''] = new RegExp(`\\b${kind}\\s+([\\d.e+]+)`).exec(printed) ?? [];
    expect(Number(number) / total, `${kind}: ${number} and ${total}`).toBeCloseTo(1, 4);
  }
};

describe('the recipes of the guide for clients', () => {
  it('work with curl', async () => {
    const [code = ''] = recipes('curl', 'sh');
    const printed = await run('bash', '-euc', code.replaceAll('curl ', 'curl -fsS '));
    expect((JSON.parse(printed) as { data: unknown[] }).data).toHaveLength(5);
    expect(parse(readFileSync(join(folder, 'deals.csv'), 'utf8'), { columns: true }).length).toBeGreaterThan(5);
  });

  it('work with the Python client and pandas', async () => {
    cpSync('clients/python/roundtrip.py', join(folder, 'roundtrip.py'));
    const [code = ''] = recipes('Python', 'python');
    writeFileSync(join(folder, 'recipe.py'), code);
    const printed = await run(python, '-B', 'recipe.py');
    expect(printed).toContain('Did you mean "openai"?');
    expectTotals(printed);
  });

  it('work with pandas alone', async () => {
    expectTotals(await run(python, '-c', recipes('Python', 'python')[1] ?? ''));
  });

  it('work with the packed TypeScript client, and compile', async () => {
    const [code = ''] = recipes('TypeScript', 'ts');
    const installed = join(folder, 'node_modules/roundtrip-client');
    mkdirSync(installed, { recursive: true });
    await promisify(execFile)('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: 'clients/typescript' });
    await run('tar', '-xzf', 'roundtrip-client-0.1.0.tgz', '--strip-components=1', '-C', installed);
    writeFileSync(join(folder, 'recipe.mts'), code);
    const options = ['--strict', '--exactOptionalPropertyTypes', '--noEmit', '--skipLibCheck', '--target', 'es2022', '--lib', 'es2022,dom'];
    await run(resolve('node_modules/.bin/tsc'), ...options, '--module', 'nodenext', '--types', '', 'recipe.mts');
    const printed = await run(process.execPath, '--import', import.meta.resolve('tsx'), 'recipe.mts');
    expect(printed).toContain('404 No record "opnai" in companies. Did you mean "openai"?');
    expect(printed.split('\n').length).toBeGreaterThan(10);
  });

  it('work with R', async () => {
    expectTotals(await run('Rscript', '--vanilla', '-e', recipes('R', 'r')[0] ?? ''));
  });

  it('work with DuckDB', async () => {
    const [code = ''] = recipes('DuckDB', 'sql');
    const [, address = ''] = /'(http[^']+)'/.exec(code) ?? [];
    const response = await fetch(address);
    writeFileSync(join(folder, 'deals.parquet'), Buffer.from(await response.arrayBuffer()));
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    // DuckDB downloads its extension for HTTP when it is first used, which tests must not.
    const result = await connection.runAndReadAll(code.replace(address, join(folder, 'deals.parquet')));
    const counts = result.getRowObjects().map(({ deals }) => Number(deals));
    connection.closeSync();
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(readRecords('deals').length);
  });

  it('have an address that spreadsheets can import', async () => {
    const [formula = ''] = recipes('Spreadsheets', 'text');
    const response = await fetch(/"(.+)"/.exec(formula)?.[1] ?? '');
    expect(response.headers.get('content-type')).toContain('text/csv');
    expect(parse(await response.text(), { columns: true })[0]).toHaveProperty('amountUsdMax');
  });
});
