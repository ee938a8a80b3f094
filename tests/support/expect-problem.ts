import type { Response } from 'supertest';
import { expect } from 'vitest';

/** Asserts that a response is a problem document (RFC 9457) and leaks no internals. */
export const expectProblem = (response: Response, status: number): void => {
  expect(response.status, response.text).toBe(status);
  expect(response.headers['content-type']).toMatch(/^application\/problem\+json/);
  expect(response.body).toMatchObject({ status, type: expect.stringMatching(/^\/docs\/problems\/[a-z-]+$/), title: expect.any(String) });
  expect(response.body.detail).toEqual(expect.any(String));
  expect(response.body.instance).toMatch(/^urn:request:/);
  expect(response.text).not.toMatch(/ at .*\.[jt]s:\d|select |SQLITE|node_modules|\/src\//);
};
