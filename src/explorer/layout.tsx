import type { ComponentChildren, VNode } from 'preact';
import { render } from 'preact-render-to-string';
import { toUrl } from '../api-client/api.ts';
import { formatDate } from '../api-client/words.ts';
import type { PageView } from './page.ts';
import { HiddenFields } from './parts/filter-form.tsx';
import { Metadata } from './parts/metadata.tsx';
import { toVariantPath } from './variants.ts';

/** The guides, which are the same on every day. */
const docsPath = '/docs/guides';

/** Entries of the navigation. */
const navigation = [
  { path: '/', name: 'Loops' },
  { path: '/map', name: 'Map' },
  { path: '/deals', name: 'Deals' },
  { path: '/timeline', name: 'Timeline' },
  { path: '/outlook', name: 'Outlook' },
  { path: '/chips', name: 'Chips' },
  { path: '/about', name: 'About' },
  { path: docsPath, name: 'API' },
];

/** The state that every page has. */
export interface LayoutState {
  /** Path of the page, without its query. */
  path: string;
  section: string | undefined;
  /** The as-of day of the request, if any. */
  asOf: string | undefined;
  /** The version of the data that the request is pinned to, if any. */
  dataVersion: string | undefined;
  /** The first and the last day that the data cover. */
  firstDay: string;
  lastDay: string;
  /** The version of the data that the page shows. */
  shownVersion: string;
  /** Whether that version is a release, so that a link can pin it. */
  isReleased: boolean;
  /** URLs of the style and the script. */
  style: string;
  script: string;
  publicUrl: string | undefined;
}

const AsOfControl = ({ state, view }: { state: LayoutState; view: PageView }) => (
  <form class="as-of" method="get" action={state.path} data-first={state.firstDay} data-last={state.lastDay}>
    <HiddenFields values={{ ...view.state, dataVersion: state.dataVersion }} />
    <label for="as-of">As known on</label>
    <input id="as-of" type="date" name="asOf" value={state.asOf ?? state.lastDay} min={state.firstDay} max={state.lastDay} />
    <button type="submit">Show</button>
    {state.asOf === undefined ? null : (
      <a class="now" href={toUrl(state.path, { ...view.state, dataVersion: state.dataVersion })}>
        Now
      </a>
    )}
  </form>
);

/** The header of every page, with the entry of the navigation that is current. Its links and its search keep the day and the version. */
export const Header = ({
  section,
  kept = { asOf: undefined, dataVersion: undefined },
}: {
  section: string | undefined;
  kept?: Pick<LayoutState, 'asOf' | 'dataVersion'>;
}) => (
  <header class="site">
    <a class="brand" href={toUrl('/', kept)}>
      Roundtrip
    </a>
    <nav aria-label="Main">
      {navigation.map(({ path, name }) => (
        <a href={path === docsPath ? path : toUrl(path, kept)} {...(path === section && { 'aria-current': 'page' as const })}>
          {name}
        </a>
      ))}
    </nav>
    <form class="search" method="get" action="/search">
      <label class="hidden" for="search">
        Search companies, deals and sources
      </label>
      <input id="search" type="search" name="q" placeholder="Amazon OpenAI" />
      <HiddenFields values={kept} />
    </form>
  </header>
);

const Tools = ({ view, state }: { view: PageView; state: LayoutState }) => {
  const { asOf, dataVersion, path } = state;
  const own = { ...view.state, asOf, dataVersion };
  const day = asOf ?? state.lastDay;
  const link = toUrl(path, { ...own, asOf: day, dataVersion: state.isReleased ? state.shownVersion : undefined });
  return (
    <nav class="tools" aria-label="Use this page">
      {view.csv === undefined ? null : (
        <a href={view.csv} rel="alternate" type="text/csv">
          Download CSV
        </a>
      )}
      <a href={view.json} rel="alternate" type="application/json">
        JSON
      </a>
      {view.picture === undefined && view.embedded === undefined ? null : (
        <>
          <a href={toUrl(toVariantPath(path, 'picture'), own)}>SVG</a>
          <a href={toUrl(toVariantPath(path, 'embed'), own)}>Embed</a>
        </>
      )}
      <details>
        <summary>Cite</summary>
        <p>
          Roundtrip, “{view.title}”, as known on {formatDate(day)}, data version {state.shownVersion}, CC BY 4.0,{' '}
          <span class="address">{`${state.publicUrl ?? ''}${link}`}</span>
        </p>
        {view.citation === undefined ? null : (
          <p>
            <a href={view.citation}>Citation of the record</a>, also as{' '}
            <a href={`${view.citation}${view.citation.includes('?') ? '&' : '?'}format=bibtex`}>BibTeX</a>
          </p>
        )}
      </details>
      <a class="copy" href={link}>
        {state.isReleased ? 'Link to this version' : 'Link to this day'}
      </a>
    </nav>
  );
};

const Footer = ({ state }: { state: LayoutState }) => (
  <footer class="site">
    <p>
      Circular is a shape, not an accusation. <a href="/about">Method, limits and corrections</a>. Data: CC BY 4.0, version{' '}
      <code>{state.shownVersion}</code>.
    </p>
  </footer>
);

/** Renders a whole document. */
export const html = (document: VNode): string => `<!doctype html>${render(document)}`;

/** The document around every page. */
export const Shell = ({
  style,
  head,
  isEmbedded = false,
  children,
}: {
  style: string;
  /** The title, and what else describes the page. */
  head: ComponentChildren;
  isEmbedded?: boolean;
  children: ComponentChildren;
}) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      {head}
      <link rel="stylesheet" href={style} />
    </head>
    <body {...(isEmbedded && { class: 'embedded' })}>
      {isEmbedded ? null : (
        <a class="skip" href="#content">
          Skip to content
        </a>
      )}
      {children}
    </body>
  </html>
);

const PageHead = ({ view, state }: { view: PageView; state: LayoutState }) => (
  <>
    <Metadata
      title={`${view.title} - Roundtrip`}
      description={view.description}
      path={toUrl(state.path, { ...view.state, asOf: state.asOf })}
      publicUrl={state.publicUrl}
      structuredData={view.structuredData}
    />
    <link rel="alternate" type="application/json" href={view.json} />
    <link rel="alternate" type="application/atom+xml" href="/feed.atom" title="Newest reports" />
  </>
);

/** A whole page. */
export const Document = ({ view, state }: { view: PageView; state: LayoutState }) => (
  <Shell
    style={state.style}
    head={
      <>
        <PageHead view={view} state={state} />
        <script type="module" src={state.script} />
      </>
    }
  >
    <Header section={state.section} kept={{ asOf: state.asOf, dataVersion: state.dataVersion }} />
    {view.isTimeless === true || view.isNotice === true ? null : <AsOfControl state={state} view={view} />}
    <main id="content">
      <h1>{view.title}</h1>
      <p class="sentence">{view.sentence}</p>
      {view.isNotice === true ? null : <Tools view={view} state={state} />}
      {view.picture === undefined ? null : <figure class="picture">{view.picture}</figure>}
      {view.body}
    </main>
    <p class="hidden" role="status" id="announcement" />
    <Footer state={state} />
  </Shell>
);

/** A page that other sites show in a frame: the picture, its sentence and the credit. */
export const EmbeddedDocument = ({ view, state }: { view: PageView; state: LayoutState }) => (
  <Shell style={state.style} head={<PageHead view={view} state={state} />} isEmbedded>
    <main id="content">
      <h1>{view.title}</h1>
      <p class="sentence">{view.sentence}</p>
      <figure class="picture">{view.embedded ?? view.picture}</figure>
      <p class="credit">
        <a href={toUrl(state.path, { ...view.state, asOf: state.asOf, dataVersion: state.dataVersion })} target="_blank" rel="noopener">
          Roundtrip
        </a>
        , as known on {formatDate(state.asOf ?? state.lastDay)}. CC BY 4.0. Circular is a shape, not an accusation.
      </p>
    </main>
  </Shell>
);
