/** Which misconception a learner's wrong rules show, if there is one and no other. */
import type { TableName } from '../../netfilter/types.ts';
import type { World } from '../../network/world.ts';
import { splitSaved } from '../../text/words.ts';
import { misconceptions } from './kinds/index.ts';
import type { Misconception } from './misconception.ts';
import { mutantsOf, rulesOf } from './mutants.ts';
import { differences, observe, portsIn, seenOfPackets } from './observe.ts';
import { partsOf } from './script.ts';
import type { SolvedLab } from './withSolution.ts';

/**
 * The misconception whose mutant a learner's world is: the same rules, or rules that deviate from the solution in at
 * least the same words and behave as the mutant does for every packet. Null if there is none, if two could be meant, or
 * if time runs out. `written` is what the learner wrote: one order of rules can come of different commands.
 */
export const misconceptionOf = (
  prepared: SolvedLab,
  learner: World,
  outOfTime: () => boolean,
  written: string,
): Misconception | null => {
  const { lab } = prepared;
  const { right, mutants } = mutantsOf(
    prepared,
    outOfTime,
    misconceptions.filter((m) => m.written?.test(written) ?? true),
  );
  if (outOfTime()) return null;
  const rules = rulesOf(learner, lab.host);
  const same = mutants.find((m) => rulesOf(m.world, lab.host) === rules);
  if (same) return same.misconception;
  const solution = factsOf(rulesOf(right, lab.host));
  const own = difference(solution, factsOf(rules));
  const seen = seenOfPackets(lab, learner);
  const like = mutants.filter((m) => {
    if (m.misconception.asWhole && !hasNewLines(rules, rulesOf(m.world, lab.host), rulesOf(right, lab.host)))
      return false;
    const made = difference(solution, factsOf(rulesOf(m.world, lab.host)));
    return (
      covers(own.gone, made.gone) &&
      covers(own.added, made.added) &&
      !isWrittenOtherwise(own.added, made) &&
      // A change of order alone shows in no word.
      (made.gone.size + made.added.size > 0 || own.gone.size + own.added.size === 0) &&
      seenOfPackets(lab, m.world).every((s, i) => s === seen[i])
    );
  });
  if (like.length === 0 || outOfTime()) return null;
  const { observed } = observe(lab, learner, portsIn(lab.solution));
  const ids = new Map<string, Misconception>();
  for (const mutant of like) {
    if (outOfTime()) return null;
    const [other] = differences(lab, observed, mutant.world);
    if (!other) ids.set(mutant.misconception.id, mutant.misconception);
  }
  return ids.size === 1 ? [...ids.values()][0]! : null;
};

/** How often each thing is said in rules: an option in a chain of a table, a policy. */
type Facts = ReadonlyMap<string, number>;

const factsOf = (saved: string): Facts => {
  const facts = new Map<string, number>();
  const add = (...words: readonly string[]) => {
    const fact = words.join(' ');
    facts.set(fact, (facts.get(fact) ?? 0) + 1);
  };
  let table = '' as TableName;
  for (const line of saved.split('\n')) {
    if (line.startsWith('*')) table = line.slice(1) as TableName;
    if (/^:\S+ DROP/.test(line)) add(table, line.trim());
    if (!line.startsWith('-A ')) continue;
    const [, chain, ...words] = splitSaved(line);
    add(table, chain!.text);
    for (const option of partsOf(words).flat())
      add(table, chain!.text, option.not ? '!' : '', option.name, ...option.values);
  }
  return facts;
};

const minus = (from: Facts, taken: Facts): Facts =>
  new Map(
    [...from].flatMap(([fact, n]) => {
      const left = n - (taken.get(fact) ?? 0);
      return left > 0 ? [[fact, left] as const] : [];
    }),
  );

const difference = (right: Facts, other: Facts) => ({
  gone: minus(right, other),
  added: minus(other, right),
});

/** What of a rule a fact is, and where: `filter INPUT -p`; `filter INPUT` for a rule itself. */
const placeOf = (fact: string): string => fact.replace(/^(\S+ \S+) !? ?(\S+).*/s, '$1 $2');
const isRule = (fact: string): boolean => /^\S+ [^\s:]\S*$/.test(fact);

/**
 * Whether a mutant leaves something out that a learner wrote in another way: an option that has another value, or a rule that is in
 * another chain.
 */
const isWrittenOtherwise = (written: Facts, made: ReturnType<typeof difference>): boolean => {
  const [gone, added] = [[...made.gone.keys()], [...made.added.keys()]];
  if (gone.some(isRule)) return !added.some(isRule) && [...written.keys()].some(isRule);
  const changed = added.map(placeOf);
  const left = gone.map(placeOf).filter((place) => !place.includes(' :') && !changed.includes(place));
  return [...written.keys()].some((fact) => left.includes(placeOf(fact)));
};

/** Whether saved rules have each line of a mutant's that the solution has not. */
const hasNewLines = (rules: string, mutant: string, right: string): boolean => {
  const [own, old] = [rules.split('\n'), right.split('\n')];
  return mutant.split('\n').every((line) => old.includes(line) || own.includes(line));
};

const covers = (all: Facts, some: Facts): boolean =>
  [...some].every(([fact, n]) => (all.get(fact) ?? 0) >= n);
