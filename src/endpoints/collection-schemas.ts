import type { z } from 'zod';
import { type ListQuery, listQuerySchema } from '../lists/list-query.ts';
import { type RecordQuery, recordQuerySchema } from '../records/record.ts';
import { includedSchema, listResponseSchema, recordResponseSchema } from '../responses/envelope.ts';

interface CollectionDescription<Filters extends z.ZodRawShape, CompanyFilters extends z.ZodRawShape> {
  /** The name of a record in OpenAPI, such as `Deal`. */
  name: string;
  /** The schema of a record in a list. */
  item: z.ZodObject;
  /** The schema of a single record, if it has more fields. */
  detail?: z.ZodObject;
  /** The related records that `include` adds, by name. */
  included: Readonly<Record<string, z.ZodObject>>;
  /** Optional fields that `include` adds to the records themselves. */
  includedFields?: readonly string[];
  sorts: readonly string[];
  defaultSort: string;
  filters: Filters;
  /** Filters that the list of one company sets itself. */
  companyFilters: CompanyFilters;
}

/** The schemas of the request and the response of an operation. */
export interface OperationSchemas<Query> {
  querystring: z.ZodType<Query>;
  responseSchema: z.ZodType;
}

/** The schemas of the routes of a collection. */
export interface CollectionSchemas {
  list: OperationSchemas<ListQuery>;
  companyList: OperationSchemas<ListQuery>;
  record: OperationSchemas<RecordQuery>;
}

/** Returns the schemas of the routes of a collection: its list, the list of one company, and a record. */
export const collectionSchemas = <Filters extends z.ZodRawShape, CompanyFilters extends z.ZodRawShape>({
  name,
  item,
  detail = item,
  included,
  includedFields = [],
  sorts,
  defaultSort,
  filters,
  companyFilters,
}: CollectionDescription<Filters, CompanyFilters>) => {
  const includes = [...Object.keys(included), ...includedFields];
  const choices = { fields: Object.keys(item.shape), includes, sorts, defaultSort };
  const related = includedSchema(`${name}Included`, included);
  const responseSchema = listResponseSchema(`${name}List`, item, related);
  return {
    list: { querystring: listQuerySchema(choices, { ...companyFilters, ...filters }), responseSchema },
    companyList: { querystring: listQuerySchema(choices, filters), responseSchema },
    record: {
      querystring: recordQuerySchema({ fields: Object.keys(detail.shape), includes }),
      responseSchema: recordResponseSchema(`${name}Document`, detail, related),
    },
  };
};
