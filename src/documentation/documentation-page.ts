import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Marked } from 'marked';
import { getHeadingList, gfmHeadingId } from 'marked-gfm-heading-id';
import { packageRoot } from '../package-root.ts';

const folder = join(packageRoot, 'docs');

/** Guides link to each other by file name, so that the links also work in the repository. */
const toPath = (href: string): string => href.replace(/^README\.md/, '/docs/guides').replace(/^([a-z-]+)\.md/, '/docs/$1');

const markdown = new Marked(gfmHeadingId(), {
  walkTokens: (token) => {
    if (token.type === 'link') token.href = toPath(token.href);
  },
  hooks: {
    // A wide table scrolls inside its container.
    postprocess: (html) => html.replaceAll('<table>', '<div class="table"><table>').replaceAll('</table>', '</table></div>'),
  },
});

/** Reads `docs/<slug>.md` and replaces each line `{{name}}` with the generated part of that name. */
export const readGuide = (slug: string, parts: Readonly<Record<string, string>>): string =>
  readFileSync(join(folder, `${slug}.md`), 'utf8').replace(/^\{\{([a-z-]+)\}\}$/gm, (_line, name: string) => {
    const part = parts[name];
    if (part === undefined) throw new Error(`docs/${slug}.md refers to an unknown generated part: {{${name}}}`);
    return part;
  });

/** A link in the header of every page. */
export interface NavigationLink {
  path: string;
  name: string;
}

const readStyle = (name: string): string => readFileSync(join(folder, name), 'utf8');

export const headerStyle = readStyle('header.css');
const pageStyle = readStyle('style.css');

/** The header that the guides and the reference share. */
export const renderHeader = (navigation: readonly NavigationLink[], current: string): string => {
  const links = navigation.map(({ path, name }) => `<a href="${path}"${path === current ? ' aria-current="page"' : ''}>${name}</a>`);
  return `<header class="site"><nav aria-label="Documentation">\n${links.join('\n')}\n</nav></header>`;
};

const renderContents = (headings: ReturnType<typeof getHeadingList>): string => {
  const listed = headings.filter(({ level }) => level === 2 || level === 3);
  if (listed.length < 2) return '';
  const items = listed.map(({ level, id, text }) => `<li class="level-${level}"><a href="#${id}">${text}</a></li>`);
  return `<nav class="contents" aria-label="On this page">\n<p>On this page</p>\n<ul>\n${items.join('\n')}\n</ul>\n</nav>`;
};

/** Renders Markdown as an HTML page. Its first heading is the title. */
export const renderPage = (text: string, path: string, navigation: readonly NavigationLink[]): string => {
  const body = markdown.parse(text, { async: false });
  const headings = getHeadingList();
  const title = headings[0]?.text.replace(/<[^>]+>/g, '') ?? '';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${title} - Roundtrip</title>
<style>
${headerStyle}${pageStyle}</style>
</head>
<body>
<a class="skip" href="#content">Skip to content</a>
${renderHeader(navigation, path)}
<div class="page">
${renderContents(headings)}
<main id="content">
${body}</main>
</div>
</body>
</html>
`;
};
