import type { Read } from '../../api-client/api.ts';
import type { LongText } from '../bounded-text.ts';
import { describeChip, describeChipCommitment } from './chips.ts';
import { describeCompany } from './company.ts';
import { describeDealRecord } from './deal.ts';
import { describeFinancial, describeStake, describeValuation } from './ownership.ts';
import { describeSource } from './source.ts';

/** A record in words. */
export interface RecordText extends LongText {
  title: string;
  /** Address to cite, if it is not the page of the record. */
  url?: string | undefined;
  metadata: Record<string, string>;
}

export type DescribeRecord = (read: Read, id: string) => Promise<RecordText>;

const descriptions = {
  deals: describeDealRecord,
  companies: describeCompany,
  sources: describeSource,
  chips: describeChip,
  'chip-commitments': describeChipCommitment,
  stakes: describeStake,
  valuations: describeValuation,
  financials: describeFinancial,
} as const satisfies Record<string, DescribeRecord>;

/** The collections whose records `fetch` opens. */
export const fetchedCollections = [
  'deals',
  'companies',
  'sources',
  'chips',
  'chip-commitments',
  'stakes',
  'valuations',
  'financials',
] as const;

/** Reads a record and says it in words. */
export const describeRecord = (read: Read, collection: keyof typeof descriptions, id: string): Promise<RecordText> =>
  descriptions[collection](read, encodeURIComponent(id));
