import type { ComputedList } from '../computed-lists.ts';
import { type VendorFinancingQuery, vendorFinancingQuerySchema, vendorFinancingSchema } from './vendor-financing.schemas.ts';
import { getVendorFinancing } from './vendor-financing.service.ts';

export const vendorFinancingList: ComputedList<VendorFinancingQuery> = {
  name: 'vendor-financing',
  tag: 'money',
  operation: {
    operationId: 'getVendorFinancing',
    summary: 'Compare what vendors finance with what they sell',
    description:
      'Returns, for each vendor that finances one of its customers, the financing as a share of its sales to that customer, by year. Subsidiaries count for their group. CSV and NDJSON contain the rows.',
    example: '/v1/vendor-financing?vendor=microsoft',
  },
  querystring: vendorFinancingQuerySchema,
  responseSchema: vendorFinancingSchema,
  responseDescription: 'The vendors and customers.',
  rows: 'rows',
  read: getVendorFinancing,
};
