import type { Page } from '../page.ts';
import { aboutPage } from './about.tsx';
import { chipsPage } from './chips.tsx';
import { dealPage } from './deal.tsx';
import { dealsPage } from './deals.tsx';
import { fundingPage } from './funding.tsx';
import { groupPage } from './group.tsx';
import { homePage } from './home.tsx';
import { mapPage } from './map.tsx';
import { outlookPage } from './outlook.tsx';
import { pairPage } from './pair.tsx';
import { searchPage } from './search.tsx';
import { timelinePage } from './timeline.tsx';

/** The pages for people. */
export const pages: readonly Page[] = [
  homePage,
  groupPage,
  fundingPage,
  pairPage,
  dealPage,
  dealsPage,
  searchPage,
  mapPage,
  timelinePage,
  outlookPage,
  chipsPage,
  aboutPage,
];
