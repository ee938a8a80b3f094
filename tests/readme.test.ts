import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatasetApp, openDatasetApp } from './support/app.ts';

let dataset: DatasetApp;
beforeAll(async () => {
  dataset = await openDatasetApp();
});
afterAll(() => dataset.close());

const readme = readFileSync('README.md', 'utf8');
const questions = [...readme.matchAll(/curl 'localhost:3000([^']+)'\n```\n```json\n(.+)\n```/g)].map(([, path = '', answer = '']) => ({
  path,
  answer,
}));

describe('the README', () => {
  it('asks seven questions', () => {
    expect(questions).toHaveLength(7);
  });

  it.each(questions)('shows the answer to $path as it is', async ({ path, answer }) => {
    const { text } = await dataset.request.get(path).expect(200);
    expect(text.replace(/"next":"[^"]+"/, '"next":"..."')).toBe(answer);
  });

  it('names every setting', () => {
    const names = [...readFileSync('.env.example', 'utf8').matchAll(/^#? ?([A-Z_]+)=/gm)].map(([, name]) => name);
    expect(names.length).toBeGreaterThan(5);
    for (const name of names) expect(readme).toContain(name);
  });
});
