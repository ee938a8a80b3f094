import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatasetApp, openDatasetApp } from './support/app.ts';

let dataset: DatasetApp;
beforeAll(async () => {
  dataset = await openDatasetApp();
});
afterAll(() => dataset.close());

const readme = readFileSync('README.md', 'utf8');
/** The example questions: a path, the part of its answer that jq selects, if any, and what the README shows. */
const questions = [...readme.matchAll(/curl (?:-s )?'localhost:3000([^']+)'(?: \| jq -c \.([\w.]+))?\n```\n```json\n(.+)\n```/g)].map(
  ([, path = '', part, answer = '']) => ({ path, part, answer }),
);

describe('the README', () => {
  it('has seven example questions', () => {
    expect(questions).toHaveLength(7);
  });

  it.each(questions)('shows the real answer to $path', async ({ path, part, answer }) => {
    const { text, body } = await dataset.request.get(path).expect(200);
    const selected = part?.split('.').reduce((value, name) => value[name], body);
    expect((part === undefined ? text : JSON.stringify(selected)).replace(/"next":"[^"]+"/, '"next":"..."')).toBe(answer);
  });

  it('states how many deals the dataset has', async () => {
    const { body } = await dataset.request.get('/v1/deals?limit=1&total=true').expect(200);
    expect(readme).toContain(`Its ${body.page.total} deals `);
  });

  it('names every environment variable', () => {
    const names = [...readFileSync('.env.example', 'utf8').matchAll(/^#? ?([A-Z_]+)=/gm)].map(([, name]) => name);
    expect(names.length).toBeGreaterThan(5);
    for (const name of names) expect(readme).toContain(name);
  });
});

describe('the documents of the repository', () => {
  it.each(['README.md', 'CONTRIBUTING.md', 'data/README.md', 'docs/decisions/README.md'])('link from %s only to existing files', (file) => {
    const links = [...readFileSync(file, 'utf8').matchAll(/\]\((?!https?:|\/|#)([^)#]+)/g)].map(([, link = '']) => link);
    expect(links.length).toBeGreaterThan(0);
    expect(links.filter((link) => !existsSync(join(dirname(file), link)))).toEqual([]);
  });

  it.each(['README.md', 'CONTRIBUTING.md', 'src/plugins/README.md'])('name only existing paths in %s', (file) => {
    const code = [...readFileSync(file, 'utf8').matchAll(/`((?:src|tests|docs|data|bench|migrations|openapi)\/[^`\s]*)`/g)];
    const paths = code.map(([, path = '']) => path).filter((path) => !path.includes('<'));
    expect(paths.length).toBeGreaterThan(0);
    expect(paths.filter((path) => !existsSync(path))).toEqual([]);
  });
});
