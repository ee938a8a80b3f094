import type { Read } from '../../api-client/api.ts';
import type { Collection } from '../../domain/vocabulary.ts';
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

const descriptions: Readonly<Record<Collection, DescribeRecord>> = {
  deals: describeDealRecord,
  companies: describeCompany,
  sources: describeSource,
  chips: describeChip,
  'chip-commitments': describeChipCommitment,
  stakes: describeStake,
  valuations: describeValuation,
  financials: describeFinancial,
};

/** Reads a record and says it in words. */
export const describeRecord = (read: Read, collection: Collection, id: string): Promise<RecordText> =>
  descriptions[collection](read, encodeURIComponent(id));
