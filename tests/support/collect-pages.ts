import type { Response, Test } from 'supertest';
import type TestAgent from 'supertest/lib/agent.js';

/** A response body, loosely typed so that tests check what the API really returns. */
// biome-ignore lint/suspicious/noExplicitAny: a response body in a test can be any JSON.
export type JsonBody = Record<string, any>;

/** Reads all pages of a list by following its cursors. */
export const collectPages = async (request: TestAgent<Test>, path: string): Promise<JsonBody[]> => {
  const found: JsonBody[] = [];
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
