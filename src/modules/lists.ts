import type { Lists } from '../lists/list-definition.ts';
import { chipCommitmentList } from './chip-commitments/chip-commitments.repository.ts';
import { chipCommitmentFilterShape } from './chip-commitments/chip-commitments.schemas.ts';
import { chipList } from './chips/chips.repository.ts';
import { companyList } from './companies/companies.repository.ts';
import { dealList } from './deals/deals.repository.ts';
import { dealListFilterShape } from './deals/deals.schemas.ts';
import { eventList } from './events/events.repository.ts';
import { financialList } from './financials/financials.repository.ts';
import { flowList } from './flows/flows.repository.ts';
import { flowFilterShape } from './flows/flows.schemas.ts';
import { sourceList } from './sources/sources.repository.ts';
import { stakeList } from './stakes/stakes.repository.ts';
import { valuationList } from './valuations/valuations.repository.ts';

/** Every list by name. Routes and tasks use this registry, so that no module imports the repository of another. */
export const lists: Lists = {
  companies: companyList,
  deals: dealList,
  stakes: stakeList,
  'chip-commitments': chipCommitmentList,
  chips: chipList,
  valuations: valuationList,
  financials: financialList,
  sources: sourceList,
  events: eventList,
  flows: flowList,
};

/** The filters of the lists that `/v1/stats` aggregates. */
export const filterShapes = { deals: dealListFilterShape, flows: flowFilterShape, 'chip-commitments': chipCommitmentFilterShape };
