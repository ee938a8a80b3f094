import type { Page } from '../page.ts';
import { dealPage } from './deal.tsx';

/** The pages for people. */
export const pages: readonly Page[] = [dealPage];
