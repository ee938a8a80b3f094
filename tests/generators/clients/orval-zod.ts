import assert from 'node:assert/strict';
import { getDealResponse, listDealsResponse } from '../generated/orval/zod.ts';
import { baseUrl, check } from './check.ts';

const read = async (path: string): Promise<unknown> => (await fetch(baseUrl + path)).json();
const problem = await read('/v1/deals/no-such-deal');
assert.equal(getDealResponse.safeParse(problem).success, false);
const { data } = listDealsResponse.parse(await read('/v1/deals?company=openai&status=signed,closed&limit=2'));
check(data, problem as { status: number; type: string });
// A later release may add a status.
const deal = getDealResponse.parse(await read(`/v1/deals/${data[0]?.id}`));
assert.equal(getDealResponse.safeParse({ ...deal, data: { ...deal.data, status: 'a_new_status' } }).success, true);
