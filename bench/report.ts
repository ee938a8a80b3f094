import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

/** A goal and whether it is met. */
export interface Goal {
  question: string;
  goal: string;
  figure: string;
  isMet: boolean;
  /** The same value for the other checkout. */
  base?: string;
}

/** The results of one part of the benchmark. */
export interface Part {
  title: string;
  goals: Goal[];
  /** Markdown lines. */
  detail: string[];
}

const goalTable = (parts: readonly Part[]): string[] => {
  const goals = parts.flatMap((part) => part.goals);
  const hasBase = goals.some(({ base }) => base !== undefined);
  return [
    `| question | goal | figure | |${hasBase ? ' other checkout |' : ''}`,
    `|---|---|---|---|${hasBase ? '---|' : ''}`,
    ...goals.map(
      ({ question, goal, figure, isMet, base }) =>
        `| ${question} | ${goal} | ${figure} | ${isMet ? 'met' : '**missed**'} |${hasBase ? ` ${base ?? ''} |` : ''}`,
    ),
  ];
};

/** Writes the results as a document: first the goals, then the measurements of each part. */
export const writeReport = (file: string, parts: readonly Part[]): void => {
  const model = cpus()[0]?.model ?? 'unknown';
  const memory = Math.round(totalmem() / 2 ** 30);
  const lines = [
    '# Benchmark results',
    '',
    `Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}: Node ${process.version}, ${cpus().length} cores (${model}), ${memory} GB. Absolute figures hold for this machine only. Compare ratios within one run.`,
    '',
    ...goalTable(parts),
    ...parts.flatMap(({ title, detail }) => ['', `## ${title}`, '', ...detail]),
    '',
  ];
  writeFileSync(file, lines.join('\n'));
};
