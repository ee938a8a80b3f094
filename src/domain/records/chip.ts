import { z } from 'zod';
import { chipCategories } from '../vocabulary.ts';
import { dateSchema, identifierSchema, nameSchema } from './primitives.ts';

export const chipShape = {
  id: identifierSchema.describe('Id of the chip; never reused.'),
  name: nameSchema.describe('Name of the product.'),
  vendor: identifierSchema.describe('Id of the company whose product it is.'),
  category: z.enum(chipCategories).describe('What kind of chip it is. The list of values may grow.'),
  announcedOn: dateSchema.describe('Date on which the vendor announced it.').optional(),
};

export const chipRecordSchema = z
  .strictObject(chipShape)
  .meta({ id: 'ChipRecord', description: 'A chip as it is stored: an accelerator product of a vendor, or its companion.' });
export type ChipRecord = z.infer<typeof chipRecordSchema>;
