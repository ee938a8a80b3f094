import { cycleOf } from '../../analysis/circularity.ts';
import { CyclePage } from '../../analysis/cycle-page.ts';
import { enumerateCycles } from '../../analysis/cycles.ts';
import { buildMoneyGraph } from '../../analysis/money-graph.ts';
import type { Analysis } from '../../facts/analysis.ts';
import { includedOfChains } from '../../facts/money-included.ts';
import { groupsNamed, moneyAnswer, usableFlows } from '../../facts/money-query.ts';
import { bindingOf, decodeCursor, encodeCursor } from '../../http/cursor.ts';
import { invalidRequest } from '../../http/problems.ts';
import type { Answer } from '../../http/ready-answers.ts';
import { linkToNext } from '../../lists/list.ts';
import { type CycleListQuery, edgesVisitedMax } from './cycles.schemas.ts';

const keys = ['volume', 'length', 'id'] as const;

const orderOf = (sort: string) => {
  const key = keys.find((one) => one === sort.replace(/^-/, '')) ?? 'volume';
  return { key, direction: sort.startsWith('-') ? ('desc' as const) : ('asc' as const) };
};

const refuseImpossible = ({ pattern, class: classes }: CycleListQuery): void => {
  if (pattern === undefined || classes === undefined || classes.includes('circular_financing')) return;
  throw invalidRequest([
    { parameter: 'pattern', message: 'pattern applies only to circular_financing, which class excludes, so no cycle can match both.' },
  ]);
};

/** One page of the cycles that pass, with the legs of each. */
export const listCycles = async ({ session, moneyFacts, run }: Analysis, query: CycleListQuery, url: string): Promise<Answer> => {
  refuseImpossible(query);
  const { limit, cursor, total, fields, include, sort, ...asked } = query;
  const binding = bindingOf(['cycles', sort, asked]);
  const after = cursor === undefined ? null : decodeCursor(cursor, binding);
  const facts = await moneyFacts(query.asOf);
  const { contains } = await groupsNamed(session, facts, { contains: query.contains });
  const graph = await run(buildMoneyGraph(usableFlows(facts, query), contains));
  const page = new CyclePage(graph, facts.umbrellaOf, {
    filters: { classes: query.class, patterns: query.pattern, volumeMin: query.amountUsdMin },
    order: orderOf(sort),
    limit: limit + 1,
    after: after === null ? null : { value: typeof after.value === 'number' ? after.value : null, id: after.id },
  });
  // The groups asked for stand first in the graph: every cycle through one of them begins there.
  const startsMax = contains === undefined ? graph.groups.length : contains.filter((group) => graph.groups.includes(group)).length;
  const end = await run(
    enumerateCycles(graph, { maxLength: query.maxLength, edgesVisitedMax, startsMax }, (path, length) => page.take(path, length)),
  );
  const shown = page.kept.slice(0, limit);
  const last = shown.at(-1);
  const next = page.kept.length > limit && last !== undefined ? encodeCursor(binding, last.place) : null;
  const cycles = shown.map(({ edges }) => cycleOf(graph, edges, facts.umbrellaOf));
  const included = await includedOfChains(session, cycles, include, facts.moment);
  const data =
    fields === undefined
      ? cycles
      : cycles.map((cycle) => Object.fromEntries(Object.entries(cycle).filter(([name]) => fields.some((field) => field === name))));
  return moneyAnswer(
    facts,
    { data, page: { limit, next, ...(total === true && { total: page.total }) }, ...(included !== undefined && { included }) },
    end,
    linkToNext(url, next),
  );
};
