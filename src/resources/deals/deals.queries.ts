import { type SQL, sql } from 'drizzle-orm';
import { type Asked, askedDay, holds, isKnown } from '../../database/expressions.ts';
import type { Tables } from '../../database/tables/index.ts';
import { among, asItIs, atLeast, atMost, citing, mentioning, refersTo, withParticipant } from '../../listing/conditions.ts';
import type { Bounds, ColumnView, Given, IdSet, Leading, RecordDefinition, Sort } from '../../listing/definition.ts';
import { citedBy } from '../../listing/included.ts';

/** A table of states of deals: of each once, of the parties to them, or of the sources that they cite. */
type StateTable = Tables['dealStates'] | Tables['dealPartyStates'] | Tables['dealSourceStates'];

/** The deals with a participant from one of the countries, by which few are found at once. */
const withParticipantFrom = ({ dealParticipants, dealStates, companies }: Tables, { country }: Bounds, asked: Asked): IdSet[] =>
  among(companies.country, country).map((isFrom) => ({
    column: dealStates.dealId,
    id: dealParticipants.dealId,
    from: sql`${dealParticipants}`,
    where: refersTo(dealParticipants.companyId, companies, companies.id, isFrom),
    besides: isKnown(dealParticipants.knownFrom, asked),
  }));

/** The filters on what a state holds, be it the state of a deal or that of a party to it. */
const stateConditions = (states: StateTable, bounds: Bounds, view: ColumnView = asItIs): SQL[] => [
  ...among(view(states.kind), bounds.kind),
  ...among(view(states.status), bounds.status),
  ...among(view(states.certainty), bounds.certainty),
  ...atLeast(view(states.amountUsd), bounds.amountUsdMin),
  ...atMost(view(states.amountUsd), bounds.amountUsdMax),
  ...atLeast(view(states.announcedDay), bounds.announcedFrom),
  ...atMost(view(states.announcedDay), bounds.announcedTo),
  ...atLeast(view(states.lastReportedDay), bounds.reportedFrom),
  ...atMost(view(states.lastReportedDay), bounds.reportedTo),
  ...mentioning(states.countries, bounds.country),
];

/** The filters on ranges of what a list is sorted by: those that the index of the sort takes in. */
const rangesOf: Readonly<Record<string, readonly string[]>> = {
  amountUsd: ['amountUsdMin', 'amountUsdMax'],
  announcedOn: ['announcedFrom', 'announcedTo'],
  lastReportedOn: ['reportedFrom', 'reportedTo'],
};

/** Each kind of filter that an index finds by itself, as the sets of the deals that pass it, and the deals known by the day. */
const rare = (tables: Tables, bounds: Bounds, asked: Asked): IdSet[] => {
  const { dealStates } = tables;
  const { kind, status } = bounds;
  const conditions = [
    // The indexes by kind and by status hold what is known now.
    ...(asked.isCurrent
      ? [{ kind }, { status }].flatMap((one) => stateConditions(dealStates, one))
      : [sql`${dealStates.firstKnownOn} <= ${askedDay()}`]),
    ...Object.values(rangesOf).flatMap((names) => {
      const range = stateConditions(dealStates, Object.fromEntries(names.map((name) => [name, bounds[name]])));
      return range.length === 0 ? [] : [sql.join(range, sql` and `)];
    }),
  ];
  const current = asked.isCurrent ? sql` and ${dealStates.knownTo} is null` : sql``;
  return [
    ...withParticipantFrom(tables, bounds, asked),
    ...conditions.map((condition) => ({
      column: dealStates.dealId,
      id: dealStates.dealId,
      from: sql`${dealStates}`,
      where: sql`${condition}${current}`,
    })),
  ];
};

/** The filters that stand before the sorting value in an index of the states of deals. */
const leadingOf = (given: Given, { key }: Sort, asked: Asked): Leading => {
  const singles = ['kind', 'status', 'certainty'].filter((name) => given[name]?.length === 1);
  const both = singles.includes('kind') && singles.includes('status') ? ['kind', 'status'] : undefined;
  // Few kinds have a valuation, and few statuses a day of closing: the rows with one are told apart.
  const leaders = { valuationUsd: ['kind'], closedOn: ['status', 'certainty'] }[key];
  if (leaders !== undefined)
    return { valued: leaders.filter((name) => singles.includes(name)).slice(0, 1), null: both ?? [], isNullById: both !== undefined };
  const ofOne = asked.isCurrent && key in rangesOf ? singles.filter((name) => name !== 'certainty') : [];
  return { valued: both ?? ofOne, null: both ?? ofOne, isNullById: false };
};

/** How the deals are listed from one of the tables of their states. */
const listedFrom = (statesOf: (tables: Tables) => StateTable) =>
  ({
    table: statesOf,
    id: (tables) => statesOf(tables).dealId,
    stateFrom: (tables) => statesOf(tables).knownFrom,
    answerId: (tables) => statesOf(tables).answerId,
    visible: (tables, asked) => holds(statesOf(tables), asked),
    sorts: {
      lastReportedOn: (tables) => statesOf(tables).lastReportedDay,
      amountUsd: (tables) => statesOf(tables).amountUsd,
      valuationUsd: (tables) => statesOf(tables).valuationUsd,
      announcedOn: (tables) => statesOf(tables).announcedDay,
      closedOn: (tables) => statesOf(tables).closedDay,
      knownFrom: (tables) => statesOf(tables).firstKnownOn,
      title: (tables) => statesOf(tables).title,
    },
  }) satisfies Partial<RecordDefinition>;

export const dealList: RecordDefinition = {
  collection: 'deals',
  ...listedFrom(({ dealStates }) => dealStates),
  datedSorts: ['lastReportedOn', 'announcedOn', 'closedOn'],
  pastSorts: ['knownFrom'],
  conditions: ({ dealStates }, bounds, _asked, view) => stateConditions(dealStates, bounds, view),
  sets: (tables, bounds, asked) => [
    ...withParticipant(tables, tables.dealStates.dealId, bounds, asked),
    ...citing(tables, 'deals', tables.dealStates.dealId, bounds, asked),
  ],
  rare,
  everyRowBy: 'lastReportedOn',
  walk: (given, sort, asked) => {
    const ranges = rangesOf[sort.key] ?? [];
    const isValued = ranges.some((name) => given[name] !== undefined);
    const party = partyFilterOf(given);
    if (party !== undefined && sort.key in rangesOf)
      return { definition: partyDealLists[party], indexed: [party, ...ranges], isValued, isNarrow: true };
    return { definition: dealList, isValued, indexed: ranges, leading: leadingOf(given, sort, asked) };
  },
  together: (given) => {
    const party = partyFilterOf(given);
    if (given.source === undefined && party !== undefined) return { definition: partyDealLists[party], indexed: [party] };
    if (given.source === undefined && given.publisher === undefined) return undefined;
    // A deal stands there once for each of its sources.
    return { definition: citingDealList, indexed: ['source', 'publisher'], isRepeated: true };
  },
  references: { company: 'companies', group: 'companies', source: 'sources', publisher: 'publisher', country: 'country' },
  includes: {
    companies: {
      collection: 'companies',
      links: ({ dealParticipants: table }) => ({ table, of: table.dealId, to: table.companyId, knownFrom: table.knownFrom }),
    },
    sources: { collection: 'sources', links: citedBy('deals') },
    stakes: {
      collection: 'stakes',
      links: ({ stakes: table }) => ({ table, of: table.dealId, to: table.id, knownFrom: table.knownFrom }),
    },
    chipCommitments: {
      collection: 'chip-commitments',
      links: ({ chipCommitments: table }) => ({ table, of: table.dealId, to: table.id }),
    },
  },
};

/** The filter that makes a list that of one company, or of one group. */
const partyFilterOf = (given: Given): 'company' | 'group' | undefined =>
  (['company', 'group'] as const).find((name) => given[name]?.length === 1);

/** The deals of one company, or of one group, in the order of the states of their parties. */
const dealListOf = (party: 'company' | 'group'): RecordDefinition => ({
  ...dealList,
  ...listedFrom(({ dealPartyStates }) => dealPartyStates),
  datedSorts: [],
  pastSorts: [],
  conditions: ({ dealPartyStates }, bounds, _asked, view) => [
    ...among(dealPartyStates.partyId, bounds[party]).flatMap((isParty) => [
      isParty,
      party === 'company' ? sql`${dealPartyStates.isDirect}` : sql`${dealPartyStates.since} <= ${askedDay()}`,
    ]),
    ...stateConditions(dealPartyStates, bounds, view),
  ],
  sets: (tables, bounds, asked) => {
    const { dealPartyStates } = tables;
    // One participant has to be all that is asked of it.
    const isAskedFurther = bounds.role !== undefined || (bounds.company !== undefined && bounds.group !== undefined);
    return [
      ...(isAskedFurther ? withParticipant(tables, dealPartyStates.dealId, bounds, asked) : []),
      ...citing(tables, 'deals', dealPartyStates.dealId, bounds, asked),
    ];
  },
});

const partyDealLists = { company: dealListOf('company'), group: dealListOf('group') };

/** The deals that cite a source, or a publisher, from the states of what they cite. */
const citingDealList: RecordDefinition = {
  ...dealList,
  ...listedFrom(({ dealSourceStates }) => dealSourceStates),
  datedSorts: [],
  pastSorts: [],
  conditions: ({ dealSourceStates, sources }, bounds, _asked, view) => [
    ...among(dealSourceStates.sourceId, bounds.source),
    ...among(sources.publisher, bounds.publisher).map((isPublished) =>
      refersTo(dealSourceStates.sourceId, sources, sources.id, isPublished),
    ),
    ...stateConditions(dealSourceStates, bounds, view),
  ],
  sets: (tables, bounds, asked) => {
    const { dealSourceStates } = tables;
    return [
      ...withParticipant(tables, dealSourceStates.dealId, bounds, asked),
      // One citation has to be all that is asked of it.
      ...(bounds.attribution === undefined ? [] : citing(tables, 'deals', dealSourceStates.dealId, bounds, asked)),
    ];
  },
};
