import { companyRoles } from '../../domain/vocabulary.ts';
import type { ColumnKit } from '../postgres/columns.ts';

export const defineCompanyTables = (kit: ColumnKit) => {
  /** A company, investor, government or fund. */
  const companies = kit.table(
    'companies',
    {
      id: kit.text('id').primaryKey(),
      name: kit.text('name').notNull(),
      country: kit.text('country').notNull(),
    },
    (table) => [kit.index('companies_country_idx').on(table.country, table.id)],
  );

  /** One of the roles of a company in the industry. */
  const companyRoleRows = kit.table(
    'company_roles',
    {
      companyId: kit.reference('company_id', () => companies.id),
      role: kit.oneOf('role', companyRoles).notNull(),
    },
    (table) => [kit.primaryKey({ columns: [table.companyId, table.role] })],
  );

  /** An identifier or a ticker of a company, with its scheme: `cik:1045810`. */
  const companyIdentifiers = kit.table(
    'company_identifiers',
    {
      companyId: kit.reference('company_id', () => companies.id),
      identifier: kit.text('identifier').notNull(),
    },
    (table) => [
      kit.primaryKey({ columns: [table.companyId, table.identifier] }),
      kit.index('company_identifiers_identifier_idx').on(table.identifier, table.companyId),
    ],
  );

  /** A company and one of its direct or indirect owners, or itself, from the day on which every ownership link up to that owner existed. */
  const companyAncestors = kit.table(
    'company_ancestors',
    {
      companyId: kit.reference('company_id', () => companies.id),
      ancestorId: kit.reference('ancestor_id', () => companies.id),
      since: kit.day('since').notNull(),
    },
    (table) => [
      kit.primaryKey({ columns: [table.companyId, table.ancestorId] }),
      kit.index('company_ancestors_ancestor_idx').on(table.ancestorId, table.companyId),
    ],
  );

  return { companies, companyRoles: companyRoleRows, companyIdentifiers, companyAncestors };
};

export type CompanyTables = ReturnType<typeof defineCompanyTables>;
