import { daysBetween, isDay, lastDayOf } from '../domain/dates.ts';
import { buildTimeline, foldCertainty } from '../domain/history.ts';
import { listCitations } from '../domain/integrity.ts';
import type { DealRecord } from '../domain/records/deal.ts';
import type { CollectedRecord } from '../domain/records/records.ts';
import { findOutlet } from '../domain/records/source.ts';

/** Kinds of sources that state a fact first-hand. */
const primaryKinds: readonly string[] = ['regulatory_filing', 'filing_mirror', 'company_newsroom'];

/** Delay from which an event counts as known late. */
const lateDays = 30;

interface DealEvidence {
  deal: DealRecord;
  isPrimary: boolean;
  isIndependent: boolean;
  isSingle: boolean;
}

const share = (part: number, whole: number): string => `${part} (${whole === 0 ? 0 : Math.round((100 * part) / whole)}%)`;

const toTable = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [head, head.map((_, index) => (index === 0 ? '---' : '--:')), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const countBy = <Item>(items: readonly Item[], toKey: (item: Item) => string): [string, Item[]][] => {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(toKey(item), [...(groups.get(toKey(item)) ?? []), item]);
  return [...groups];
};

const evidenceColumns = ['Deals', 'Primary source', 'Two publishers', 'Either', 'One source', 'No amount'];

const toEvidenceRow = (name: string, group: readonly DealEvidence[]): (string | number)[] => {
  const count = (matches: (one: DealEvidence) => boolean) => share(group.filter(matches).length, group.length);
  return [
    name,
    group.length,
    count(({ isPrimary }) => isPrimary),
    count(({ isIndependent }) => isIndependent),
    count(({ isPrimary, isIndependent }) => isPrimary || isIndependent),
    count(({ isSingle }) => isSingle),
    count(({ deal }) => deal.history.every(({ amount }) => amount === undefined)),
  ];
};

/**
 * Describes the coverage and the evidence of a dataset as Markdown: how many deals, by kind and year, have a primary source or two
 * independent publishers.
 */
export const describeDataset = ({ head, files }: { head: { date: string } | undefined; files: readonly CollectedRecord[] }): string => {
  const sources = new Map(files.flatMap((file) => (file.collection === 'sources' ? [[file.record.id, file.record] as const] : [])));
  const publishedOn = (id: string) => sources.get(id)?.publishedOn ?? '';
  const deals = files.flatMap((file): DealEvidence[] => {
    if (file.collection !== 'deals') return [];
    const cited = [...new Set(listCitations(file).map(({ citation }) => citation.source))].flatMap((id) => sources.get(id) ?? []);
    return [
      {
        deal: file.record,
        isPrimary: cited.some(({ kind }) => primaryKinds.includes(kind)),
        isIndependent: new Set(cited.map(findOutlet)).size > 1,
        isSingle: cited.length === 1,
      },
    ];
  });
  const timelines = deals.map(({ deal }) => buildTimeline(deal.history, publishedOn, head?.date ?? ''));
  const events = timelines.flat();
  const isUnnamedOnly = ({ history }: DealRecord) =>
    history.every(({ citations }) => citations.every(({ attribution }) => ['unnamed_source', 'analysis'].includes(attribution)));
  const unnamedBindings = deals.filter(({ deal }, index) => foldCertainty(timelines[index] ?? []) === 'binding' && isUnnamedOnly(deal));
  const late = events.filter(({ event, knownFrom }) => daysBetween(lastDayOf(event.reportedOn), knownFrom) > lateDays);
  const observations = files.filter(({ collection }) => ['stakes', 'valuations', 'financials', 'chip-commitments'].includes(collection));
  const companies = files.flatMap((file) => (file.collection === 'companies' ? [file.record] : []));
  const all = [...sources.values()];
  const figures = [
    ['Deals', deals.length],
    ['Events of deals', events.length],
    [
      'Deals with a primary source or two independent publishers',
      share(deals.filter((one) => one.isPrimary || one.isIndependent).length, deals.length),
    ],
    ['Deals with one source', share(deals.filter(({ isSingle }) => isSingle).length, deals.length)],
    ['Binding deals on unnamed sources and analysis alone', unnamedBindings.length],
    [`Events known more than ${lateDays} days after they were reported`, late.length],
    [
      'Stakes, valuations, financial figures and commitments with one citation',
      share(observations.filter((one) => listCitations(one).length === 1).length, observations.length),
    ],
    ['Deals with terms', share(deals.filter(({ deal }) => deal.history.some(({ terms }) => terms !== undefined)).length, deals.length)],
    ['Companies with an identifier', share(companies.filter(({ identifiers }) => identifiers !== undefined).length, companies.length)],
    ['Sources', all.length],
    ['Sources dated to the day', share(all.filter((one) => isDay(one.publishedOn)).length, all.length)],
    ['Sources whose title was not seen', share(all.filter((one) => !one.titleStated).length, all.length)],
  ];
  const byCount = ([, a]: [string, unknown[]], [, b]: [string, unknown[]]) => b.length - a.length;
  const byName = ([a]: [string, unknown[]], [b]: [string, unknown[]]) => (a < b ? -1 : 1);
  return [
    toTable(['Figure', 'Value'], figures),
    toTable(
      ['Kind of source', 'Sources'],
      countBy(all, ({ kind }) => kind)
        .sort(byCount)
        .map(([kind, group]) => [kind, share(group.length, all.length)]),
    ),
    toTable(
      ['Kind of deal', ...evidenceColumns],
      countBy(deals, ({ deal }) => deal.kind)
        .sort(byCount)
        .map(([kind, group]) => toEvidenceRow(kind, group)),
    ),
    toTable(
      ['First report', ...evidenceColumns],
      countBy(deals, ({ deal }) => (deal.history[0]?.reportedOn ?? '').slice(0, 4))
        .sort(byName)
        .map(([year, group]) => toEvidenceRow(year, group)),
    ),
  ].join('\n\n');
};
