import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Marked } from 'marked';
import { getHeadingList, gfmHeadingId } from 'marked-gfm-heading-id';
import { h } from 'preact';
import { render } from 'preact-render-to-string';
import { Metadata } from '../explorer/parts/metadata.tsx';
import { packageRoot } from '../package-root.ts';

const folder = join(packageRoot, 'docs');

/** Converts a link between guides to a URL path. Guides link by file name, so that the links also work in the repository. */
const toPath = (href: string): string => href.replace(/^README\.md/, '/docs/guides').replace(/^([a-z-]+)\.md/, '/docs/$1');

const markdown = new Marked(gfmHeadingId(), {
  walkTokens: (token) => {
    if (token.type === 'link') token.href = toPath(token.href);
  },
  hooks: {
    // The container scrolls if the table is wider than the page.
    postprocess: (html) => html.replaceAll('<table>', '<div class="table"><table>').replaceAll('</table>', '</table></div>'),
  },
});

/** Reads a file of the folder `docs`. */
export const readDocument = (name: string): string => readFileSync(join(folder, name), 'utf8');

/** Reads `docs/<slug>.md` and replaces each `{{name}}` line with the generated section of that name. */
export const readGuide = (slug: string, sections: Readonly<Record<string, () => string>>): string =>
  readDocument(`${slug}.md`).replace(/^\{\{([a-z-]+)\}\}$/gm, (_line, name: string) => {
    const section = sections[name];
    if (section === undefined) throw new Error(`docs/${slug}.md refers to an unknown section: {{${name}}}`);
    return section();
  });

/** A link in the page header. */
export interface NavigationLink {
  path: string;
  name: string;
}

/** The CSS of the page header. */
export const headerStyle = readDocument('header.css');
/** The script of the API reference. */
export const referenceScript = readDocument('reference.js');
const pageStyle = readDocument('style.css');

/** Renders the page header, which the guides and the API reference share. */
export const renderHeader = (navigation: readonly NavigationLink[], current: string): string => {
  const links = navigation.map(({ path, name }) => `<a href="${path}"${path === current ? ' aria-current="page"' : ''}>${name}</a>`);
  return `<header class="site"><nav aria-label="Documentation">\n${links.join('\n')}\n</nav></header>`;
};

const renderContents = (headings: ReturnType<typeof getHeadingList>): string => {
  const entries = headings.filter(({ level }) => level === 2 || level === 3);
  if (entries.length < 2) return '';
  const items = entries.map(({ level, id, text }) => `<li class="level-${level}"><a href="#${id}">${text}</a></li>`);
  return `<nav class="contents" aria-label="On this page">\n<p>On this page</p>\n<ul>\n${items.join('\n')}\n</ul>\n</nav>`;
};

/** Returns the first paragraph as plain text. */
const findDescription = (text: string): string => {
  const paragraph = markdown.lexer(text).find(({ type }) => type === 'paragraph')?.raw ?? '';
  return paragraph
    .trim()
    .replaceAll(/\[([^\]]+)\]\([^)]*\)/g, '$1')
    .replaceAll(/[`*]/g, '')
    .replaceAll(/\s+/g, ' ');
};

/** Renders Markdown as an HTML page. The first heading becomes the title, and the first paragraph the description. */
export const renderPage = (text: string, path: string, navigation: readonly NavigationLink[], publicUrl: string | undefined): string => {
  const body = markdown.parse(text, { async: false });
  const headings = getHeadingList();
  const title = headings[0]?.text.replace(/<[^>]+>/g, '') ?? '';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${render(h(Metadata, { title: `${title} - Roundtrip`, description: findDescription(text), path, publicUrl }))}
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
