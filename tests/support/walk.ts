import type { Response, Test } from 'supertest';
import type TestAgent from 'supertest/lib/agent.js';

/** A record of an answer, loosely typed: tests look at what is really there. */
// biome-ignore lint/suspicious/noExplicitAny: an answer in a test is whatever JSON came.
export type Answered = Record<string, any>;

/** Follows a list from its first page to its last by the cursors of its pages. */
export const walk = async (request: TestAgent<Test>, path: string): Promise<Answered[]> => {
  const found: Answered[] = [];
  const separator = path.includes('?') ? '&' : '?';
  for (let cursor: string | null = ''; cursor !== null; ) {
    const response: Response = await request
      .get(cursor === '' ? path : `${path}${separator}cursor=${encodeURIComponent(cursor)}`)
      .expect(200);
    found.push(...response.body.data);
    cursor = response.body.page.next;
  }
  return found;
};
