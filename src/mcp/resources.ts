import { type McpServer, ProtocolError, ProtocolErrorCode, type ReadResourceResult, ResourceTemplate } from '@modelcontextprotocol/server';
import { loadConsistently } from '../api-client/api.ts';
import { certainties, companyRoles, dealKinds, evidenceGrades, flowNatures, moneyClasses, statuses } from '../domain/vocabulary.ts';
import { type Connection, describeError } from './tool.ts';
import { fetchRecord } from './tools/fetch.ts';

const about = `# Roundtrip

An open dataset of AI financing: deals, companies, stakes, valuations, financial figures, chip commitments, and the sources of each fact.

## How to read an amount

Amounts are intervals. "up to $35bn" has no stated minimum, "at least $300bn" no stated maximum, "not stated" is not zero. "and one part not stated" means that a part of the sum has no amount.
The amount of a deal is its headline, not cash paid. Tranches say what is paid, committed or conditional.
Do not add lines up: deals can contain each other, and several funders share one round. totals counts nothing twice.

## Firmness

A report has a status: ${statuses.join(', ')}.
The status gives a certainty: ${certainties.join(', ')}. Speculative means rumored or in talks. An announcement and a letter of intent are intended; a signed or closed deal is binding; a lapsed or terminated one is dead.
The evidence has a grade: ${evidenceGrades.join(', ')}.

## Vocabulary

- Natures of flows: ${flowNatures.join(', ')}. Under guarantees and warrants, no cash moves unless something happens.
- Classes of money, which are never added up: ${moneyClasses.join(', ')}.
- Kinds of deals: ${dealKinds.join(', ')}.
- Roles of companies: ${companyRoles.join(', ')}.
- A group is a company with its subsidiaries. "Implied" means that no report states the flow.
- A circle is a closed path of flows. It describes a shape of reported deals and is not an accusation.

## Days

asOf answers with what was public on that day. reportedOn is when the public could first know a report; occurredOn, when it happened.
`;

const textOf = (uri: URL, text: string, mimeType: string): ReadResourceResult => ({ contents: [{ uri: uri.href, mimeType, text }] });

/** Adds the vocabulary, and templates of records. */
export const addResources = (server: McpServer, { send, baseUrl, onError }: Connection): void => {
  server.registerResource(
    'about',
    'roundtrip://about',
    {
      title: 'How to read the data',
      description: 'Vocabulary, firmness and intervals.',
      mimeType: 'text/markdown',
      cacheHint: { ttlMs: 3_600_000, cacheScope: 'public' },
    },
    (uri) => textOf(uri, about, 'text/markdown'),
  );
  for (const [collection, title] of [
    ['deals', 'A deal'],
    ['companies', 'A company'],
  ] as const)
    server.registerResource(
      collection,
      new ResourceTemplate(`roundtrip://${collection}/{id}`, { list: undefined }),
      { title, description: 'The record in words, as fetch returns it.', mimeType: 'text/plain' },
      async (uri, { id }, { mcpReq: { signal } }) => {
        try {
          const record = await loadConsistently(send, {}, signal, (read) => fetchRecord({ read, baseUrl }, `${collection}/${String(id)}`));
          return textOf(uri, record.text, 'text/plain');
        } catch (error) {
          throw new ProtocolError(ProtocolErrorCode.InvalidParams, describeError(error, onError));
        }
      },
    );
};
