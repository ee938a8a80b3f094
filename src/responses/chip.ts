import { z } from 'zod';
import { chipShape } from '../domain/records/chip.ts';
import { versionField } from './derived-fields.ts';

export const chipResponseSchema = z
  .object({ ...chipShape, version: versionField })
  .meta({ id: 'Chip', description: 'An accelerator or companion product of a vendor.' });
