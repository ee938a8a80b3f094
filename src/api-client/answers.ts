import type { z } from 'zod';
import type { catalogueSchema } from '../modules/catalogue/catalogue.schemas.ts';
import type { searchMetaSchema } from '../modules/cycles/cycles.schemas.ts';
import type { graphSchema } from '../modules/graph/graph.schemas.ts';
import type { statsSchema } from '../modules/stats/stats.schemas.ts';
import type { chipResponseSchema } from '../responses/chip.ts';
import type { chipCommitmentResponseSchema } from '../responses/chip-commitment.ts';
import type { companyDetailSchema, companyResponseSchema } from '../responses/company.ts';
import type { dealResponseSchema } from '../responses/deal.ts';
import type { metaSchema, pageSchema } from '../responses/envelope.ts';
import type { eventResponseSchema } from '../responses/event.ts';
import type { financialResponseSchema } from '../responses/financial.ts';
import type { cycleSchema } from '../responses/path.ts';
import type { sourceResponseSchema } from '../responses/source.ts';
import type { stakeResponseSchema } from '../responses/stake.ts';
import type { valuationResponseSchema } from '../responses/valuation.ts';

/** The responses of the API that pages and tools read, by the schemas that describe them. */

export type Meta = z.infer<typeof metaSchema>;
export type Company = z.infer<typeof companyResponseSchema>;
export type CompanyDetail = z.infer<typeof companyDetailSchema>;
export type Deal = z.infer<typeof dealResponseSchema>;
export type DealEvent = z.infer<typeof eventResponseSchema>;
export type Source = z.infer<typeof sourceResponseSchema>;
export type Stake = z.infer<typeof stakeResponseSchema>;
export type Valuation = z.infer<typeof valuationResponseSchema>;
export type Financial = z.infer<typeof financialResponseSchema>;
export type Chip = z.infer<typeof chipResponseSchema>;
export type ChipCommitment = z.infer<typeof chipCommitmentResponseSchema>;
export type Cycle = z.infer<typeof cycleSchema>;
export type Catalogue = z.infer<typeof catalogueSchema>;
/** The money graph: groups and the links between them. */
export type Graph = z.infer<typeof graphSchema>;
export type GraphLink = Graph['links'][number];

/** Totals in which nothing is counted twice. */
export type Stats = z.infer<typeof statsSchema>;

/** Related records by id. */
export interface Included {
  companies?: Readonly<Record<string, Company>>;
  deals?: Readonly<Record<string, Deal>>;
  chips?: Readonly<Record<string, Chip>>;
  sources?: Readonly<Record<string, Source>>;
  chipCommitments?: Readonly<Record<string, ChipCommitment>>;
}

/** A page of a list. */
export interface List<Item> {
  data: readonly Item[];
  page: z.infer<typeof pageSchema>;
  included?: Included;
  meta: Meta;
}

/** A single record. */
export interface Detail<Item> {
  data: Item;
  included?: Included;
  meta: Meta;
}

/** A page of cycles. */
export interface Cycles extends List<Cycle> {
  meta: z.infer<typeof searchMetaSchema>;
}
