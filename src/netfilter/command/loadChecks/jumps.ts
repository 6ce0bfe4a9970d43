import type { RuleSpec } from '../command.ts';

/** A rule that leads to another chain. */
export interface Jump {
  /** The rule's index in its own chain. */
  readonly index: number;
  readonly to: string;
}

/** The chain that a rule jumps or goes to; null where it does neither. */
export const jumpTarget = ({ target }: RuleSpec): string | null =>
  target.kind === 'jump' || target.kind === 'goto' ? target.chain : null;

/** A restore adds to the arrays of its chains in place, so a list holds for one length only. */
const cache = new WeakMap<
  readonly RuleSpec[],
  { readonly length: number; readonly jumps: readonly Jump[] }
>();

const jumpsFrom = (rules: readonly RuleSpec[], start: number): readonly Jump[] => {
  const jumps: Jump[] = [];
  for (let index = start; index < rules.length; index++) {
    const to = jumpTarget(rules[index]!);
    if (to !== null) jumps.push({ index, to });
  }
  return jumps;
};

/** The jumps of a chain's rules. */
export const jumpsOf = (rules: readonly RuleSpec[]): readonly Jump[] => {
  const known = cache.get(rules);
  if (known?.length === rules.length) return known.jumps;
  const jumps = jumpsFrom(rules, 0);
  cache.set(rules, { length: rules.length, jumps });
  return jumps;
};

/** Says that `after` is `before` with rules added at its end, so that only those are searched for jumps. */
export const carryJumps = (before: readonly RuleSpec[], after: readonly RuleSpec[]): void => {
  const known = cache.get(before);
  if (known?.length !== before.length) return;
  const added = jumpsFrom(after, before.length);
  cache.set(after, { length: after.length, jumps: added.length ? [...known.jumps, ...added] : known.jumps });
};
