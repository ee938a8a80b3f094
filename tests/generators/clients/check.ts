import assert from 'node:assert/strict';

/** The address of the server that the clients call. */
export const baseUrl = process.env.API_URL ?? '';

/** Checks the answers that every generated client gets: two signed or closed deals of OpenAI, and a problem for an unknown deal. */
export const check = (
  deals: { id: string; title: string; status: string }[] | undefined,
  problem: { status?: number; type?: string } | undefined,
): void => {
  assert.equal(deals?.length, 2);
  for (const { id, title, status } of deals ?? []) {
    assert.match(id, /^[a-z0-9-]+$/);
    assert.notEqual(title, '');
    assert.ok(['signed', 'closed'].includes(status));
  }
  assert.deepEqual([problem?.status, problem?.type?.endsWith('/docs/problems/not-found')], [404, true]);
};
