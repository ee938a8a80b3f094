import type { State } from './history.ts';

/**
 * Splits states at the given days, so that values that depend on the day as well as the content (such as the group) can differ within
 * one state.
 */
export const splitStates = <Content>(states: readonly State<Content>[], days: Iterable<string>): State<Content>[] =>
  states.flatMap((state) => {
    const inside = [...new Set(days)].filter((day) => day > state.knownFrom && (state.knownTo === null || day < state.knownTo)).sort();
    const starts = [state.knownFrom, ...inside];
    return starts.map((knownFrom, index) => ({ ...state, knownFrom, knownTo: starts[index + 1] ?? state.knownTo }));
  });
