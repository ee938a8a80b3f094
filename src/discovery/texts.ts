/** Formats `robots.txt` (RFC 9309). */
export const robotsText = (base: string): string => `User-agent: *\nAllow: /\nDisallow: /v1/webhooks\n\nSitemap: ${base}/sitemap.xml\n`;

/** Formats `security.txt` (RFC 9116). */
export const securityText = (base: string, contact: string, expires: Date): string =>
  `Contact: ${contact}\nExpires: ${expires.toISOString()}\nPreferred-Languages: en\nCanonical: ${base}/.well-known/security.txt\n`;

/** Formats `llms.txt`, an introduction for language models. */
export const llmsText = (base: string): string => `# Roundtrip

> An open REST API of AI financing: who funds whom, who has committed to buy whose chips and compute, and who owns what, with a source for every fact. The data is licensed under CC BY 4.0.

## How to read an amount

- An amount has a low and a high bound in US dollars. If only the high bound is stated, read "up to". If neither is, the amount is not stated: never treat it as zero.
- Every deal has a certainty. A signed contract, an announced intention and a rumor are different things.
- "Circular" describes a cycle of money between companies. It is not an accusation.
- \`asOf=YYYY-MM-DD\` on any read returns what was known on that day.

## API

- [Guides](${base}/docs/guides): lists, dates, circularity, analyses, problems
- [OpenAPI document](${base}/openapi.json): every operation, parameter and response
- [OpenAPI document for client generators](${base}/openapi.slim.json): JSON only
- [Index](${base}/v1): links to every resource
- [Agents](${base}/docs/agents): the Model Context Protocol server at ${base}/mcp

## Data

- [Export files](${base}/v1/exports): every table as CSV, NDJSON and Parquet
- [Deals as CSV](${base}/v1/deals?format=csv)
- [Flows of money as CSV](${base}/v1/flows?format=csv)
- [Description of the dataset](${base}/v1/exports/croissant.json): schema.org and Croissant
`;
