/** A valid source record. */
export const source = (id: string, rest: object = {}) => ({
  id,
  publisher: 'A Paper',
  title: `The source ${id}`,
  titleStated: true,
  url: `https://example.org/${id}`,
  publishedOn: '2026-11-01',
  kind: 'original_reporting' as const,
  ...rest,
});

/** A valid deal record that cites the source `cited`. */
export const deal = (id: string, rest: object = {}) => ({
  id,
  title: 'A round',
  kind: 'equity_round',
  participants: [
    { company: 'nvidia', role: 'investor' },
    { company: 'openai', role: 'issuer' },
  ],
  summary: 'A round that a test writes.',
  history: [{ reportedOn: '2026-11-02', status: 'announced', citations: [{ source: 'cited', attribution: 'on_record' }] }],
  ...rest,
});
