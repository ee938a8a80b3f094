import { defineTables } from '../schema/index.ts';
import { postgresColumns } from './columns.ts';

export const tables = defineTables(postgresColumns);
