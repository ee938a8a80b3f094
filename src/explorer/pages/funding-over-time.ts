import type { z } from 'zod';
import type { Read } from '../../api-client/api.ts';
import type { fundingSchema, fundingSeriesSchema } from '../../modules/funding/funding.schemas.ts';

export type Funding = z.infer<typeof fundingSchema>;
export type FundingTotal = Funding['data']['totals'][number];
type FundingSeries = z.infer<typeof fundingSeriesSchema>;
/** What was known of the funding of a company at the end of a period. */
export type FundingPeriod = FundingSeries['data']['periods'][number];

/** The maximum number of periods. A company with a longer history is shown by half-year or year. */
const maxPeriods = 16;

/** Reads what was known of the funding of a company at the ends of quarters, half-years or years, up to the as-of day. */
export const readFundingOverTime = async (read: Read, company: string): Promise<FundingPeriod[]> => {
  const { data } = await read<FundingSeries>(`/v1/companies/${encodeURIComponent(company)}/funding/series`);
  const last = data.periods.at(-1);
  const endsOf = (quarters: number) => data.periods.filter((one) => one === last || Number(one.period.at(-1)) % quarters === 0);
  return ([1, 2, 4].map(endsOf).find(({ length }) => length <= maxPeriods) ?? endsOf(4)).slice(-maxPeriods);
};
