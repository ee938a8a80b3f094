import { images } from '../assets.ts';

/** Formats JSON for a script, which its texts must not end. */
const toInlineJson = (value: object): string => JSON.stringify(value).replaceAll('<', '\\u003c');

/** What search engines, previews of links and browser tabs show of a page. Its URLs are absolute if the server knows its public URL. */
export const Metadata = ({
  title,
  description,
  path,
  publicUrl = '',
  structuredData,
}: {
  title: string;
  description: string;
  /** Path of the page, with the part of the query that names its content. */
  path: string;
  publicUrl: string | undefined;
  /** What the page is about, in the vocabulary of schema.org. */
  structuredData?: object | undefined;
}) => (
  <>
    <title>{title}</title>
    <meta name="description" content={description} />
    <link rel="canonical" href={`${publicUrl}${path}`} />
    <link rel="icon" href={images.icon.url} type={images.icon.mediaType} />
    <link rel="apple-touch-icon" href={images.touchIcon.url} />
    <meta property="og:site_name" content="Roundtrip" />
    <meta property="og:type" content="website" />
    <meta property="og:title" content={title} />
    <meta property="og:description" content={description} />
    <meta property="og:url" content={`${publicUrl}${path}`} />
    <meta property="og:image" content={`${publicUrl}${images.card.url}`} />
    <meta property="og:image:width" content="1200" />
    <meta property="og:image:height" content="630" />
    <meta property="og:image:alt" content="Roundtrip: who finances AI, who buys whose chips, and who owns what" />
    <meta name="twitter:card" content="summary_large_image" />
    {structuredData === undefined ? null : (
      <script
        type="application/ld+json"
        dangerouslySetInnerHTML={{ __html: toInlineJson({ '@context': 'https://schema.org', ...structuredData }) }}
      />
    )}
  </>
);
