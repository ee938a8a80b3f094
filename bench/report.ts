import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import type { Loaded } from './load.ts';
import type { Question } from './questions.ts';

/** What came of one question: by way of asking (`hot`, `cold`, `304`, `constant`, or a peer), one result for each round. */
export interface Measured {
  question: Question;
  rounds: Record<string, Loaded[]>;
}

export interface Section {
  title: string;
  measured: Measured[];
  /** First answer and memory of each server, as text. */
  servers: string[];
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const ratiosOf = (ours: readonly Loaded[] = [], theirs: readonly Loaded[] = []): number[] =>
  ours.flatMap(({ perSecond }, round) => {
    const other = theirs[round];
    return other === undefined ? [] : [perSecond / other.perSecond];
  });

const spread = (ratios: readonly number[], format: (ratio: number) => string): string =>
  ratios.length === 0 ? '-' : `${format(median(ratios))} (${format(Math.min(...ratios))} to ${format(Math.max(...ratios))})`;

const percent = (ratio: number) => `${(ratio * 100).toFixed(0)} %`;
/** A peer that has answered nothing in its time cannot be compared. */
const times = (ratio: number) => (Number.isFinite(ratio) ? `${ratio.toFixed(ratio < 10 ? 1 : 0)}x` : 'no answer of');

const ways = ['hot', 'cold', 'stored', '304', 'constant'];

const met = (ratio: number, goal: number | undefined): string =>
  goal === undefined || Number.isNaN(ratio) ? '' : ratio >= goal ? 'met' : 'missed';

const tableOf = ({ measured }: Section): string[] => {
  const lines = [
    '| question | way | requests/s | p50 ms | p99 ms | of the constant body | goal | |',
    '|---|---|---:|---:|---:|---:|---:|---|',
  ];
  for (const { question, rounds } of measured) {
    for (const [way, loaded] of Object.entries(rounds)) {
      const ratios = way === 'constant' ? [] : ratiosOf(loaded, rounds.constant);
      const goal = way === 'cold' || way === 'hot' || way === 'stored' ? question.goals[way] : undefined;
      const others = median(loaded.map((one) => one.others));
      lines.push(
        `| ${question.name} | ${way}${others > 0 ? ` (${others} refused)` : ''} | ${Math.round(median(loaded.map((one) => one.perSecond))).toLocaleString('en')} | ${median(loaded.map((one) => one.p50)).toFixed(1)} | ${median(loaded.map((one) => one.p99)).toFixed(1)} | ${spread(ratios, percent)} | ${goal === undefined ? '' : `>= ${percent(goal)}`} | ${met(median(ratios), goal)} |`,
      );
    }
  }
  return lines;
};

const peersOf = ({ measured }: Section): string[] => {
  const lines = ['| question | cold against the best peer | goal | |', '|---|---:|---:|---|'];
  for (const { question, rounds } of measured) {
    const peers = Object.entries(rounds).filter(([way]) => !ways.includes(way));
    const best = peers.sort(([, a], [, b]) => median(b.map((one) => one.perSecond)) - median(a.map((one) => one.perSecond)))[0];
    if (best === undefined) continue;
    const ratios = ratiosOf(rounds.cold, best[1]);
    const goal = question.goals.peer;
    lines.push(
      `| ${question.name} | ${spread(ratios, times)} ${best[0]} | ${goal === undefined ? '' : `>= ${goal}x`} | ${met(median(ratios), goal)} |`,
    );
  }
  return lines.length === 2 ? [] : ['', ...lines];
};

/** Writes what was measured as a document. */
export const writeReport = (file: string, sections: readonly Section[], notes: string): void => {
  const model = cpus()[0]?.model ?? 'unknown';
  const lines = [
    '# Results',
    '',
    `Made by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}: Node ${process.version}, ${cpus().length} cores (${model}), ${Math.round(totalmem() / 2 ** 30)} GB. Each server is pinned to one core and the load to another; servers are loaded in turn, round by round, and ratios are made within a round: the median, and in brackets the least and the greatest. Only differences beyond the spread mean anything. \`hot\` asks for one answer again and again, \`cold\` for another one each time and for none twice, once a quarter of them has warmed the server up, \`stored\` for totals that the server makes before they are asked for, \`304\` with \`If-None-Match\`; \`constant\` is \`node:http\` with a constant body of the same size, the most that can be reached.`,
    ...sections.flatMap((section) => ['', `## ${section.title}`, '', ...tableOf(section), ...peersOf(section), '', ...section.servers]),
    '',
    notes.trim(),
    '',
  ];
  writeFileSync(file, lines.join('\n'));
};
