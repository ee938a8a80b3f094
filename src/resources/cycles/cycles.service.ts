import { cycleOf } from '../../analysis/circularity.ts';
import { CyclePage } from '../../analysis/cycle-page.ts';
import { enumerateCycles } from '../../analysis/cycles.ts';
import { buildMoneyGraph } from '../../analysis/money-graph.ts';
import { inSlices } from '../../facts/in-slices.ts';
import { includedOfChains, type MoneyInclude } from '../../facts/money-included.ts';
import { groupsNamed, type MoneyContext, moneyAnswer, usableFlows } from '../../facts/money-query.ts';
import { bindingOf, decodeCursor, encodeCursor } from '../../http/cursor.ts';
import { invalidRequest } from '../../http/problems.ts';
import type { Answer } from '../../http/ready-answers.ts';
import { linkToNext } from '../../http/target.ts';
import { type CycleListQuery, edgesVisitedMax } from './cycles.schemas.ts';

const keys = ['volume', 'length', 'id'] as const;

const orderOf = (sort: string) => {
  const key = keys.find((one) => one === sort.replace(/^-/, '')) ?? 'volume';
  return { key, direction: sort.startsWith('-') ? ('desc' as const) : ('asc' as const) };
};

const refuseImpossible = ({ pattern, class: classes }: CycleListQuery): void => {
  if (pattern === undefined || classes === undefined || classes.includes('circular_financing')) return;
  throw invalidRequest([
    { parameter: 'pattern', message: 'pattern belongs to circular_financing, which class leaves out: no cycle can pass both.' },
  ]);
};

/** One page of the cycles that pass, with the legs of each. */
export const listCycles = async ({ database, moneyFacts }: MoneyContext, query: CycleListQuery, url: string): Promise<Answer> => {
  refuseImpossible(query);
  const { limit, cursor, total, fields, include, sort, ...asked } = query;
  const binding = bindingOf(['cycles', sort, asked]);
  const after = cursor === undefined ? null : decodeCursor(cursor, binding);
  const facts = await moneyFacts(query.asOf);
  const { contains } = await groupsNamed(database, facts, { contains: query.contains });
  const graph = await inSlices(buildMoneyGraph(usableFlows(facts, query), contains));
  const page = new CyclePage(graph, facts.umbrellaOf, {
    filters: { classes: query.class, patterns: query.pattern, volumeMin: query.amountUsdMin },
    order: orderOf(sort),
    limit: limit + 1,
    after: after === null ? null : { value: typeof after.value === 'number' ? after.value : null, id: after.id },
  });
  // The groups asked for stand first in the graph: every cycle through one of them begins there.
  const startsMax = contains === undefined ? graph.groups.length : contains.filter((group) => graph.groups.includes(group)).length;
  const end = await inSlices(
    enumerateCycles(graph, { maxLength: query.maxLength, edgesVisitedMax, startsMax }, (path, length) => page.take(path, length)),
  );
  const shown = page.kept.slice(0, limit);
  const last = shown.at(-1);
  const next = page.kept.length > limit && last !== undefined ? encodeCursor(binding, last.place) : null;
  const cycles = shown.map(({ edges }) => cycleOf(graph, edges, facts.umbrellaOf));
  const included = await database.read((session) =>
    includedOfChains(session, cycles, include as readonly MoneyInclude[] | undefined, facts.moment),
  );
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
