import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Marked } from 'marked';
import { getHeadingList, gfmHeadingId } from 'marked-gfm-heading-id';
import { Header, html, Shell } from '../explorer/layout.tsx';
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
    // What is wider than the page scrolls, by keyboard too.
    postprocess: (text) =>
      text
        .replaceAll('<table>', '<div class="scroll" tabindex="0"><table>')
        .replaceAll('</table>', '</table></div>')
        .replaceAll('<pre>', '<pre tabindex="0">'),
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

/** A link to another page of the documentation. */
export interface NavigationLink {
  path: string;
  name: string;
}

/** The script of the API reference. */
export const referenceScript = readDocument('reference.js');

/** The header, which the guides and the API reference share: that of all pages, and the guides. */
export const DocumentationHeader = ({ navigation, current }: { navigation: readonly NavigationLink[]; current: string }) => (
  <>
    <Header section="/docs/guides" />
    <nav class="guides" aria-label="Documentation">
      {navigation.map(({ path, name }) => (
        <a href={path} {...(path === current && { 'aria-current': 'page' as const })}>
          {name}
        </a>
      ))}
    </nav>
  </>
);

const Contents = ({ headings }: { headings: ReturnType<typeof getHeadingList> }) => {
  const entries = headings.filter(({ level }) => level === 2 || level === 3);
  if (entries.length < 2) return null;
  return (
    <nav class="contents" aria-label="On this page">
      <ul>
        {entries.map(({ level, id, text }) => (
          <li class={`level-${level}`}>
            <a href={`#${id}`} dangerouslySetInnerHTML={{ __html: text }} />
          </li>
        ))}
      </ul>
    </nav>
  );
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
export const renderPage = (
  text: string,
  path: string,
  navigation: readonly NavigationLink[],
  { style, publicUrl }: { style: string; publicUrl: string | undefined },
): string => {
  const body = markdown.parse(text, { async: false });
  const headings = getHeadingList();
  const title = headings[0]?.text.replace(/<[^>]+>/g, '') ?? '';
  const head = <Metadata title={`${title} - Roundtrip`} description={findDescription(text)} path={path} publicUrl={publicUrl} />;
  return html(
    <Shell style={style} head={head}>
      <DocumentationHeader navigation={navigation} current={path} />
      <div class="page">
        <Contents headings={headings} />
        <main id="content" dangerouslySetInnerHTML={{ __html: body }} />
      </div>
    </Shell>,
  );
};
