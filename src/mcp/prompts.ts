import type { GetPromptResult, McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';

const say = (text: string): GetPromptResult => ({ messages: [{ role: 'user', content: { type: 'text', text } }] });

/** Adds the prompts that a person can choose. */
export const addPrompts = (server: McpServer): void => {
  server.registerPrompt(
    'brief_company',
    {
      title: 'Brief me on a company',
      description: 'Who funds it, whom it pays, whether money comes back to its source, and what is new.',
      argsSchema: z.object({ company: z.string().min(1).max(200).describe('Id or name.') }),
    },
    ({ company }) =>
      say(
        `Write a briefing of at most one page on "${company}" from Roundtrip. Use company_money, find_circles with this company, list_deals with the newest, and fetch for what you quote.
Say: who funds it and how much is paid, committed or only conditional; whom it pays; which circles pass through it; what changed in the last 90 days (what_changed).
Give every amount as the interval that the tools give, with its firmness and the address of a source. Say what is not stated. State the as-of day at the end.`,
      ),
  );
  server.registerPrompt(
    'check_claim',
    {
      title: 'Check a claim',
      description: 'Collect the reports for and against a claim about AI financing.',
      argsSchema: z.object({
        claim: z.string().min(1).max(2_000).describe('A sentence, such as "Nvidia invested $100 billion in OpenAI".'),
      }),
    },
    ({ claim }) =>
      say(
        `Check this claim with Roundtrip: "${claim}"
Find the deals that it is about (search, list_deals) and fetch each. Compare amount, firmness, parties and dates with the reports, also with later ones that changed or ended the deal.
Answer with: supported, partly supported, contradicted or not covered; the evidence for it; the evidence against it; each with day, attribution and address. Tell announced, binding and paid apart.`,
      ),
  );
};
