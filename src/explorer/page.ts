import type { ComponentChildren, VNode } from 'preact';
import type { Read } from '../api-client/api.ts';

/** The parameters of a request for a page. */
export interface PageInput {
  /** Values of the path, such as the id of a deal. */
  params: Readonly<Record<string, string>>;
  /** Values of the query string. A repeated parameter has its last value. Pages ignore parameters that they do not know. */
  query: Readonly<Record<string, string>>;
  /** The names of companies that query parameters refer to, by parameter. */
  companyNames?: Readonly<Record<string, string>>;
}

/** What a page shows. The layout adds the header, the as-of control and the footer. */
export interface PageView {
  /** The heading, in plain text. */
  title: string;
  /** The answer in one sentence. */
  sentence: ComponentChildren;
  /** The same in plain text, for search engines and previews. */
  description: string;
  /** A picture that can be embedded. What it shows is in the tables of the body too. */
  picture?: VNode;
  /** The picture to embed, if the page itself shows it in another form. */
  embedded?: VNode;
  /** Anything else: tables, forms, sources. */
  body: ComponentChildren;
  /** URL of the same answer in the API. */
  json: string;
  /** URL of the same table as CSV. */
  csv?: string;
  /** URL of the citation of the record. */
  citation?: string;
  /** What the page is about, in the vocabulary of schema.org. */
  structuredData?: object;
  /** Query parameters that keep the state of the page when the day changes. */
  state?: Readonly<Record<string, string | undefined>>;
  /** Whether the page shows only the newest data, so that it has no as-of control. */
  isTimeless?: boolean;
  /** Whether it is a question or an error, of which there is nothing to download or to cite. */
  isNotice?: boolean;
}

/** A page for people. */
export interface Page {
  path: string;
  /** The entry of the navigation that is marked as current. */
  section?: string;
  /** Query parameters that hold the id or the name of a company. */
  companyParameters?: readonly string[];
  /** Whether its picture can be shown in a frame and as SVG. */
  isEmbeddable?: boolean;
  build(read: Read, input: PageInput): Promise<PageView>;
}
