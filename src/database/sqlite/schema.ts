import { defineTables } from '../schema/index.ts';
import { sqliteColumns } from './columns.ts';

export const tables = defineTables(sqliteColumns);
