/**
 * Splits the target of a request into path and query (RFC 9112, section 3.2.1), at the first question mark. The query may contain
 * more of them, and is empty if there is none.
 */
export const splitTarget = (url: string): { path: string; query: string } => {
  const end = url.indexOf('?');
  return end === -1 ? { path: url, query: '' } : { path: url.slice(0, end), query: url.slice(end + 1) };
};
