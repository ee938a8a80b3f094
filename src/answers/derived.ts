import { z } from 'zod';
import { dateSchema, identifierSchema } from '../domain/records/primitives.ts';
import { certainties, statuses } from '../domain/vocabulary.ts';

/** Fields that answers add to records, and that writes ignore. */

export const versionField = z.int().positive().describe('Version of the stored record; grows by one with every change to it.');
export const knownFromField = z.string().describe('First day on which the public could know of it (UTC, YYYY-MM-DD).');
export const lastReportedOnField = dateSchema.describe('Date of the newest report.');
export const statusField = z.enum(statuses).describe('Status by the newest report. The list of values may grow.');
export const certaintyField = z
  .enum(certainties)
  .describe(
    'How firm it is: that of the strongest status since it last lapsed or was terminated; dead after that, or once something at least as firm took its place. The list of values may grow.',
  );
export const groupField = identifierSchema.describe('Id of its topmost owner; its own id where it has none.');
