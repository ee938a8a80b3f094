/** One call of a tool. Takes its arguments from the previous answer, if they depend on it. */
type Step = readonly [tool: string, input: Record<string, unknown> | ((previous: string) => Record<string, unknown>)];

/** A question, the calls that an agent makes, and what the last answer must say. */
export interface Question {
  asks: string;
  steps: readonly Step[];
  answer: readonly (string | RegExp)[];
}

/** Opens the first record of a collection that the previous answer names. */
const firstOf =
  (collection: string) =>
  (previous: string): Record<string, unknown> => ({ id: new RegExp(`${collection}/[a-z0-9-]+`).exec(previous)?.[0] ?? 'none' });

/** Questions with known answers. Those about a past day, or about deals that have ended, do not change with new data. */
export const agentQuestions: readonly Question[] = [
  {
    asks: 'How large is the compute contract of OpenAI with Oracle, and is it signed?',
    steps: [
      ['search', { query: 'OpenAI Oracle compute contract' }],
      ['fetch', firstOf('deals')],
    ],
    answer: ['at least $300bn', 'binding (signed', /RTTNews \(finanzen\.at\) \(company statement\) https:/],
  },
  {
    asks: 'What was known about that contract on 1 August 2025?',
    steps: [['list_deals', { company: 'OpenAI', counterparty: 'Oracle', kind: 'compute_contract', asOf: '2025-08-01' }]],
    answer: [/deals\/openai-oracle-compute/, /not stated \| intended \(announced/, 'As known on 2025-08-01'],
  },
  {
    asks: 'How much did Nvidia invest in OpenAI?',
    steps: [
      ['search', { query: 'How much did Nvidia invest in OpenAI?' }],
      ['company_money', { company: 'nvidia', counterparty: 'openai', direction: 'out' }],
    ],
    answer: [/OUT to OpenAI \(openai\): financing \| binding \$30\.1bn/, 'deals/openai-nvidia-30b-investment'],
  },
  {
    asks: 'At what valuation did Anthropic raise its series F?',
    steps: [
      ['search', { query: 'Anthropic series F' }],
      ['fetch', { id: 'deals/anthropic-series-f' }],
    ],
    answer: ['$13bn', /Valuation: \$183bn \(post money\)/],
  },
  {
    asks: 'How much of OpenAI did Microsoft own after the recapitalization of October 2025?',
    steps: [
      ['fetch', { id: 'companies/openai' }],
      ['fetch', { id: 'deals/openai-2025-recapitalization' }],
    ],
    answer: [/microsoft/, /27/],
  },
  {
    asks: 'Does Nvidia finance its own customers?',
    steps: [['find_circles', { company: 'Nvidia', limit: 5 }]],
    answer: ['nvidia.openai: supplier finances customer', 'Nvidia -> OpenAI: financing', 'OpenAI -> Nvidia: purchase', 'not an accusation'],
  },
  {
    asks: 'What did AMD give OpenAI for its order?',
    steps: [
      ['find_circles', { company: 'AMD', limit: 20 }],
      ['fetch', { id: 'deals/amd-openai-warrant-2025' }],
    ],
    answer: [/warrant/, /160 million/, /https:/],
  },
  {
    asks: 'Did the purchase of Arm by Nvidia go through?',
    steps: [
      ['list_deals', { company: 'Nvidia', words: 'Arm', kind: 'acquisition' }],
      ['fetch', { id: 'deals/nvidia-arm-2020' }],
    ],
    answer: ['ended (terminated', '$40bn'],
  },
  {
    asks: 'What did Microsoft pay for the license of Inflection?',
    steps: [['list_deals', { company: 'Microsoft', counterparty: 'Inflection AI' }]],
    answer: ['deals/microsoft-inflection-2024', /\$6\d\dm/],
  },
  {
    asks: 'How much of what OpenAI raised is paid?',
    steps: [['company_money', { company: 'OpenAI', direction: 'in' }]],
    answer: [/Raised as equity: paid \$[\d.]+bn; committed \$[\d.]+bn; conditional \$35bn.* \| deals\//],
  },
  {
    asks: 'How much is binding, by nature?',
    steps: [['totals', { of: 'flows', groupBy: ['nature'], certainty: 'binding' }]],
    answer: [/financing: \d+ counted \| \$/, /purchase: \d+ counted \| purchase binding \$/, 'Left out:'],
  },
  {
    asks: 'How did the total of acquisitions grow by year?',
    steps: [['totals', { of: 'deals', groupBy: ['year'], kind: 'acquisition' }]],
    answer: [/2024: \d+ counted/, /2025: \d+ counted/],
  },
  {
    asks: 'What was new about Anthropic in October 2026?',
    steps: [['what_changed', { from: '2026-10-01', to: '2026-10-31', company: 'Anthropic' }]],
    answer: ['deals/anthropic-ipo', 'up to $2tn', /Yahoo Finance \(unnamed source\) https:/],
  },
  {
    asks: 'Who owns xAI?',
    steps: [['fetch', { id: 'companies/xai' }]],
    answer: ['Owned by companies/spacex'],
  },
  {
    asks: 'What does the press release of OpenAI of 22 July 2025 support?',
    steps: [['fetch', { id: 'sources/openai-2025-07-22-oracle' }]],
    answer: ['Supports deals/openai-oracle-compute, report of 2025-07-22 (company statement)'],
  },
  {
    asks: 'Which chips did Meta order from AMD?',
    steps: [
      ['list_deals', { company: 'Meta', counterparty: 'AMD', kind: 'chip_supply' }],
      ['fetch', firstOf('deals')],
      ['fetch', firstOf('chip-commitments')],
    ],
    answer: ['companies/meta commits to chips of companies/amd', /power up to 6 GW/],
  },
  {
    asks: 'What is the largest deal that is signed or closed?',
    steps: [['list_deals', { certainty: 'binding', sort: 'largest', limit: 1 }]],
    answer: [/deals/, 'deals/openai-oracle-compute', 'More: call again with cursor'],
  },
  {
    asks: 'What did CoreWeave borrow in its first delayed draw loan, and who said so?',
    steps: [
      ['search', { query: 'CoreWeave delayed draw term loan' }],
      ['fetch', { id: 'deals/coreweave-ddtl-1' }],
    ],
    answer: ['$2.3bn', /https:/],
  },
  {
    asks: 'Does money return to Microsoft from a company that it finances?',
    steps: [['find_circles', { company: 'Microsoft' }]],
    answer: ['anthropic.microsoft', 'microsoft.openai', /Microsoft -> OpenAI: financing/, /OpenAI -> Microsoft: purchase/],
  },
  {
    asks: 'Who pays opnai? (a spelling error)',
    steps: [
      ['company_money', { company: 'opnai' }],
      ['company_money', (previous) => ({ company: /Did you mean "([^"]+)"/.exec(previous)?.[1] ?? 'none', direction: 'in' })],
    ],
    answer: [/^OpenAI \(companies\/openai\)/, /IN from SoftBank Group \(softbank\): financing/],
  },
];
