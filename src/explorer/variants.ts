/** The ways in which a page is shown. */
export const variants = {
  page: { prefix: '', suffix: '', frameAncestors: "'none'" },
  embed: { prefix: '/embed', suffix: '', frameAncestors: '*' },
  picture: { prefix: '/pictures', suffix: '.svg', frameAncestors: '*' },
} as const;
export type Variant = keyof typeof variants;

/** The start page has a name where its path would be only a prefix. */
const startPage = '/loops';

/** Returns the path of a variant of a page. */
export const toVariantPath = (path: string, variant: Variant): string => {
  const { prefix, suffix } = variants[variant];
  return variant === 'page' ? path : `${prefix}${path === '/' ? startPage : path}${suffix}`;
};

/** Returns the path of the page that a path of any variant shows. */
export const toPagePath = (path: string): string => {
  const { embed, picture } = variants;
  const variant = [embed, picture].find(({ prefix }) => path.startsWith(`${prefix}/`));
  if (variant === undefined) return path;
  const page = path.slice(variant.prefix.length, path.length - variant.suffix.length);
  return page === startPage ? '/' : page;
};
