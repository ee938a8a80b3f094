import { chipCategories } from '../../domain/vocabulary.ts';
import type { ColumnKit } from '../postgres/columns.ts';
import type { CompanyTables } from './companies.ts';

export const defineChipTables = (kit: ColumnKit, { companies }: CompanyTables) => {
  /** A chip, or a family of chips that is sold as one product. */
  const chips = kit.table('chips', {
    id: kit.text('id').primaryKey(),
    name: kit.text('name').notNull(),
    vendorId: kit.reference('vendor_id', () => companies.id),
    category: kit.oneOf('category', chipCategories).notNull(),
    announcedDay: kit.day('announced_day'),
  });

  return { chips };
};

export type ChipTables = ReturnType<typeof defineChipTables>;
