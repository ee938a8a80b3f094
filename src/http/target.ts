/**
 * Parts the target of a request into its path and its query (RFC 9112, section 3.2.1). The first question mark ends the path:
 * the query may hold others. It is empty where there is none.
 */
export const partsOfTarget = (url: string): { path: string; query: string } => {
  const end = url.indexOf('?');
  return end === -1 ? { path: url, query: '' } : { path: url.slice(0, end), query: url.slice(end + 1) };
};

/** The `Link` header to the next page (RFC 8288), if there is one. */
export const linkToNext = (url: string, next: string | null): Record<string, string> => {
  if (next === null) return {};
  const { path, query } = partsOfTarget(url);
  const parameters = new URLSearchParams(query);
  parameters.set('cursor', next);
  return { link: `<${path}?${parameters.toString()}>; rel="next"` };
};
