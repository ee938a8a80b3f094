import { Api, type HttpResponse, type Problem, StatusInput } from '../generated/swagger-typescript-api.ts';
import { baseUrl, check } from './check.ts';

const { v1 } = new Api({ baseUrl });
const { data } = await v1.listDeals({ company: ['openai'], status: [StatusInput.Signed, StatusInput.Closed], limit: 2 });
const problem = await v1.getDeal('no-such-deal').then(
  () => undefined,
  (failure: HttpResponse<unknown, Problem>) => failure.error,
);
check(data.data, problem);
