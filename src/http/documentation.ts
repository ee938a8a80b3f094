import compress from '@fastify/compress';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { bulkPage, type DocumentedTable } from './bulk-page.ts';
import { circularityPage, type DocumentationSection } from './circularity-page.ts';
import { clocks, notCovered } from './clocks-page.ts';
import { Problem, type ProblemName, problemTypes } from './problems.ts';
import { notTested, staleness, steps, tested } from './scaling-page.ts';
import { webhooksPage } from './webhooks-page.ts';

const escapeHtml = (text: string): string =>
  text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/`([^`]*)`/g, '<code>$1</code>');

const page = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} - Roundtrip</title>
<style>body{font:1rem/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#222}code{background:#f2f2f2;padding:0 .2em}dt{font-weight:600;margin-top:1rem}dd{margin:0}</style>
</head>
<body>
<p><a href="/docs">Documentation</a> / <a href="/docs/clocks">Clocks</a> / <a href="/docs/circularity">Circularity</a> / <a href="/docs/bulk">Bulk</a> / <a href="/docs/scaling">Scaling</a> / <a href="/docs/webhooks">Webhooks</a> / <a href="/docs/problems">Problem types</a></p>
${body}
</body>
</html>
`;

const problemPage = (name: ProblemName): string => {
  const { status, title, meaning, remedy } = problemTypes[name];
  return page(
    title,
    `<h1>${escapeHtml(title)}</h1>\n<p>Status ${status}, type <code>/docs/problems/${name}</code></p>\n<p>${escapeHtml(meaning)}</p>\n<h2>What to do</h2>\n<p>${escapeHtml(remedy)}</p>`,
  );
};

const problemIndex = (): string => {
  const entries = Object.entries(problemTypes).map(
    ([name, { status, title, meaning }]) =>
      `<dt><a href="/docs/problems/${name}">${escapeHtml(title)}</a> (${status})</dt>\n<dd>${escapeHtml(meaning)}</dd>`,
  );
  return page(
    'Problem types',
    `<h1>Problem types</h1>\n<p>Every error is a problem document (RFC 9457) of one of these types.</p>\n<dl>\n${entries.join('\n')}\n</dl>`,
  );
};

const clocksPage = (): string => {
  const entries = clocks.map(
    ({ name, meaning, example }) =>
      `<dt>${escapeHtml(name)}</dt>\n<dd>${escapeHtml(meaning)}<br><a href="${escapeHtml(example.path)}"><code>${escapeHtml(example.path)}</code></a>: ${escapeHtml(example.shows)}</dd>`,
  );
  const exceptions = notCovered.map((text) => `<li>${escapeHtml(text)}</li>`);
  return page(
    'Clocks',
    `<h1>Clocks</h1>\n<p>What happened, and what was known: each date of the data, with an example, and what <code>asOf</code> does not cover.</p>\n<dl>\n${entries.join('\n')}\n</dl>\n<h2>What asOf does not cover</h2>\n<ul>\n${exceptions.join('\n')}\n</ul>`,
  );
};

const scalingPage = (): string => {
  const entries = steps.map(
    ({ name, how, meaning }) => `<dt>${escapeHtml(name)}</dt>\n<dd>${escapeHtml(how)}<br>${escapeHtml(meaning)}</dd>`,
  );
  const listOf = (texts: readonly string[]) => `<ul>\n${texts.map((text) => `<li>${escapeHtml(text)}</li>`).join('\n')}\n</ul>`;
  return page(
    'Scaling',
    `<h1>Scaling</h1>\n<p>From one file to many machines: the same answers at each step.</p>\n<dl>\n${entries.join('\n')}\n</dl>\n<h2>How old an answer can be</h2>\n<p>${escapeHtml(staleness)}</p>\n<h2>What was tested</h2>\n${listOf(tested)}\n<h2>What was not</h2>\n${listOf(notTested)}`,
  );
};

const sectionsOf = (sections: readonly DocumentationSection[]): string =>
  sections
    .map(({ heading, paragraphs }, index) => {
      const level = index === 0 ? 'h1' : 'h2';
      return [`<${level}>${escapeHtml(heading)}</${level}>`, ...paragraphs.map((text) => `<p>${escapeHtml(text)}</p>`)].join('\n');
    })
    .join('\n');

const tablesOf = (tables: readonly DocumentedTable[]): string =>
  tables
    .map(({ name, description, primaryKey, columns }) => {
      const entries = columns.map(
        (one) => `<dt><code>${escapeHtml(one.name)}</code> (${one.type})</dt>\n<dd>${escapeHtml(one.description)}</dd>`,
      );
      const key = primaryKey.map((one) => `\`${one}\``).join(', ');
      return `\n<h2>${escapeHtml(name)}</h2>\n<p>${escapeHtml(`${description} Key: ${key}.`)}</p>\n<dl>\n${entries.join('\n')}\n</dl>`;
    })
    .join('\n');

const isProblemName = (name: string): name is ProblemName => Object.hasOwn(problemTypes, name);

/** Swagger UI at `/docs`, and a page for every type of problem. */
export const documentationRoutes = async (app: FastifyInstance, { tables }: { tables: readonly DocumentedTable[] }): Promise<void> => {
  await app.register(compress, { global: true });
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: false,
    uiConfig: { url: '/openapi.json', deepLinking: true, docExpansion: 'list', tryItOutEnabled: false, displayRequestDuration: true },
    theme: { title: 'Roundtrip: the open API of AI financing' },
  });
  app.get('/docs/clocks', { schema: { hide: true } }, (_request, reply) => reply.type('text/html; charset=utf-8').send(clocksPage()));
  app.get('/docs/scaling', { schema: { hide: true } }, (_request, reply) => reply.type('text/html; charset=utf-8').send(scalingPage()));
  app.get('/docs/circularity', { schema: { hide: true } }, (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(page('Circularity', sectionsOf(circularityPage))),
  );
  app.get('/docs/webhooks', { schema: { hide: true } }, (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(page('Webhooks', sectionsOf(webhooksPage))),
  );
  app.get('/docs/bulk', { schema: { hide: true } }, (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(page('Bulk', sectionsOf(bulkPage) + tablesOf(tables))),
  );
  app.get('/docs/problems', { schema: { hide: true } }, (_request, reply) => reply.type('text/html; charset=utf-8').send(problemIndex()));
  app.get<{ Params: { name: string } }>('/docs/problems/:name', { schema: { hide: true } }, (request, reply) => {
    const { name } = request.params;
    if (!isProblemName(name))
      throw new Problem('not-found', `There is no problem type "${name}". See /docs/problems for those that there are.`);
    return reply.type('text/html; charset=utf-8').send(problemPage(name));
  });
};
