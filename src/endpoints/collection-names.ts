import type { Collection } from '../domain/vocabulary.ts';

/** How operations on a record of each collection are named and described, with the id of an example in the published dataset. */
const collectionNames: Readonly<Record<Collection, { name: string; noun: string; exampleId: string }>> = {
  companies: { name: 'Company', noun: 'a company', exampleId: 'openai' },
  deals: { name: 'Deal', noun: 'a deal', exampleId: 'openai-oracle-compute' },
  stakes: { name: 'Stake', noun: 'a stake', exampleId: 'microsoft-openai-pre-recap' },
  'chip-commitments': { name: 'ChipCommitment', noun: 'a chip commitment', exampleId: 'openai-broadcom-10gw' },
  chips: { name: 'Chip', noun: 'a chip', exampleId: 'aws-trainium' },
  valuations: { name: 'Valuation', noun: 'a valuation', exampleId: 'openai-2025-10-02' },
  financials: { name: 'Financial', noun: 'a financial figure', exampleId: 'oracle-rpo-2026-05-31' },
  sources: { name: 'Source', noun: 'a source', exampleId: 'amazon-2026-02-27-8k' },
};

/** The collections in the order of the documentation, with their names. */
export const namedCollections = (Object.keys(collectionNames) as Collection[]).map((collection) => ({
  collection,
  ...collectionNames[collection],
}));
