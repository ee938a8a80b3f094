import { z } from 'zod';
import { chipCategories } from '../vocabulary.ts';
import { identifierSchema, nameSchema, recordDateSchema } from './primitives.ts';

export const chipShape = {
  id: identifierSchema.describe('Id of the chip. Never reused.'),
  name: nameSchema.describe('Name of the product.'),
  vendor: identifierSchema.describe('Id of the vendor.'),
  category: z.enum(chipCategories).describe('Category of the chip. The list of values may grow.'),
  announcedOn: recordDateSchema.describe('Date on which the vendor announced it.').optional(),
};

export const chipRecordSchema = z
  .strictObject(chipShape)
  .meta({ id: 'ChipRecord', description: 'A stored chip: an accelerator or companion product of a vendor.' });
