import { z } from 'zod';

const byId = z.record(z.string(), z.string());

export const namesSchema = z
  .object({
    companies: byId.describe('Names of companies.'),
    deals: byId.describe('Titles of deals.'),
    chips: byId.describe('Names of chips.'),
  })
  .meta({ id: 'Names', description: 'Names of the records whose ids are in `data`, by collection and id. Only with `names=true`.' });
