import type { World } from '../network/world.ts';
import type { PacketView } from './labView.ts';
import { chainsUsed, type Difference, ruleCount, valuesThatDiffer, withoutValues } from './solutionDiff.ts';

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

const andAll = (all: readonly string[]): string =>
  all.length < 2 ? all.join() : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;

const sayMissing = ({ where, mine, ours }: Difference): string => {
  const values = mine === null ? null : valuesThatDiffer(mine, ours!);
  return values
    ? `This rule in ${where} has the options of one solution’s: \`${mine}\`. Look at the ${values.length === 1 ? 'value' : 'values'} of ${andAll(values.map((v) => `\`${v}\``))}.`
    : `One solution has this in ${where}: \`${withoutValues(ours!)}\`${mine === null ? '' : `, in place of \`${mine}\``}.`;
};

/**
 * Nearly the answer: a rule of the solution without its values, and what it replaces, or, where that has the same options, those
 * whose values differ; a rule that the solution does without, whole, because it is the learner's own. Where only the order differs, a rule that is in another place.
 */
const sayNear = (differences: readonly Difference[]): string | undefined => {
  const missing = differences.find((d) => d.ours !== null && d.ours !== d.mine);
  const spare = differences.find((d) => d.ours === null);
  const [moved] = differences;
  if (!moved) return undefined;
  const does = missing ? sayMissing(missing) : null;
  const lacks =
    spare &&
    `${does?.startsWith('One') ? 'It' : 'One solution'} does without this rule in ${spare.where}: \`${spare.mine}\``;
  if (does || lacks) return [does, lacks].filter(Boolean).join(' ');
  return `${differences.every((d) => d.ours !== null) ? 'The rules are right, their order is not.' : 'The order of the rules matters.'} Look at \`${withoutValues(moved.ours!)}\`.`;
};

/** What the second hint says, if there is one. */
type Second = 'chains' | 'changes' | null;

/** The chains, where there are several; else what to change, where that is not the one rule that there is. */
export const secondHint = (
  made: World,
  solved: World,
  host: string,
  differences: readonly Difference[],
): Second => {
  if (chainsUsed(made, solved, host).length > 1) return 'chains';
  const [only, ...more] = differences;
  const isOneRule = more.length === 0 && only?.mine?.startsWith('-A') && only.ours !== null;
  return isOneRule && ruleCount(made, host) === 1 ? null : 'changes';
};

/**
 * Hints one after the other, from what to look at to nearly the answer. The first is the author's, or what a mistake that
 * people make explains; where nothing was done yet neither is fair, and the packet that is wrong is named instead. What the author
 * did not think of comes before it: a line that does not load, a rule that is gone and has to stay, a rule without a target. The second
 * says in which chains to look, or how many rules have to change where there is one chain only and more than one rule. The third is nearly the answer.
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
  readonly second: Second;
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
  const all = andAll(places);
  const chains = untouched
    ? `One solution changes ${all}, and no other chain.`
    : `Your rules differ from one solution in ${all}, and in no other chain.`;
  const where =
    second === 'chains' && all !== '' ? chains : second === 'changes' ? sayChanges(differences) : undefined;
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
  // Where the rules are a solution's and the packet is wrong all the same, nothing but the author's hint can help.
  const last = untouched && differences.length === 0 ? (hint ?? undefined) : near;
  return [untouched ? look : (first ?? look), where, last].filter((says) => says !== undefined);
};
