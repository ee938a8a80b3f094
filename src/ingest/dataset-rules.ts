import { firstDayOf, isDay, lastDayOf, latestDay } from '../domain/dates.ts';
import { buildTimeline } from '../domain/history.ts';
import { listCitations } from '../domain/integrity.ts';
import type { ChipCommitmentRecord, CommitmentEvent } from '../domain/records/chip-commitment.ts';
import { listIdentifiers } from '../domain/records/company-identifiers.ts';
import type { DealEvent, DealRecord } from '../domain/records/deal.ts';
import type { Money, Quantity } from '../domain/records/primitives.ts';
import type { ValidationIssue } from '../domain/records/records.ts';
import type { SourceRecord } from '../domain/records/source.ts';
import { certaintyByStatus, formerSourceKinds, isFormerSourceKind } from '../domain/vocabulary.ts';
import type { DatasetFiles, FileIssue } from './dataset-files.ts';

/** The editorial rules of the dataset. They are stricter than those for every write, because they also judge texts and the choice of dates. */

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const multipliers: Readonly<Record<string, number>> = {
  k: 1e3,
  m: 1e6,
  mn: 1e6,
  million: 1e6,
  b: 1e9,
  bn: 1e9,
  billion: 1e9,
  gw: 1e3,
  mw: 1,
};

const figurePattern = /(?<![\p{L}\d.])(\d[\d,]*(?:\.\d+)?)[\s-]?(k|m|mn|million|b|bn|billion|trillion|gw|mw)\b|\b(\d{1,3}(?:,\d{3})+)\b/giu;
const datePattern = new RegExp(`\\b(?:(\\d{1,2}) )?(${months.join('|')}) (20\\d\\d)\\b|\\b(20\\d\\d)\\b`, 'g');
const outcomePattern =
  /\b(?:abandoned|cancell?ed|closed|collapsed|completed|fell through|lapsed|rejected|terminated|withdrawn|withdrew)\b/i;
const hindsightPattern = /\b(?:eventually|since then|subsequently|later(?! (?:contract|generations|purchases|stages|tranches)))\b/i;
const modalPattern = /\b(?:may|might|could|will|would)\b/i;
/** Words by which a clause speaks of the future of the report. */
const forwardPattern =
  /\b(?:as early as|by|could|deliver\w*|due|expected|fiscal|from|half|in stages|matures?|may be|operation|planned|possible|quarter|ready|runs|starts?|target|through|to|until|will|would)\b/i;

/** Returns the amounts, powers and large counts in a text: amounts in whole units, powers in megawatts. */
const parseFigures = (text: string): number[] =>
  [...text.matchAll(figurePattern)].map(([, number, unit, count]) =>
    Math.round(Number((number ?? count ?? '').replaceAll(',', '')) * (multipliers[(unit ?? '').toLowerCase()] ?? 1)),
  );

/** Returns the dates in a text, as dates of the record format. */
const parseDates = (text: string): string[] =>
  [...text.matchAll(datePattern)].map(([, day, month, year, yearAlone]) => {
    if (month === undefined || year === undefined) return yearAlone ?? '';
    const yearMonth = `${year}-${String(months.indexOf(month) + 1).padStart(2, '0')}`;
    return day === undefined ? yearMonth : `${yearMonth}-${day.padStart(2, '0')}`;
  });

const listBounds = (quantity: Money | Quantity | undefined): number[] =>
  [quantity?.min, quantity?.max].filter((bound) => typeof bound === 'number');

/** Returns every figure that the first event of a deal states, in its terms and its texts. */
const listFirstFigures = ({ history: [event], participants }: DealRecord): number[] => {
  if (event === undefined) return [];
  const { amount, valuation, tranches = [] } = event;
  const shares = participants.flatMap((one) => ((one.reportedOn ?? one.amountReportedOn) === undefined && one.amount ? [one.amount] : []));
  const stated = [amount, valuation, ...tranches.map((tranche) => tranche.amount), ...shares];
  const texts = [event.note, ...stated.map((money) => money?.stated), ...tranches.map(({ label }) => label)];
  return [...stated.flatMap(listBounds), ...texts.flatMap((text) => parseFigures(text ?? ''))];
};

/** Returns what each figure in an id can mean: `8-5b` is 8.5 billion, and `2025-40b` 40 billion. */
const parseIdFigures = (id: string): number[][] =>
  [...id.matchAll(/(?:-(\d{1,3}))?-(\d+(?:k|m|b|bn|gw|mw))(?=-|$)/g)].map(([, before, figure = '']) => [
    ...parseFigures(figure),
    ...(before === undefined ? [] : parseFigures(`${before}.${figure}`)),
  ]);

/** Rejects an id with a figure that the first event does not state, because lists of every day show it. */
const validateId = (id: string, figures: readonly number[]): ValidationIssue[] =>
  parseIdFigures(id).some((meanings) => !meanings.some((figure) => figures.includes(figure)))
    ? [{ pointer: '/id', message: 'It states a figure that the first event does not state. Rename the record.' }]
    : [];

/** Rejects figures and outcomes in the title that the first event does not state, because lists of every day show it. */
const validateTitle = (deal: DealRecord): ValidationIssue[] => {
  const figures = listFirstFigures(deal);
  const [first] = deal.history;
  const issues = validateId(deal.id, figures);
  if (parseFigures(deal.title).some((figure) => !figures.includes(figure)))
    issues.push({ pointer: '/title', message: 'It states a figure that the first event does not state.' });
  const date = parseDates(deal.title).find((one) => one.length > 4 && first !== undefined && firstDayOf(one) > lastDayOf(first.reportedOn));
  if (date !== undefined) issues.push({ pointer: '/title', message: `${date} is later than the first event.` });
  const [outcome] = outcomePattern.exec(deal.title) ?? [];
  if (outcome !== undefined && first !== undefined && !`${first.status} ${first.note ?? ''}`.toLowerCase().includes(outcome.toLowerCase()))
    issues.push({ pointer: '/title', message: `"${outcome}" is an outcome that the first event does not state.` });
  return issues;
};

/** Rejects a note that tells what became known after the event. */
const validateNote = ({ reportedOn, status, note = '' }: DealEvent | CommitmentEvent, pointer: string): ValidationIssue[] =>
  note.split(/[.;](?:\s|$)/).flatMap((clause) => {
    const isForward = forwardPattern.test(clause) && !/\bsince\b/.test(clause);
    const date = isForward ? undefined : parseDates(clause).find((one) => firstDayOf(one) > lastDayOf(reportedOn));
    const isModal = modalPattern.test(clause);
    const word = isModal ? undefined : hindsightPattern.exec(clause)?.[0];
    const outcome =
      isModal || certaintyByStatus[status] === 'dead' ? undefined : /\b(?:collapsed|fell through|lapsed)\b/i.exec(clause)?.[0];
    const later = date ?? word ?? outcome;
    return later === undefined
      ? []
      : [
          {
            pointer: `${pointer}/note`,
            message: `"${later}" is later than the event of ${reportedOn}. Add an event, or write to the summary.`,
          },
        ];
  });

/** Rejects an event that is later or coarser than a publication that it cites, because the public could know it from that day. */
const validateReportedOn = (
  history: readonly (DealEvent | CommitmentEvent)[],
  publishedOn: (source: string) => string,
): ValidationIssue[] =>
  history.flatMap(({ reportedOn, citations }, index) => {
    const first = citations
      .map(({ source }) => publishedOn(source))
      .filter(isDay)
      .sort()[0];
    return first !== undefined && first <= lastDayOf(reportedOn) && first !== reportedOn
      ? [{ pointer: `/history/${index}/reportedOn`, message: `The event cites a publication of ${first}. Use that day.` }]
      : [];
  });

/** Rejects a figure in the id of a commitment that the first event does not state. */
const validateCommitmentId = ({ id, history: [first] }: ChipCommitmentRecord): ValidationIssue[] => {
  const quantities = [first?.units, first?.powerMw, first?.amount];
  return validateId(id, [...quantities.flatMap(listBounds), ...parseFigures(first?.note ?? '')]);
};

/** Rejects a commitment that is newer than its deal, unless an event of the deal has the same date. */
const validateCommitmentDate = ({ history: [first] }: ChipCommitmentRecord, deal: DealRecord | undefined): ValidationIssue[] => {
  const dates = deal?.history.map(({ reportedOn }) => reportedOn) ?? [];
  return first === undefined ||
    dates.length === 0 ||
    dates.includes(first.reportedOn) ||
    lastDayOf(first.reportedOn) <= lastDayOf(dates[0] ?? '')
    ? []
    : [
        {
          pointer: '/history/0/reportedOn',
          message: `deals/${deal?.id} has no event of ${first.reportedOn}. Use the date of the event that disclosed it.`,
        },
      ];
};

/** Sites on which regulators, and the exchanges that they appoint, publish filings. */
const regulatorHosts =
  /(?:^|\.)(?:sec\.gov|hkexnews\.hk|cninfo\.com\.cn|sse\.com\.cn|szse\.cn|edinet-fsa\.go\.jp|release\.tdnet\.info|dart\.fss\.or\.kr|sedarplus\.ca|asx\.com\.au|company-information\.service\.gov\.uk|newsweb\.oslobors\.no)$/;

/** Rejects a filing on another site than that of a regulator, a copy on the site of one, former kinds, and relays in other words. */
const validateSource = ({ kind, url, publisher }: SourceRecord): ValidationIssue[] => {
  const isOnRegulatorSite = regulatorHosts.test(new URL(url).hostname);
  const issue = (message: string) => [{ pointer: '/kind', message }];
  if (kind === 'regulatory_filing' && !isOnRegulatorSite) return issue('The URL is not on the site of a regulator. Use filing_mirror.');
  if (kind === 'filing_mirror' && isOnRegulatorSite) return issue('The URL is on the site of a regulator. Use regulatory_filing.');
  const [, outlet, carrier] = publisher.match(/^([^(]+) via (.+)$/) ?? [];
  if (outlet !== undefined) return [{ pointer: '/publisher', message: `Write "${outlet} (via ${carrier})".` }];
  return isFormerSourceKind(kind) ? issue(`${kind} is a former kind. Use ${formerSourceKinds[kind].join(', ')} or analysis.`) : [];
};

/**
 * Validates the editorial rules: no text says more than was known on its day, every date is the first on which the public could know, and
 * no fact is known only from the date of the dataset. Skips records that cite sources without a file.
 */
export const validateEditorialRules = ({ head, files }: DatasetFiles): FileIssue[] => {
  const published = new Map(
    files.flatMap((file) => (file.collection === 'sources' ? [[file.record.id, file.record.publishedOn] as const] : [])),
  );
  const deals = new Map(files.flatMap((file) => (file.collection === 'deals' ? [[file.record.id, file.record] as const] : [])));
  const publishedOn = (source: string) => published.get(source) ?? '';
  const owners = new Map<string, string>();
  const datasetDay = head?.date ?? latestDay;
  const late = (pointer: string): ValidationIssue => ({
    pointer,
    message: `It is known only from the date of the dataset, ${datasetDay}. Give a source the day or the month of its publication.`,
  });
  return files.flatMap((file) => {
    const { record, path } = file;
    if (!listCitations(file).every(({ citation }) => published.has(citation.source))) return [];
    const issues: ValidationIssue[] = [];
    if ('history' in record) {
      issues.push(...validateReportedOn(record.history, publishedOn));
      for (const [index, event] of record.history.entries()) issues.push(...validateNote(event, `/history/${index}`));
      for (const { knownFrom, position } of buildTimeline<DealEvent | CommitmentEvent>(record.history, publishedOn, datasetDay))
        if (knownFrom >= datasetDay) issues.push(late(`/history/${position}`));
    } else if ('citations' in record && record.citations.every(({ source }) => lastDayOf(publishedOn(source)) >= datasetDay))
      issues.push(late('/citations'));
    if (file.collection === 'companies')
      for (const identifier of listIdentifiers(file.record)) {
        const owner = owners.get(identifier);
        if (owner !== undefined)
          issues.push({ pointer: '/identifiers', message: `companies/${owner} has the same identifier ${identifier}.` });
        owners.set(identifier, record.id);
      }
    if (file.collection === 'sources') issues.push(...validateSource(file.record));
    if (file.collection === 'deals') issues.push(...validateTitle(file.record));
    if (file.collection === 'chip-commitments')
      issues.push(...validateCommitmentId(file.record), ...validateCommitmentDate(file.record, deals.get(file.record.deal ?? '')));
    return issues.map((issue) => ({ path, ...issue }));
  });
};
