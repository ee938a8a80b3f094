/** Returns the path of the page of a record, or of the record in the API if it has no page. */
export const pagePath = (collection: string, id: string): string =>
  collection === 'deals' ? `/deals/${id}` : collection === 'companies' ? `/groups/${id}` : `/v1/${collection}/${id}`;
