/**
 * Splits the target of a request into path and query (RFC 9112, section 3.2.1), at the first question mark. The query may contain
 * more of them, and is empty if there is none.
 */
export const splitTarget = (url: string): { path: string; query: string } => {
  const end = url.indexOf('?');
  return end === -1 ? { path: url, query: '' } : { path: url.slice(0, end), query: url.slice(end + 1) };
};

/** Formats the `Link` header to the next page (RFC 8288), if there is one. */
export const linkToNext = (url: string, next: string | null): Record<string, string> => {
  if (next === null) return {};
  const { path, query } = splitTarget(url);
  const parameters = new URLSearchParams(query);
  parameters.set('cursor', next);
  return { link: `<${path}?${parameters.toString()}>; rel="next"` };
};
