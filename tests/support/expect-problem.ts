import type { Response } from 'supertest';
import { expect } from 'vitest';

/** Holds an answer to the form of a problem (RFC 9457), and sees that nothing of the inside leaks. */
export const expectProblem = (response: Response, status: number): void => {
  expect(response.status, response.text).toBe(status);
  expect(response.headers['content-type']).toMatch(/^application\/problem\+json/);
  expect(response.body).toMatchObject({ status, type: expect.stringMatching(/^\/docs\/problems\/[a-z-]+$/), title: expect.any(String) });
  expect(response.body.detail).toEqual(expect.any(String));
  expect(response.body.instance).toMatch(/^urn:request:/);
  expect(response.text).not.toMatch(/ at .*\.[jt]s:\d|select |SQLITE|node_modules|\/src\//);
};
