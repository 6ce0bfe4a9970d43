import type { Ask } from '../extension.ts';
import type { Skb } from '../packet.ts';
import { findMatch } from '../registry.ts';
import type { Rule, Use } from '../types.ts';
import { interfaceMatches } from '../values/interfaceMatches.ts';
import type { Recorder } from './recorder.ts';

/** Whether a rule matches; `drop` if a match drops the packet, `Unknown` if a match cannot be simulated. */
export type Answer = boolean | 'drop' | Unknown;
/** A match that cannot be simulated, and why. */
export type Unknown = { readonly match: string; readonly why: string };
/**
 * A test of a packet. A match that changes the packet's mark also returns the changed packet: the next test gets
 * that one, and so do later rules, whether or not this rule matches.
 */
export type Test = (skb: Skb, environment: Recorder) => Answer | Changed;
/** An answer, and the packet that a match has changed. */
export type Changed = { readonly skb: Skb; readonly answer: Answer };

/** What a match needs, in the words of `Ask`; null if only its `test` can tell. */
export const asksOf = (use: Use): readonly Ask[] | null => findMatch(use.name)!.asks?.(use.data) ?? null;

/**
 * The matches that are tried before the others of their rule, because `asksOf` can put them in words. A match
 * whose test takes the host ends them: it may ask or remember something, and meets only packets that all
 * matches before it let through.
 */
export const askedFirst = (matches: readonly Use[]): readonly Use[] => {
  const end = matches.findIndex(({ name }) => findMatch(name)!.test.length > 2);
  return (end < 0 ? matches : matches.slice(0, end)).filter(asksOf);
};

/** The match number `i` of a rule, as `Environment.rule` names it. */
export const placeOf = (rule: Rule, i: number): string => `${rule.id}.${i}`;

/** Tests what a rule needs besides addresses, protocol and the matches of `askedFirst`; null for nothing. */
export const testOf = (rule: Rule): Test | null => {
  const tests: Test[] = [];
  if (rule.input) tests.push((skb) => interfaceMatches(rule.input, skb.input));
  if (rule.output) tests.push((skb) => interfaceMatches(rule.output, skb.output));
  if (rule.fragment !== null)
    tests.push((skb) => (skb.packet.fragment?.offset ?? 0) > 0 === (rule.fragment === 'further'));
  const first = new Set(askedFirst(rule.matches));
  for (const [i, use] of rule.matches.entries())
    if (!first.has(use)) tests.push(matchTest(use, placeOf(rule, i)));
  if (tests.length <= 1) return tests[0] ?? null;
  return (skb, environment) => {
    let unknown: Unknown | null = null;
    let met = skb;
    const ended = (answer: Answer) => (met === skb ? answer : { skb: met, answer });
    for (const test of tests) {
      const tested = test(met, environment);
      const changed = isChanged(tested);
      if (changed) met = tested.skb;
      const answer = changed ? tested.answer : tested;
      if (answer === false || answer === 'drop') return ended(answer);
      if (answer !== true) unknown ??= answer;
    }
    return ended(unknown ?? true);
  };
};

/** Whether a test has changed the packet. */
export const isChanged = (tested: Answer | Changed): tested is Changed =>
  typeof tested === 'object' && 'skb' in tested;

const matchTest = (use: Use, place: string): Test => {
  const match = findMatch(use.name)!;
  const { data } = use;
  const why = match.notSimulated?.(data) ?? null;
  if (why !== null) {
    const unknown = { match: match.name, why };
    return () => unknown;
  }
  if (match.marked)
    return (skb, environment) => {
      const answer = match.test(data, skb, environment);
      return answer === true ? { skb: match.marked!(data, skb, environment), answer } : answer;
    };
  if (match.stateful)
    return (skb, environment) => {
      environment.rule = place;
      return match.test(data, skb, environment);
    };
  return (skb, environment) => match.test(data, skb, environment);
};
