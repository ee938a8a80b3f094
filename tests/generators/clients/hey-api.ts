import { client } from '../generated/hey-api/client.gen.ts';
import { getDeal, listDeals } from '../generated/hey-api/sdk.gen.ts';
import { baseUrl, check } from './check.ts';

client.setConfig({ baseUrl });
const { data } = await listDeals({ query: { company: ['openai'], status: ['signed', 'closed'], limit: 2 } });
const { error } = await getDeal({ path: { id: 'no-such-deal' } });
check(data?.data, error);
