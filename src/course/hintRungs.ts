import type { PacketView } from './labView.ts';
import { type Difference, withoutValues } from './solutionDiff.ts';

/** A rule without a target. */
const isIdle = (rule: string): boolean => rule.startsWith('-A ') && !/ -[jg] /.test(rule);

/** What it takes to come from the learner's rules to a solution's, by number; undefined where that is nothing. */
const sayChanges = (differences: readonly Difference[]): string | undefined => {
  const rules = differences.filter((d) => !d.ours?.startsWith('-P '));
  const counts = {
    change: rules.filter((d) => d.mine !== null && d.ours !== null && d.mine !== d.ours).length,
    add: rules.filter((d) => d.mine === null).length,
    remove: rules.filter((d) => d.ours === null).length,
    move: rules.filter((d) => d.mine === d.ours).length,
  };
  const steps = Object.entries(counts).flatMap(([verb, n]) => (n === 0 ? [] : [[verb, n] as const]));
  const says = steps.map(
    ([verb, n], i) => `${verb} ${n === 1 ? 'one' : n}${i > 0 ? '' : n === 1 ? ' rule' : ' rules'}`,
  );
  if (rules.length < differences.length) says.push('change the policy');
  const last = says.pop();
  return (
    last &&
    `To get from your rules to one solution, ${[says.join(', '), last].filter(Boolean).join(' and ')}.`
  );
};

/**
 * Nearly the answer: a rule of the solution without its values, and what it replaces; a rule that the solution does without, whole,
 * because it is the learner's own. Where only the order differs, a rule that is in another place.
 */
const sayNear = (differences: readonly Difference[]): string | undefined => {
  const missing = differences.find((d) => d.ours !== null && d.ours !== d.mine);
  const spare = differences.find((d) => d.ours === null);
  const [moved] = differences;
  if (!moved) return undefined;
  const does = missing
    ? `One solution has this in ${missing.where}: \`${withoutValues(missing.ours!)}\`${missing.mine === null ? '' : `, in place of \`${missing.mine}\``}.`
    : null;
  const lacks =
    spare && `${does ? 'It' : 'One solution'} does without this rule in ${spare.where}: \`${spare.mine}\``;
  if (does || lacks) return [does, lacks].filter(Boolean).join(' ');
  return `${differences.every((d) => d.ours !== null) ? 'The rules are right, their order is not.' : 'The order of the rules matters.'} Look at \`${withoutValues(moved.ours!)}\`.`;
};

/**
 * Hints one after the other, from what to look at to nearly the answer. The first is the author's, or what a mistake that
 * people make explains; where nothing was done yet neither is fair, and the packet that is wrong is named instead. What the author
 * did not think of comes before it: a line that does not load, a rule that is gone and has to stay, a rule without a target. The second
 * says in which chains to look, or how many rules have to change where there is one chain only. The third is nearly the answer.
 */
export const hintRungs = ({
  hint,
  untouched,
  packets,
  differences,
  second,
  mistake = null,
  lost = null,
  undo = false,
}: {
  readonly hint: string | null;
  readonly untouched: boolean;
  readonly packets: readonly PacketView[];
  readonly differences: readonly Difference[];
  /** What the second hint says, if there is one: there may be one chain only, or no rule to add or to take away. */
  readonly second: 'chains' | 'changes' | null;
  /** The first line that does not load. */
  readonly mistake?: number | null;
  /** A rule that was there at first and is in the solution, and that the learner has removed. */
  readonly lost?: string | null;
  /** What was done last can be undone with a button. */
  readonly undo?: boolean;
}): readonly string[] => {
  const wrong = packets.findIndex((p) => !p.passed);
  const packet = packets[wrong];
  const look = packet && `Look at packet ${wrong + 1}. It ${packet.end.decided}. Wanted: ${packet.expected}.`;
  const near = sayNear(differences);
  const places = [...new Set(differences.map((d) => `\`${d.where}\``))];
  const all = places.length < 2 ? places[0] : `${places.slice(0, -1).join(', ')} and ${places.at(-1)}`;
  const chains =
    all &&
    (untouched
      ? `One solution changes ${all}, and no other chain.`
      : `Your rules differ from one solution in ${all}, and in no other chain.`);
  const where = second === 'chains' ? chains : second === 'changes' ? sayChanges(differences) : undefined;
  // A rule without a target loads without a message, so it is easily missed.
  const idle = differences.find((d) => d.mine !== null && d.ours !== d.mine && isIdle(d.mine))?.mine;
  const first =
    mistake !== null
      ? `Line ${mistake} does not load, so no packet has met it. Begin with what is said about it.`
      : lost !== null
        ? `This rule was there at first, and one solution keeps it: \`${lost}\`${undo ? '. “Undo the last command” takes back what you did last.' : ''}`
        : idle
          ? `This rule has no \`-j\`, so it decides nothing about a packet: \`${idle}\``
          : hint;
  return [untouched ? look : (first ?? look), where, near].filter((says) => says !== undefined);
};
