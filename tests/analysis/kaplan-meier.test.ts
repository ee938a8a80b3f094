import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateSurvival } from '../../src/analysis/kaplan-meier.ts';

describe('estimateSurvival', () => {
  it('gives the published estimate of a known trial', () => {
    // Weeks in remission with 6-mercaptopurine, Freireich et al. 1963; a plus marks patients still in remission.
    const weeks = '6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+'.split(' ');
    const observations = weeks.map((week) => ({ days: Number.parseInt(week, 10), isCompleted: !week.endsWith('+') }));
    const { quartiles, table } = estimateSurvival(observations, [5, 6, 7, 10, 13, 16, 22, 23, 36]);
    expect(table.map(({ share }) => share)).toEqual([0, 0.1429, 0.1933, 0.2471, 0.3098, 0.3725, 0.4622, 0.5518, null]);
    expect(table.map(({ atRisk }) => atRisk)).toEqual([21, 21, 17, 15, 12, 11, 7, 6, 0]);
    expect(quartiles).toEqual({ lowerQuartileDays: 13, medianDays: 23, upperQuartileDays: null });
  });

  it('is the empirical distribution without censoring, and never counts a censored subject as completed', () => {
    const observation = fc.record({ days: fc.nat(50), isCompleted: fc.boolean() });
    fc.assert(
      fc.property(fc.array(observation, { minLength: 1 }), fc.nat(50), (observations, day) => {
        const [all] = estimateSurvival(
          observations.map(({ days }) => ({ days, isCompleted: true })),
          [day],
        ).table;
        const finished = observations.filter(({ days }) => days <= day).length;
        expect(all?.share).toBeCloseTo(finished / observations.length, 3);
        const [censored] = estimateSurvival(observations, [day]).table;
        expect(censored?.completed).toBe(observations.filter(({ days, isCompleted }) => isCompleted && days <= day).length);
        if (censored?.share !== null) expect(censored?.share).toBeLessThanOrEqual(all?.share ?? 0);
      }),
    );
  });
});
