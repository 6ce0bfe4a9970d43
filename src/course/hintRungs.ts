import type { World } from '../network/world.ts';
import type { PacketView } from './labView.ts';
import {
  chainsUsed,
  type Difference,
  isChain,
  isPolicy,
  ruleCount,
  valuesThatDiffer,
  withoutValues,
} from './solutionDiff.ts';

/** A rule without a target. */
const isIdle = (rule: string): boolean => rule.startsWith('-A ') && !/ -[jg] /.test(rule);

/** What it takes to come from the learner's rules to a solution's, by number; undefined where that is nothing. */
const sayChanges = (differences: readonly Difference[]): string | undefined => {
  const needed = differences.filter((d) => !d.harmless);
  const chains = needed.filter((d) => isChain(d.mine ?? d.ours));
  const rules = needed.filter((d) => !chains.includes(d) && !isPolicy(d.ours));
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
  if (chains.some((d) => d.mine === null)) says.push('make a chain');
  if (chains.some((d) => d.ours === null)) says.push('delete a chain');
  if (rules.length + chains.length < needed.length) says.push('change the policy');
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
 * whose values differ; a rule that the solution does without, whole, because it is the learner's own. Where only the order differs, the rule that has to move.
 */
const sayNear = (differences: readonly Difference[], decisive: Difference | null): string | undefined => {
  const needed = differences.filter((d) => !d.harmless);
  const moved = needed.find((d) => d.mine === d.ours);
  const others = needed.filter((d) => d.mine !== d.ours);
  // Where a learner drops by policy and a solution by its rules, what differs in the rules comes first.
  const rules = others.filter((d) => !/^-P \S+ ACCEPT$/.test(d.ours ?? ''));
  const first = decisive ? [decisive] : rules.length > 0 || moved ? rules : others;
  const isRule = ({ mine, ours }: Difference) => !isChain(mine ?? ours);
  const missing = first.find((d) => d.ours !== null && isRule(d));
  const spare = first.find((d) => d.ours === null && isRule(d));
  const does = missing ? sayMissing(missing) : null;
  const policy = first.length > 0 ? needed.find((d) => /^-P \S+ ACCEPT$/.test(d.ours ?? '')) : undefined;
  const leaves = policy && missing !== policy && `In one solution the policy of ${policy.where} is ACCEPT.`;
  const lacks =
    spare &&
    `${does?.startsWith('One') ? 'It' : 'One solution'} does without this rule in ${spare.where}: \`${spare.mine}\`${leaves ? '.' : ''}`;
  if (does || lacks) return [does, lacks, leaves].filter(Boolean).join(' ');
  const spareChain = first.find((d) => isChain(d.mine));
  if (spareChain)
    return `One solution has no chain \`${spareChain.where.split(' ')[1]}\` in ${spareChain.where.split(' ')[0]}.`;
  if (!moved) return undefined;
  return others.length === 0
    ? `The rules are right, their order is not. This one has to move: \`${moved.mine}\``
    : `One solution has this rule in another place: \`${moved.mine}\``;
};

/** Kernel parameters that differ from a solution's: those that it changes, and those that only the learner has changed. */
export interface Settings {
  readonly ours: readonly string[];
  readonly mine: readonly string[];
}

const noSettings: Settings = { ours: [], mine: [] };

/** What differs and is no rule, null where there is nothing. `also`: rules differ too. */
export const saySettings = ({ ours, mine }: Settings, also: boolean): string | null => {
  const named = (all: readonly string[]) => andAll(all.map((name) => `\`${name}\``));
  const says = [
    ours.length > 0 &&
      `One solution ${also ? 'also ' : ''}changes something that is not a rule: ${named(ours)}.`,
    mine.length > 0 && `You changed something that is not a rule, and one solution does not: ${named(mine)}.`,
  ];
  return says.filter(Boolean).join(' ') || null;
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
  const [only, ...more] = differences.filter((d) => !d.harmless);
  const isOneRule = more.length === 0 && only?.mine?.startsWith('-A') && only.ours !== null;
  return isOneRule && ruleCount(made, host) === 1 ? null : 'changes';
};

/**
 * Hints one after the other, from what to look at to nearly the answer. The first is the author's, or what a mistake that
 * people make explains; where nothing was done yet neither is fair, and the packet that is wrong is named instead. What the author
 * did not think of comes before it: a line that does not load, which is then the only hint, a rule that is gone and has to stay, a rule without a target. The second
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
  settings = noSettings,
  undo = false,
  decisive = null,
}: {
  readonly hint: string | null;
  readonly untouched: boolean;
  readonly packets: readonly PacketView[];
  readonly differences: readonly Difference[];
  readonly second: Second;
  /** The first line that does not load. */
  readonly mistake?: number | 'end' | null;
  /** A rule that was there at first and is in the solution, and that the learner has removed. */
  readonly lost?: string | null;
  readonly settings?: Settings;
  /** What was done last can be undone with a button. */
  readonly undo?: boolean;
  /** The difference that matters to the first wrong packet, where one alone does. */
  readonly decisive?: Difference | null;
}): readonly string[] => {
  const wrong = packets.findIndex((p) => !p.passed);
  const packet = packets[wrong];
  const look = packet && `Look at packet ${wrong + 1}. It ${packet.end.decided}. Wanted: ${packet.expected}.`;
  const near = sayNear(differences, decisive);
  const places = [...new Set(differences.map((d) => `\`${d.where}\``))];
  const chainsNamed = andAll(places);
  const chains = untouched
    ? `One solution changes ${chainsNamed}, and no other chain.`
    : `Your rules differ from one solution in ${chainsNamed}, and in no other chain.`;
  const where =
    second === 'chains' && chainsNamed !== ''
      ? chains
      : second === 'changes'
        ? sayChanges(differences)
        : undefined;
  // A rule without a target loads without a message, so it is easily missed.
  const idle = differences.find((d) => d.mine !== null && d.ours !== d.mine && isIdle(d.mine))?.mine;
  const first =
    mistake !== null
      ? `${mistake === 'end' ? 'Something is missing at the end of the text' : `Line ${mistake} does not load`}. Begin with what is said about it.`
      : lost !== null
        ? `This rule was there at first, and one solution keeps it: \`${lost}\`${undo ? '. “Undo the last command” takes back the last command that changed something, and what you typed after it.' : ''}`
        : idle
          ? `This rule has no \`-j\`, so it decides nothing about a packet: \`${idle}\``
          : hint;
  // The rules in force are not those of a text that does not load, so nothing else that is said of them is about it.
  if (mistake !== null) return [first!];
  const not = saySettings(settings, differences.length > 0);
  const command = settings.ours[0] && `A command that changes it: \`sysctl -w ${settings.ours[0]}=…\`.`;
  const all = (...says: readonly (string | null | undefined)[]) => says.filter(Boolean).join(' ');
  // Where the rules are a solution's and the packet is wrong all the same, nothing but the author's hint can help.
  const last = untouched && differences.length === 0 && !not ? hint : all(not, command, near);
  return [untouched ? look : (first ?? look), all(not, where), last].filter((says) => !!says) as string[];
};
