/** A packet's walk through a table as lines. Nothing here works out why a rule missed. */
import type { Step, Visit } from '../netfilter/trace.ts';

type Missed = Extract<Step, { readonly kind: 'missed' }>;

/** One line of a walk through a table: a rule, a run of rules that did not match, or what ended a chain. */
export type WalkLine =
  | { readonly kind: 'missed'; readonly chain: string; readonly index: number; readonly step: Missed }
  | {
      readonly kind: 'fold';
      readonly chain: string;
      readonly first: number;
      readonly count: number;
      readonly step: Missed;
    }
  | Exclude<Step, Missed>;

/** Runs of missed rules up to this length get a line each. */
export const mostMissed = 5;

/**
 * The lines of a walk through a table. Runs of missed rules longer than `most` are folded, but for the first
 * and the last.
 */
export const walkLines = (visit: Visit, most: number = mostMissed): readonly WalkLine[] =>
  visit.steps.flatMap((step): readonly WalkLine[] => {
    if (step.kind !== 'missed') return [step];
    const { chain, first, count } = step;
    const one = (index: number): WalkLine => ({ kind: 'missed', chain, index, step });
    return count <= most
      ? Array.from({ length: count }, (_, i) => one(first + i))
      : [
          one(first),
          { kind: 'fold', chain, first: first + 1, count: count - 2, step },
          one(first + count - 1),
        ];
  });
