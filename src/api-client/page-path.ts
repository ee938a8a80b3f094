/** Returns the path of the page of a record, or of the record in the API if it has no page. */
export const pagePath = (collection: string, id: string): string =>
  collection === 'deals' ? `/deals/${id}` : collection === 'companies' ? `/groups/${id}` : `/v1/${collection}/${id}`;

/** Replaces an id in the URL of a page. The first part of the path is the kind of page, which can be called like a record. */
export const replaceId = (url: string, id: string, other: string): string =>
  url.replace(/^[^?]*/, (path) =>
    path
      .split('/')
      .map((part, index) => (index > 1 && part === id ? other : part))
      .join('/'),
  );
