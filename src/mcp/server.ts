import { McpServer, type McpServerFactory } from '@modelcontextprotocol/server';
import { addPrompts } from './prompts.ts';
import { addResources } from './resources.ts';
import type { Connection } from './tool.ts';
import { companyMoneyTool } from './tools/company-money.ts';
import { fetchTool } from './tools/fetch.ts';
import { findCirclesTool } from './tools/find-circles.ts';
import { listDealsTool } from './tools/list-deals.ts';
import { searchTool } from './tools/search.ts';
import { totalsTool } from './tools/totals.ts';
import { whatChangedTool } from './tools/what-changed.ts';

/** In the order of `tools/list`, which clients may cache. */
const tools = [searchTool, fetchTool, listDealsTool, companyMoneyTool, findCirclesTool, totalsTool, whatChangedTool];

const instructions =
  'Sourced data on AI financing: who funds whom, who buys whose chips and compute, who owns what, and what was known when. ' +
  'Amounts are intervals: "up to" has no stated minimum, "not stated" is not zero. Certainty is in talks, intended, binding or ended; an announcement is intended, not binding. ' +
  'Cite the source addresses that fetch returns. Read roundtrip://about for the vocabulary.';

/** Lists change only when the server is upgraded. */
const listCacheHint = { ttlMs: 3_600_000, cacheScope: 'public' } as const;

/** Returns the factory of servers. One server answers one HTTP request, or one connection over stdio. */
export const mcpServerFactory =
  (connect: (request: Request | undefined) => Connection): McpServerFactory =>
  ({ requestInfo }) => {
    const server = new McpServer(
      { name: 'roundtrip', title: 'Roundtrip: AI financing', version: '1.0.0' },
      {
        instructions,
        cacheHints: {
          'tools/list': listCacheHint,
          'prompts/list': listCacheHint,
          'resources/list': listCacheHint,
          'resources/templates/list': listCacheHint,
          'server/discover': listCacheHint,
        },
      },
    );
    const connection = connect(requestInfo);
    for (const addTool of tools) addTool(server, connection);
    addResources(server, connection);
    addPrompts(server);
    return server;
  };
