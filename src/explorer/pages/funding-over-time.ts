import type { z } from 'zod';
import type { DealEvent, List } from '../../api-client/answers.ts';
import type { Read } from '../../api-client/api.ts';
import type { fundingSchema } from '../../modules/funding/funding.schemas.ts';

export type Funding = z.infer<typeof fundingSchema>;
export type FundingTotal = Funding['data']['totals'][number];

/** What was known of the funding of a company on a day. */
export interface FundingOnDay {
  day: string;
  totals: readonly FundingTotal[];
}

/** The maximum number of days. A company with a longer history is shown by half-year or year. */
const maxDays = 16;

/** The number of deals that an events request can name. */
const maxDeals = 100;

/** Returns the last days of periods after the first day and before the last, and the last day itself. */
const periodEnds = (first: string, last: string, months: number): string[] => {
  const ends: string[] = [];
  for (let month = Number(first.slice(0, 4)) * 12; ; month += months) {
    const end = new Date(Date.UTC(Math.floor(month / 12), (month % 12) + months, 0)).toISOString().slice(0, 10);
    if (end >= last) return [...ends, last];
    if (end >= first) ends.push(end);
  }
};

/** Reads what was known of the funding of a company at the ends of quarters, half-years or years, up to the day of its funding. */
export const readFundingOverTime = async (read: Read, funding: Funding): Promise<FundingOnDay[]> => {
  const { data, meta } = funding;
  const deals = data.deals.slice(0, maxDeals).map(({ deal }) => deal);
  if (deals.length === 0) return [];
  const { data: reports } = await read<List<DealEvent>>('/v1/events', { deal: deals, sort: 'reportedOn', limit: 1 });
  const first = reports[0]?.knownFrom ?? meta.asOf;
  const lists = [3, 6, 12].map((months) => periodEnds(first, meta.asOf, months));
  const days = (lists.find((list) => list.length <= maxDays) ?? lists[2] ?? []).slice(-maxDays);
  return Promise.all(
    days.map(async (day) => {
      const known = day === meta.asOf ? funding : await read<Funding>(`/v1/companies/${data.company}/funding`, { asOf: day });
      return { day, totals: known.data.totals };
    }),
  );
};
