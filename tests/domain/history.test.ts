import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstDayOf, isDate, lastDayOf } from '../../src/domain/dates.ts';
import { buildDealTimeline, type DealContext, foldDealStates, toSupersedingDeal } from '../../src/domain/deal-states.ts';
import { buildTimeline } from '../../src/domain/history.ts';
import type { DealEvent, DealRecord } from '../../src/domain/records/deal.ts';
import { toHeadline, toUsdInterval } from '../../src/domain/records/primitives.ts';
import { type Status, statuses } from '../../src/domain/vocabulary.ts';

const runs = 100 * Number(process.env.TEST_RUNS_FACTOR ?? 1);

const usd = (max: number) => ({ min: max, max, approximate: false, currency: 'USD' });
const cite = (source: string) => ({ source, attribution: 'analysis' as const });

/** Creates a deal with only a history. */
const dealWith = (history: DealEvent[], rest: Partial<DealRecord> = {}): DealRecord => ({
  id: 'a-b',
  title: 'A and B',
  kind: 'equity_investment',
  participants: [
    { company: 'a', role: 'investor' },
    { company: 'b', role: 'issuer' },
  ],
  summary: 'All that came of it.',
  history,
  ...rest,
});

const contextWith = (published: Record<string, string>, rest: Partial<DealContext> = {}): DealContext => ({
  publishedOn: (source) => published[source] ?? source,
  getProvenance: (source) => ({ kind: 'original_reporting', outlet: source }),
  ingestedOn: '2026-11-23',
  version: 1,
  dealKnownFrom: () => '2000-01-01',
  superseding: [],
  ...rest,
});

/** Creates an event whose source has its publication date as its id. */
const event = (reportedOn: string, status: Status, rest: Partial<DealEvent> = {}): DealEvent => ({
  reportedOn,
  status,
  citations: [cite(reportedOn)],
  ...rest,
});

const lastOf = (history: DealEvent[], rest: Partial<DealContext> = {}) => {
  const state = foldDealStates(dealWith(history), contextWith({}, rest)).at(-1);
  if (state === undefined) throw new Error('A deal has at least one state.');
  return state.content.document;
};

describe('dates', () => {
  it.each([
    ['2025', '2025-01-01', '2025-12-31'],
    ['2024-02', '2024-02-01', '2024-02-29'],
    ['2025-10-28', '2025-10-28', '2025-10-28'],
  ])('%s denotes the days from %s to %s', (date, first, last) => {
    expect([firstDayOf(date), lastDayOf(date)]).toEqual([first, last]);
  });

  it.each(['2025-02-29', '2025-13', '2025-00', '2025-1', '25', '2025-10-28T00:00:00Z', ''])('rejects "%s"', (text) => {
    expect(isDate(text)).toBe(false);
  });
});

describe('money', () => {
  it('converts each bound to whole dollars and uses the upper bound as the headline if there is one', () => {
    expect(toUsdInterval({ min: 3, max: null, usdPerUnit: 1.5 })).toEqual({ min: 5, max: null });
    expect(toHeadline({ min: 3, max: null })).toBe(3);
    expect(toHeadline({ min: 3, max: 7 })).toBe(7);
    expect(toHeadline({ min: null, max: 7 })).toBe(7);
  });
});

describe('day on which an event becomes known', () => {
  const knownFrom = (reportedOn: string, published: string[], horizon = '2026-11-23') =>
    buildTimeline([event(reportedOn, 'signed', { citations: published.map(cite) })], (source) => source, horizon)[0];

  it.each([
    ['is the day of the event if a citation was published by then', '2025-03-05', ['2025-03-01', '2025-04-01'], '2025-03-05'],
    ['is the day of the first citation if all are published later', '2025-03-05', ['2025-03-07', '2025-04-01'], '2025-03-07'],
    ['is the day of the event if the reduced date of a citation contains it', '2025-03-05', ['2025-03'], '2025-03-05'],
    ['is the last day of a reduced event date', '2025-03', ['2025-03-10'], '2025-03-31'],
    ['is the last day of a reduced citation date that does not contain the event', '2025-03-05', ['2025-04'], '2025-04-30'],
    ['is never later than the day of the import', '2026', ['2026'], '2026-11-23'],
  ])('%s', (_case, reportedOn, published, expected) => {
    expect(knownFrom(reportedOn, published)?.knownFrom).toBe(expected);
  });

  it('includes each citation from its publication on', () => {
    expect(knownFrom('2025-03-05', ['2025-03-01', '2025-04-01'])?.citations.map((one) => one.knownFrom)).toEqual([
      '2025-03-05',
      '2025-04-01',
    ]);
  });
});

describe('folding the history of a deal', () => {
  it('keeps a signed deal binding during talks to enlarge it and reports their terms separately', () => {
    const state = lastOf([event('2025-01-01', 'signed', { amount: usd(38) }), event('2025-06-01', 'in_talks', { amount: usd(100) })]);
    expect(state).toMatchObject({ status: 'in_talks', certainty: 'binding', amount: usd(38), reportedTerms: { amount: usd(100) } });
  });

  it('does not apply the terms of talks to an announced deal', () => {
    const state = lastOf([event('2025-01-01', 'in_talks', { amount: usd(10) }), event('2025-02-01', 'announced')]);
    expect(state).toMatchObject({ certainty: 'intended', amount: null, reportedTerms: { amount: usd(10) } });
  });

  it('falls back to terms announced before the signing, not after it', () => {
    const state = lastOf([
      event('2025-01-01', 'announced', { amount: usd(10) }),
      event('2025-02-01', 'signed'),
      event('2025-03-01', 'announced', { amount: usd(99) }),
    ]);
    expect(state).toMatchObject({ certainty: 'binding', amount: usd(10), reportedTerms: { amount: usd(99) } });
  });

  it('keeps the certainty that a deal has reached when it is amended or stalls', () => {
    const talks = [event('2025-01-01', 'in_talks', { amount: usd(10) }), event('2025-02-01', 'stalled', { amount: usd(8) })];
    expect(lastOf(talks)).toMatchObject({ status: 'stalled', certainty: 'speculative', amount: usd(8), announcedOn: null });
    const plan = [event('2025-01-01', 'announced', { amount: usd(10) }), event('2025-02-01', 'amended', { amount: usd(8) })];
    expect(lastOf(plan)).toMatchObject({ status: 'amended', certainty: 'intended', amount: usd(8), announcedOn: '2025-01-01' });
    const contract = [event('2025-01-01', 'signed', { amount: usd(10) }), event('2025-02-01', 'stalled')];
    expect(lastOf(contract)).toMatchObject({ status: 'stalled', certainty: 'binding', amount: usd(10) });
    expect(lastOf([event('2025-01-01', 'amended')])).toMatchObject({ certainty: 'intended', announcedOn: '2025-01-01' });
    const again = [event('2025-01-01', 'signed'), event('2025-02-01', 'terminated'), event('2025-03-01', 'amended')];
    expect(lastOf(again)).toMatchObject({ certainty: 'intended' });
  });

  it('sums tranches by payment status, with what they leave of the amount', () => {
    const tranches = [
      { label: 'First', amount: usd(10), status: 'paid', paidOn: '2025-02' },
      { label: 'Second', amount: usd(20), status: 'conditional', condition: 'a listing' },
      { label: 'Third', amount: usd(5), status: 'cancelled' },
    ] as const;
    const state = lastOf([event('2025-03-01', 'signed', { amount: usd(50), tranches: [...tranches] })]);
    const sums = Object.fromEntries(Object.entries(state?.trancheSums ?? {}).map(([name, { low, high }]) => [name, [low, high]]));
    expect(sums).toEqual({ paid: [10, 10], committed: [0, 0], conditional: [20, 20], unspecified: [15, 15] });
    expect(state).toMatchObject({ amountReportedOn: '2025-03-01', moneyClass: 'equity' });
  });

  it('folds each term independently', () => {
    const state = lastOf([
      event('2025-01-01', 'signed', { amount: usd(10), termYears: 5 }),
      event('2025-02-01', 'amended', { termYears: 7 }),
    ]);
    expect(state).toMatchObject({ amount: usd(10), termYears: 7 });
  });

  it('keeps the last stated terms of a terminated deal and starts over with the next event', () => {
    const history = [
      event('2025-01-01', 'signed', { amount: usd(10) }),
      event('2025-02-01', 'in_talks', { amount: usd(20) }),
      event('2025-03-01', 'terminated'),
    ];
    expect(lastOf(history)).toMatchObject({ status: 'terminated', certainty: 'dead', amount: usd(20) });
    expect(lastOf([...history, event('2025-04-01', 'rumored')])).toMatchObject({ certainty: 'speculative', amount: null });
  });

  it('takes announcedOn from the first intended or stronger event and closedOn from the first closing', () => {
    const state = lastOf([
      event('2025-01-01', 'in_talks'),
      event('2025-02-01', 'letter_of_intent', { occurredOn: '2025-01' }),
      event('2025-05-01', 'closed'),
      event('2025-06-01', 'closed'),
    ]);
    expect(state).toMatchObject({ announcedOn: '2025-01', closedOn: '2025-05-01', lastReportedOn: '2025-06-01' });
  });

  it('marks a deal as dead once a superseding deal is at least as certain', () => {
    const newer = dealWith([event('2025-03-01', 'in_talks'), event('2025-05-01', 'announced')], { id: 'newer' });
    const superseding = [
      toSupersedingDeal(
        'newer',
        buildDealTimeline(newer, (source) => source, '2026-11-23'),
      ),
    ];
    const states = foldDealStates(dealWith([event('2025-01-01', 'announced', { amount: usd(5) })]), contextWith({}, { superseding }));
    expect(states.map(({ knownFrom, content }) => [knownFrom, content.document.certainty, content.document.supersededBy])).toEqual([
      ['2025-01-01', 'intended', []],
      ['2025-03-01', 'intended', ['newer']],
      ['2025-05-01', 'dead', ['newer']],
    ]);
  });

  it('shows a participant and its amount from the events that reported them', () => {
    const deal = dealWith([event('2025-01-01', 'in_talks'), event('2025-02-01', 'announced'), event('2025-03-01', 'signed')], {
      participants: [
        { company: 'b', role: 'issuer' },
        { company: 'c', role: 'investor', reportedOn: '2025-02-01', amount: usd(3), amountReportedOn: '2025-03-01' },
      ],
    });
    const states = foldDealStates(deal, contextWith({}));
    expect(states.map(({ content }) => content.document.participants)).toEqual([
      [{ company: 'b', role: 'issuer' }],
      [
        { company: 'b', role: 'issuer' },
        { company: 'c', role: 'investor', reportedOn: '2025-02-01' },
      ],
      deal.participants,
    ]);
  });

  it('shows the summary in the current state only', () => {
    const states = foldDealStates(dealWith([event('2025-01-01', 'in_talks'), event('2025-02-01', 'signed')]), contextWith({}));
    expect(states.map(({ content }) => content.document.summary)).toEqual([undefined, 'All that came of it.']);
  });
});

const day = fc.integer({ min: 0, max: 700 }).map((offset) => new Date(Date.UTC(2024, 0, 1 + offset)).toISOString().slice(0, 10));
const date = fc.oneof(
  { weight: 3, arbitrary: day },
  day.map((one) => one.slice(0, 7)),
  day.map((one) => one.slice(0, 4)),
);
const histories = fc
  .array(
    fc.record({
      reportedOn: date,
      status: fc.constantFrom(...statuses),
      amount: fc.option(fc.integer({ min: 1, max: 100 }).map(usd), { nil: undefined }),
      citations: fc.uniqueArray(date, { minLength: 1, maxLength: 3 }).map((published) => published.map(cite)),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((events) => events.sort((a, b) => (lastDayOf(a.reportedOn) < lastDayOf(b.reportedOn) ? -1 : 1)) as DealEvent[]);

describe('states of a deal', () => {
  it('exist for every history and follow each other without gaps or overlaps', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const states = foldDealStates(dealWith(history), contextWith({}));
        expect(states.length).toBeGreaterThan(0);
        expect(states.at(-1)?.knownTo).toBeNull();
        states.slice(1).forEach((state, index) => {
          const before = states[index];
          expect(before?.knownTo).toBe(state.knownFrom);
          expect(before !== undefined && before.knownFrom < state.knownFrom).toBe(true);
        });
      }),
      { numRuns: runs },
    );
  });

  it('never show an event or citation early and never lose one', () => {
    fc.assert(
      fc.property(histories, fc.constantFrom('2025-06-30', '2026-11-23'), (history, ingestedOn) => {
        const states = foldDealStates(dealWith(history), contextWith({}, { ingestedOn }));
        let seen = 0;
        for (const { knownFrom, content } of states) {
          for (const one of content.history) {
            // The import day caps every date: whatever is imported was public by then, even if its date has reduced precision.
            if (knownFrom < ingestedOn) expect(lastDayOf(one.reportedOn) <= knownFrom).toBe(true);
            for (const { source } of one.citations) {
              const isHeld = firstDayOf(source) <= firstDayOf(one.reportedOn) && lastDayOf(one.reportedOn) <= lastDayOf(source);
              if (knownFrom < ingestedOn) expect(isHeld || lastDayOf(source) <= knownFrom).toBe(true);
            }
          }
          const count = content.history.length + content.history.reduce((sum, one) => sum + one.citations.length, 0);
          expect(count).toBeGreaterThanOrEqual(seen);
          seen = count;
        }
      }),
      { numRuns: runs },
    );
  });

  it('never take a term of an intended or binding deal from a speculative event', () => {
    fc.assert(
      fc.property(histories, (history) => {
        for (const { content } of foldDealStates(dealWith(history), contextWith({}))) {
          const { certainty, amount } = content.document;
          if (amount === null || certainty === 'dead' || certainty === 'speculative') continue;
          const allowed = content.events.filter(({ body }) => body.amount === amount).map(({ body }) => body.certainty);
          expect(allowed.some((one) => one === certainty || one === 'intended')).toBe(true);
        }
      }),
      { numRuns: runs },
    );
  });
});
