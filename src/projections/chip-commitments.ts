import type { Session } from '../database/database.ts';
import { type CommitmentContent, foldCommitmentStates } from '../domain/commitment-states.ts';
import { coalesceItems, lastDayOrNull, type State, splitStates } from '../domain/dates.ts';
import { type AncestorLookup, deriveCommitmentFlows } from '../domain/flows.ts';
import { buildTimeline, type KnownEvent } from '../domain/history.ts';
import type { CommitmentEvent } from '../domain/records/chip-commitment.ts';
import { toHeadline } from '../domain/records/primitives.ts';
import { replaceRows } from '../store/batches.ts';
import { getOrThrow, type StoredRecord } from '../store/records.ts';
import { type DerivedDeal, dateCitations, deriveDealFlowsOverTime } from './deals.ts';
import { type DerivedRecord, type SearchText, searchWeights, toDocumentRows, toFlowRows } from './derived-rows.ts';
import type { ObservationLookups } from './observations.ts';

/** A chip commitment, its timeline and its states over time. */
interface DerivedCommitment {
  stored: StoredRecord<'chip-commitments'>;
  timeline: KnownEvent<CommitmentEvent>[];
  states: State<CommitmentContent>[];
  deal: DerivedDeal | undefined;
}

const deriveCommitment = (
  stored: StoredRecord<'chip-commitments'>,
  deals: ReadonlyMap<string, DerivedDeal>,
  { publishedOn, provenance }: Pick<ObservationLookups, 'publishedOn' | 'provenance'>,
): DerivedCommitment => {
  const { record, ingestedOn, version } = stored;
  const deal = record.deal === undefined ? undefined : getOrThrow(deals, record.deal);
  const getPublicationDate = (source: string) => getOrThrow(publishedOn, source);
  return {
    stored,
    timeline: buildTimeline(record.history, getPublicationDate, ingestedOn),
    states: foldCommitmentStates(record, {
      publishedOn: getPublicationDate,
      getProvenance: (source) => getOrThrow(provenance, source),
      ingestedOn,
      version,
      dealKnownFrom: (id) => getOrThrow(deals, id).knownFrom,
      ...(deal !== undefined && {
        deal: {
          knownFrom: deal.knownFrom,
          certaintyFrom: deal.states.map(({ knownFrom, content }) => ({ day: knownFrom, certainty: content.document.certainty })),
        },
      }),
    }),
    deal,
  };
};

const buildFlowRows = ({ stored, states, deal }: DerivedCommitment, getAncestors: AncestorLookup) => {
  const { buyer, chipVendor, provider } = stored.record;
  const dealFlows = deal === undefined ? [] : deriveDealFlowsOverTime(deal.states, getAncestors);
  const groupDays = [buyer, chipVendor, ...(provider === undefined ? [] : [provider])].flatMap((id) =>
    getAncestors(id).map(({ since }) => since),
  );
  const days = [...groupDays, ...dealFlows.map(({ knownFrom }) => knownFrom)];
  return coalesceItems(
    splitStates(states, days).map(({ knownFrom, knownTo, content }) => ({
      knownFrom,
      knownTo,
      items: deriveCommitmentFlows(
        content,
        knownFrom,
        getAncestors,
        dealFlows.findLast((state) => state.knownFrom <= knownFrom)?.items ?? [],
      ),
    })),
  );
};

const buildSearchTexts = (
  { stored, states, timeline }: DerivedCommitment,
  getName: (companyId: string) => string,
  getChipName: (chipId: string) => string,
): SearchText[] => {
  const { buyer, chipVendor, provider, chips, note } = stored.record;
  const knownFrom = states[0]?.knownFrom ?? stored.ingestedOn;
  const toCompanyText = (field: string, text: string): SearchText => ({ field, text, weight: searchWeights.participant, knownFrom });
  return [
    toCompanyText('buyer', getName(buyer)),
    toCompanyText('chipVendor', getName(chipVendor)),
    ...(provider === undefined ? [] : [toCompanyText('provider', getName(provider))]),
    ...chips.map((chip) => toCompanyText('chips', getChipName(chip))),
    ...(note === undefined
      ? []
      : [{ field: 'note', text: note, weight: searchWeights.note, knownFrom: states.at(-1)?.knownFrom ?? knownFrom }]),
    ...timeline.flatMap((known) =>
      known.event.note === undefined
        ? []
        : [{ field: 'history', text: known.event.note, weight: searchWeights.note, knownFrom: known.knownFrom }],
    ),
  ];
};

/** Everything besides its own record that determines the rows of a chip commitment. */
export interface CommitmentLookups extends ObservationLookups {
  getAncestors: AncestorLookup;
  getChipName: (chipId: string) => string;
}

/** Writes the rows that only chip commitments have, and returns the rows that every collection has. */
export const writeCommitments = async (
  session: Session,
  commitments: ReadonlyMap<string, StoredRecord<'chip-commitments'>>,
  { deals, publishedOn, provenance, getAncestors, getName, getChipName }: CommitmentLookups,
): Promise<DerivedRecord[]> => {
  const { commitmentStates, flows } = session.tables;
  const ids = [...commitments.keys()];
  const derived = [...commitments.values()].map((stored) => deriveCommitment(stored, deals, { publishedOn, provenance }));
  const states = derived.flatMap((one) =>
    one.states.map(({ knownFrom, knownTo, content }) => ({
      commitmentId: content.id,
      knownFrom,
      knownTo,
      status: content.status,
      certainty: content.certainty,
      evidenceGrade: content.evidenceGrade,
      amountUsd: content.amountUsd && toHeadline(content.amountUsd),
      units: content.units && toHeadline(content.units),
      powerMw: content.powerMw && toHeadline(content.powerMw),
      startsDay: lastDayOrNull(content.startsOn),
      lastReportedDay: lastDayOrNull(content.lastReportedOn) ?? knownFrom,
    })),
  );
  await replaceRows(session, { table: commitmentStates, owner: 'commitmentId', ids, rows: states });
  const flowRows = derived.flatMap((one) =>
    toFlowRows(buildFlowRows(one, getAncestors), { dealId: null, commitmentId: one.stored.record.id }),
  );
  await replaceRows(session, { table: flows, owner: 'commitmentId', ids, rows: flowRows });
  return derived.map((one) => ({
    id: one.stored.record.id,
    documents: toDocumentRows(one.stored.record.id, one.states, (content) => content),
    citations: dateCitations(one.timeline),
    texts: buildSearchTexts(one, getName, getChipName),
  }));
};
