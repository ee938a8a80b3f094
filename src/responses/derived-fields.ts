import { z } from 'zod';
import { dateSchema, identifierSchema } from '../domain/records/primitives.ts';
import { certainties, evidenceGrades, moneyClasses, statuses } from '../domain/vocabulary.ts';

/** Fields that responses add to records and writes ignore. */

export const versionField = z.int().positive().describe('Version of the stored record. Increases by one with every change to it.');
export const knownFromField = z.string().describe('First day on which the public could know it (UTC, YYYY-MM-DD).');
export const lastReportedOnField = dateSchema.describe('Date of the newest report.');
export const statusField = z.enum(statuses).describe('Status reported by the newest event. The list of values may grow.');
export const certaintyField = z
  .enum(certainties)
  .describe(
    'How firm it is: the certainty of the strongest status since it last lapsed or was terminated. `dead` if it lapsed, was terminated, or was superseded by something at least as firm. The list of values may grow.',
  );
export const moneyClassField = z
  .enum(moneyClasses)
  .describe('Class of the money, which follows from the kind of deal. Totals never add up amounts of different classes.');
export const evidenceGradeField = z
  .enum(evidenceGrades)
  .describe(
    'The best evidence among the citations published by then: `primary` (a filing, or a copy of one), `company` (a statement of a party), `several_publishers` or `one_publisher` (named sources, by the outlets that wrote the reports), or `unnamed_only`. For a deal or chip commitment, only the evidence for its certainty counts. The list of values may grow.',
  );
export const groupField = identifierSchema.describe('Id of its topmost owner, or its own id if it has no owner.');
