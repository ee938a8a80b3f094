/**
 * Parts the target of a request into its path and its query (RFC 9112, section 3.2.1). The first question mark ends the path:
 * the query may hold others. It is empty where there is none.
 */
export const partsOfTarget = (url: string): { path: string; query: string } => {
  const end = url.indexOf('?');
  return end === -1 ? { path: url, query: '' } : { path: url.slice(0, end), query: url.slice(end + 1) };
};
