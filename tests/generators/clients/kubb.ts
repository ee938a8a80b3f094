import type { RequestConfig } from '@kubb/plugin-client/clients/fetch';
import { getDeal, listDeals } from '../generated/kubb/index.ts';
import { baseUrl, check } from './check.ts';

const config: Partial<RequestConfig> = { baseURL: baseUrl };
const { data } = await listDeals({ company: ['openai'], status: ['signed', 'closed'], limit: 2 }, config);
// The client of kubb does not reject for an error status.
const problem: object = await getDeal('no-such-deal', undefined, config);
check(data, problem);
