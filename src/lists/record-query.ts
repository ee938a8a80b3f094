import { z } from 'zod';
import { asOfParameter, fieldsParameter, includeParameter } from '../http/parameters.ts';

/** Returns the query schema of a single record. */
export const recordQuerySchema = <Field extends string, Include extends string>({
  fields,
  includes,
}: {
  fields: readonly Field[];
  includes: readonly Include[];
}) =>
  z.strictObject({
    view: z
      .enum(['record'])
      .optional()
      .describe('`record` returns the stored record, byte for byte the dataset file, with its version as the entity tag.'),
    asOf: asOfParameter,
    fields: fieldsParameter(fields),
    include: includeParameter(includes),
  });

export interface RecordQuery {
  asOf?: string | undefined;
  view?: 'record' | undefined;
  fields?: string[] | undefined;
  include?: string[] | undefined;
}
