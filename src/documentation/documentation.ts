import compress from '@fastify/compress';
import swaggerUi from '@fastify/swagger-ui';
import { h } from 'preact';
import { render } from 'preact-render-to-string';
import { loadAssets } from '../explorer/assets.ts';
import { exportTables } from '../exports/export-tables.ts';
import type { OpenApiDocument } from '../http/openapi-types.ts';
import { type ProblemName, problemTypes } from '../http/problems.ts';
import { analysisCost } from '../http/request-limits.ts';
import { createStaticResponse } from '../http/response-cache.ts';
import type { App } from '../http/routes.ts';
import { DocumentationHeader, readDocument, readGuide, referenceScript, renderPage } from './documentation-page.tsx';
import { listLimits } from './documented-limits.ts';
import { referenceOptions } from './reference.ts';

/** The guides in the order of the navigation. */
const guides = [
  { slug: 'lists', name: 'Lists' },
  { slug: 'clocks', name: 'Dates' },
  { slug: 'circularity', name: 'Circularity' },
  { slug: 'analyses', name: 'Analyses' },
  { slug: 'data', name: 'The dataset' },
  { slug: 'bulk', name: 'Bulk data' },
  { slug: 'clients', name: 'Clients' },
  { slug: 'agents', name: 'Agents' },
  { slug: 'problems', name: 'Problems' },
  { slug: 'limits', name: 'Limits' },
  { slug: 'writing', name: 'Writing' },
  { slug: 'webhooks', name: 'Webhooks' },
  { slug: 'hosting', name: 'Hosting' },
  { slug: 'configuration', name: 'Configuration' },
  { slug: 'scaling', name: 'Scaling' },
];

const navigation = [
  { path: '/docs/guides', name: 'Start' },
  ...guides.map(({ slug, name }) => ({ path: `/docs/${slug}`, name })),
  { path: '/docs/', name: 'API reference' },
];

const toMarkdownTable = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`).join('\n');

const problemNames = Object.keys(problemTypes) as ProblemName[];

const toCodeBlock = (language: string, file: string): string => `\`\`\`${language}\n${readDocument(file)}\`\`\``;

/** Lists the columns of each list and table that is available as CSV, from the OpenAPI document. */
const listColumns = ({ paths }: OpenApiDocument): string =>
  toMarkdownTable(
    ['List', 'Columns'],
    Object.entries(paths).flatMap(([path, { get }]) => {
      const columns = get?.['x-csv-columns'];
      return columns === undefined ? [] : [[`\`${path}\``, columns.map((name) => `\`${name}\``).join(', ')]];
    }),
  );

/** Generates sections of guides from the code and from examples, by the name of their placeholder. */
const sectionGenerators = (bodyBytesMax: number, readOpenApi: () => OpenApiDocument) => ({
  compose: () => toCodeBlock('yaml', 'compose.yaml'),
  kubernetes: () => toCodeBlock('yaml', 'kubernetes.yaml'),
  nginx: () => toCodeBlock('nginx', 'nginx.conf'),
  'list-columns': () => listColumns(readOpenApi()),
  'export-tables': () =>
    Object.values(exportTables)
      .map(({ name, description, primaryKey, columns }) => {
        const key = primaryKey.map((column) => `\`${column}\``).join(', ');
        const rows = columns.map((column) => [`\`${column.name}\``, column.type, column.description]);
        return `### ${name}\n\n${description} Primary key: ${key}.\n\n${toMarkdownTable(['Column', 'Type', 'Description'], rows)}`;
      })
      .join('\n\n'),
  'problem-types': () =>
    toMarkdownTable(
      ['Status', 'Type', 'Meaning'],
      problemNames.map((name) => [
        String(problemTypes[name].status),
        `[${problemTypes[name].title}](/docs/problems/${name})`,
        problemTypes[name].meaning,
      ]),
    ),
  limits: () =>
    listLimits(bodyBytesMax)
      .map(({ about, entries }) => `## ${about}\n\n${toMarkdownTable(['Limit', 'Value'], entries)}`)
      .join('\n\n'),
});

const problemMarkdown = (name: ProblemName): string => {
  const { status, title, meaning, remedy } = problemTypes[name];
  return `# ${title}\n\nStatus ${status}, type \`/docs/problems/${name}\`. See [all problem types](problems.md).\n\n${meaning}\n\n## What to do\n\n${remedy}\n`;
};

/** Fits the header to the page of Swagger UI. */
const referenceStyle = 'body { background: var(--background); } header.site, .guides { padding-inline: 1rem; }';

/** Registers Swagger UI at `/docs/`, the guides in `docs/*.md`, that of the dataset with current figures, and a page for each problem type. */
export const documentation = async (app: App): Promise<void> => {
  const { header, style } = await loadAssets();
  const referenceHeader = render(h(DocumentationHeader, { navigation, current: '/docs/' }));
  const reference = referenceOptions({ style: `${header.body}${referenceStyle}`, html: referenceHeader, script: referenceScript });
  // In a scope of its own, because other responses are compressed with an ETag for each encoding.
  await app.register(async (scope) => {
    await scope.register(compress, { global: true });
    await scope.register(swaggerUi, reference);
  });
  const toHtml = (text: string, path: string): string =>
    renderPage(text, path, navigation, { style: style.url, publicUrl: app.config.publicUrl });
  const addPage = (path: string, readText: () => string): void => {
    // Rendering all pages at startup would delay it by about 25 ms.
    const send = createStaticResponse(() => ({ body: toHtml(readText(), path), mediaType: 'text/html' }));
    app.get(path, { schema: { hide: true } }, send);
  };
  const sections = sectionGenerators(app.initialConfig.bodyLimit ?? Number.NaN, () => JSON.parse(JSON.stringify(app.swagger())));
  addPage('/docs/guides', () => readGuide('README', sections));
  for (const { slug } of guides) if (slug !== 'data') addPage(`/docs/${slug}`, () => readGuide(slug, sections));
  app.get('/docs/data', { schema: { hide: true }, config: { cost: analysisCost } }, (request, reply) =>
    app.responseCache.send(request, reply, async (signal) => {
      const { body } = await app.analyses.run('datasetReport', {}, signal);
      const text = readGuide('data', { ...sections, 'dataset-report': () => String(body) });
      return { body: toHtml(text, '/docs/data'), mediaType: 'text/html', headers: {} };
    }),
  );
  for (const name of problemNames) addPage(`/docs/problems/${name}`, () => problemMarkdown(name));
};
