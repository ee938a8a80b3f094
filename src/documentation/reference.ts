import type { FastifySwaggerUiOptions } from '@fastify/swagger-ui';
import { type OpenApiDocument, visitOperations } from '../http/openapi-types.ts';

/**
 * Removes the defaults of parameters and describes them instead. Swagger UI would fill them in, and send parameters that nobody chose.
 * Required parameters have examples, which it fills in too.
 */
const describeDefaults = (document: OpenApiDocument): OpenApiDocument => {
  visitOperations(document, ({ parameters = [] }) => {
    for (const parameter of parameters) {
      const value = parameter.schema?.default;
      if (value === undefined) continue;
      delete parameter.schema?.default;
      if (!/\(default|default: /i.test(parameter.description ?? ''))
        parameter.description += ` Default: \`${typeof value === 'string' ? value : JSON.stringify(value)}\`.`;
    }
  });
  return document;
};

/**
 * Returns the settings of Swagger UI.
 *
 * @param header The header of the guides, as CSS and HTML, and a script.
 */
export const referenceOptions = (header: { style: string; html: string; script: string }): FastifySwaggerUiOptions => ({
  routePrefix: '/docs',
  staticCSP: false,
  // Without the top bar, an input for the URL of another document.
  uiConfig: {
    layout: 'BaseLayout',
    deepLinking: true,
    docExpansion: 'list',
    displayRequestDuration: true,
    plugins: [() => Reflect.get(globalThis, 'foldLastTags')],
  },
  transformSpecification: (document) => describeDefaults(document as OpenApiDocument),
  theme: {
    title: 'Roundtrip: the open API of AI financing',
    css: [{ filename: 'header.css', content: header.style }],
    js: [
      {
        filename: 'header.js',
        content: `document.body.insertAdjacentHTML('afterbegin', ${JSON.stringify(header.html)});
${header.script}`,
      },
    ],
  },
});
