import assert from 'node:assert/strict';
import { getDeal, listDeals } from '../generated/orval/fetch.ts';
import { check } from './check.ts';

const deals = await listDeals({ company: ['openai'], status: ['signed', 'closed'], limit: 2 });
const missing = await getDeal('no-such-deal');
assert.equal(deals.status, 200);
assert.equal(missing.status, 404);
if (deals.status === 200 && missing.status === 404) check(deals.data.data, missing.data);
