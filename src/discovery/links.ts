/** The targets of links from the API to its descriptions, by relation (RFC 8288, RFC 8631). */
const targets = [
  { rel: 'service-desc', path: '/openapi.json', type: 'application/json' },
  { rel: 'service-doc', path: '/docs/guides', type: 'text/html' },
  { rel: 'service-meta', path: '/v1/exports/datapackage.json', type: 'application/json' },
  { rel: 'status', path: '/health/ready', type: 'application/json' },
] as const;

/** Formats the `Link` header of the start page and of the index of the API. */
export const formatLinks = (): string =>
  [
    ...targets.filter(({ rel }) => rel !== 'service-meta').map(({ rel, path, type }) => `<${path}>; rel="${rel}"; type="${type}"`),
    '</.well-known/api-catalog>; rel="api-catalog"; type="application/linkset+json"',
    '</v1/exports/croissant.json>; rel="describedby"; type="application/ld+json"',
    '<https://creativecommons.org/licenses/by/4.0/>; rel="license"',
  ].join(', ');

/** Builds the API catalog: a linkset (RFC 9264) as RFC 9727 defines it. */
export const linkset = (base: string) => ({
  linkset: [
    {
      anchor: `${base}/v1`,
      ...Object.fromEntries(targets.map(({ rel, path, type }) => [rel, [{ href: `${base}${path}`, type }]])),
    },
  ],
});
