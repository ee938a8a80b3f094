import type { Session } from '../database/database.ts';
import type { FilterValues } from '../database/expressions.ts';
import type { Certainty } from '../domain/vocabulary.ts';
import type { ListDefinition } from '../lists/list-definition.ts';
import type { AsOf } from '../records/documents.ts';
import { loadRecordBodies } from './record-bodies.ts';

interface Interval {
  min: number | null;
  max: number | null;
}

/** The fields of a chip commitment that analyses use. */
export interface GraphCommitment {
  id: string;
  buyer: string;
  provider?: string;
  chipVendor: string;
  chips: string[];
  overlaps?: string[];
  deal?: string;
  status: string;
  certainty: Certainty;
  startsOn: string | null;
  endsOn: string | null;
  termYears: number | null;
  announcedOn: string | null;
  amountUsd: Interval | null;
  units: Interval | null;
  powerMw: Interval | null;
}

/** Loads the chip commitments that match the filters, ordered by id. */
export const loadCommitments = async (
  session: Session,
  commitments: ListDefinition,
  filters: FilterValues,
  asOf: AsOf,
): Promise<GraphCommitment[]> => {
  const bodies = await loadRecordBodies(session, commitments, filters, asOf);
  return bodies.map((body) => JSON.parse(body) as GraphCommitment);
};
