const input = 'openapi.slim.json';

export default {
  fetch: { input, output: { target: 'generated/orval/fetch.ts', client: 'fetch', baseUrl: process.env.API_URL } },
  zod: { input, output: { target: 'generated/orval/zod.ts', client: 'zod' } },
};
