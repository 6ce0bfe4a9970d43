/** Where the rules in force differ from those of the solution: rule by rule, each difference with a sentence. */
import { explainRule } from '../netfilter/print/explain.ts';
import { save } from '../netfilter/print/save.ts';
import type { TableName } from '../netfilter/types.ts';
import { parameters } from '../network/sysctl.ts';
import type { World } from '../network/world.ts';
import { type Pair, toMove } from './toMove.ts';

/** One place where the two differ; `mine` or `ours` is null where only the other has a rule. */
export interface Difference {
  /** `nat POSTROUTING`. */
  readonly where: string;
  readonly mine: string | null;
  readonly ours: string | null;
  readonly says: string;
  /** The number of the learner's rule, from 1; of a solution's rule where the learner has none; 0 for a policy. */
  readonly at: number;
  /**
   * No packet ends in another way for it: a rule in another place, among rules that do the same; or a policy that does what the last
   * rule of the chain does in the other.
   */
  readonly harmless?: true;
}

interface Chain {
  readonly table: TableName;
  readonly name: string;
  readonly policy: string;
  readonly rules: readonly string[];
}

const chainsOf = (world: World, host: string): readonly Chain[] => {
  const chains: { table: TableName; name: string; policy: string; rules: string[] }[] = [];
  let table: TableName = 'filter';
  for (const line of save(world.hosts[host]!.filter).split('\n')) {
    const [word = '', second = ''] = line.split(' ');
    if (word.startsWith('*')) table = word.slice(1) as TableName;
    else if (word.startsWith(':')) chains.push({ table, name: word.slice(1), policy: second, rules: [] });
    else if (word === '-A') chains.find((c) => c.table === table && c.name === second)!.rules.push(line);
  }
  return chains;
};

/** A run of rules that the other does not have in this place, on either side: where they are, from 0. */
interface Gap {
  readonly mine: number[];
  readonly ours: number[];
}

/** More rules than these in a chain are not compared, so that it stays quick. */
const mostRules = 400;

/** The gaps between the longest rows of rules that both have; of rows that are as long, the one with most rules of the same number. */
const gapsOf = (mine: readonly string[], ours: readonly string[]): readonly Gap[] => {
  const longest = Array.from({ length: mine.length + 1 }, () => new Array<number>(ours.length + 1).fill(0));
  const withPair = (i: number, j: number): number =>
    mine[i] === ours[j] ? longest[i + 1]![j + 1]! + mostRules + (i === j ? 1 : 0) : -1;
  for (let i = mine.length - 1; i >= 0; i--)
    for (let j = ours.length - 1; j >= 0; j--)
      longest[i]![j] = Math.max(withPair(i, j), longest[i + 1]![j]!, longest[i]![j + 1]!);
  const gaps: Gap[] = [{ mine: [], ours: [] }];
  let [i, j] = [0, 0];
  while (i < mine.length || j < ours.length) {
    if (i < mine.length && j < ours.length && withPair(i, j) === longest[i]![j]) {
      gaps.push({ mine: [], ours: [] });
      i++;
      j++;
    } else if (j >= ours.length || (i < mine.length && longest[i + 1]![j]! >= longest[i]![j + 1]!))
      gaps.at(-1)!.mine.push(i++);
    else gaps.at(-1)!.ours.push(j++);
  }
  return gaps;
};

const meaning = (rule: string, table: TableName): string => {
  const read = explainRule(rule, { table });
  return read.ok ? read.explanation.sentence : '';
};

/** A rule's options, each with its values. */
const optionsOf = (rule: string): readonly string[] => rule.split(/(?<! !) (?=(?:! )?-{1,2}[A-Za-z])/);

const sayChange = (mine: string, ours: string): string => {
  const [a, b] = [optionsOf(mine), optionsOf(ours)];
  const [own, other] = [a.filter((o) => !b.includes(o)), b.filter((o) => !a.includes(o))];
  const code = (all: readonly string[]) => `\`${all.join(' ')}\``;
  return own.length === 0
    ? `Ours also says ${code(other)}.`
    : other.length === 0
      ? `Ours leaves out ${code(own)}.`
      : `Yours says ${code(own)}, ours ${code(other)}.`;
};

/** More pairs than these are not weighed. */
const mostPairs = 10_000;

/**
 * Two rows of rules beside each other, by their places in each, in the same order, so that partners share the most options; a rule has a
 * partner wherever that costs none. Two that the exercise has given, `given`, are not each other's. Null for a rule without one.
 */
const besideEachOther = (
  mine: readonly string[],
  ours: readonly string[],
  given: readonly string[],
): readonly (readonly [mine: number | null, ours: number | null])[] => {
  const [own, other] = [mine, ours].map((rules) => rules.map(optionsOf));
  const alike = (i: number, k: number): number =>
    mine.length * ours.length > mostPairs
      ? 0
      : given.includes(mine[i]!) && given.includes(ours[k]!)
        ? -1
        : own![i]!.slice(1).filter((option) => other![k]!.includes(option)).length;
  // best[i][k]: how many options partners share, from the i-th of mine and the k-th of ours on.
  const best = Array.from({ length: mine.length + 1 }, () => new Array<number>(ours.length + 1).fill(0));
  const together = (i: number, k: number): number => alike(i, k) + best[i + 1]![k + 1]!;
  for (let i = mine.length - 1; i >= 0; i--)
    for (let k = ours.length - 1; k >= 0; k--)
      best[i]![k] = Math.max(together(i, k), best[i + 1]![k]!, best[i]![k + 1]!);
  const pairs: [number | null, number | null][] = [];
  let [i, k] = [0, 0];
  while (i < mine.length || k < ours.length) {
    if (i === mine.length) pairs.push([null, k++]);
    else if (k === ours.length) pairs.push([i++, null]);
    else if (together(i, k) === best[i]![k]) pairs.push([i++, k++]);
    else if (best[i]![k + 1] === best[i]![k]) pairs.push([null, k++]);
    else pairs.push([i++, null]);
  }
  return pairs;
};

/** The chains of a host that have rules, or a policy that says something, in one world or the other. */
export const chainsUsed = (one: World, other: World, host: string): readonly string[] => [
  ...new Set(
    [one, other].flatMap((world) =>
      chainsOf(world, host).flatMap(({ table, name, policy, rules }) =>
        rules.length > 0 || policy === 'DROP' ? [`${table} ${name}`] : [],
      ),
    ),
  ),
];

/** Whether this side of a difference is a chain, and not a rule or a policy in it. */
export const isChain = (line: string | null): boolean => line?.startsWith('-N ') ?? false;

/** Whether this side of a difference is a chain's policy. */
export const isPolicy = (rule: string | null): boolean => rule?.startsWith('-P ') ?? false;

/** A chain that only one of the two has. */
const ownChain = (where: string, mine: Chain | undefined, ours: Chain | undefined): readonly Difference[] => {
  if (mine && ours) return [];
  const { name, policy } = (mine ?? ours)!;
  // A table that is not in use yet has its built-in chains all the same.
  if (policy !== '-') return [];
  const line = `-N ${name}`;
  return [
    {
      where,
      mine: mine ? line : null,
      ours: ours ? line : null,
      says: `Only in ${mine ? 'yours' : 'ours'}: the chain \`${name}\`.`,
      at: 0,
    },
  ];
};

const policyDifference = (where: string, was: string, is: string): Difference[] => {
  if (was === is || was === '-' || is === '-') return [];
  const [, name] = where.split(' ');
  const says = `The policy of ${where} is ${was} in yours, and ${is} in ours.`;
  return [{ where, mine: `-P ${name} ${was}`, ours: `-P ${name} ${is}`, says, at: 0 }];
};

/** The differences on a host, in the order of its tables. `start` is the exercise's own world: of its rules, none has become another. */
export const solutionDiff = (
  mine: World,
  ours: World,
  host: string,
  start: World | null = null,
): readonly Difference[] => {
  const [left, right] = [chainsOf(mine, host), chainsOf(ours, host)];
  const first = start ? chainsOf(start, host) : [];
  const same = (c: Chain) => (d: Chain) => d.table === c.table && d.name === c.name;
  const all = [...right, ...left.filter((c) => !right.some(same(c)))];
  return all.flatMap((one): readonly Difference[] => {
    const { table, name } = one;
    const [own, other] = [left.find(same(one)), right.find(same(one))];
    const where = `${table} ${name}`;
    const [was, is] = [own?.policy ?? 'ACCEPT', other?.policy ?? 'ACCEPT'];
    const chain = ownChain(where, own, other);
    const policy = policyDifference(where, was, is);
    let [a, b] = [own?.rules ?? [], other?.rules ?? []];
    if (a.length > mostRules || b.length > mostRules) return [...chain, ...policy];
    const last = `-A ${name} -j DROP`;
    const [isLast, isOurLast] = [a, b].map((rules) => rules.at(-1) === last);
    const drops =
      policy.length > 0 &&
      isLast !== isOurLast &&
      !(isLast ? b : a).includes(last) &&
      (isLast ? is : was) === 'DROP';
    if (drops) {
      const says = isLast
        ? `Your last rule in ${where} does what its policy does in ours.`
        : `Your policy of ${where} does what its last rule does in ours.`;
      policy.splice(0, 1, {
        ...policy[0]!,
        ...(isLast ? { mine: last, at: a.length } : { ours: last }),
        says,
        harmless: true,
      });
      [a, b] = isLast ? [a.slice(0, -1), b] : [a, b.slice(0, -1)];
    }
    const gaps = gapsOf(a, b);
    // What is left over on both sides is the same rule in another place; each of the two is meant once.
    const [spare, wanted] = [gaps.flatMap((g) => g.mine), gaps.flatMap((g) => g.ours)];
    const moved = spare.flatMap((m) => {
      const o = wanted.findIndex((at) => b[at] === a[m]);
      return o < 0 ? [] : [[m, wanted.splice(o, 1)[0]!] as const];
    });
    const outside = (gap: keyof Gap, rules: readonly string[]) =>
      rules.flatMap((_, at) => (gaps.some((g) => g[gap].includes(at)) ? [] : [at]));
    const theirs = outside('ours', b);
    const inPlace = outside('mine', a).map((m, i): Pair => [m, theirs[i]!]);
    const needed = toMove([...moved, ...inPlace], (at) => a[at]!);
    const others = moved.filter(([m, o]) => m !== o);
    const isShort = others.length === moved.length && others.length < needed.length;
    // Rules that do the same, in another order, are not among those that have to move.
    const isPart =
      needed.length > 0 &&
      !isShort &&
      [...moved, ...inPlace]
        .filter((pair) => !needed.includes(pair))
        .toSorted(([m], [n]) => m - n)
        .some(([, o], i, kept) => i > 0 && kept[i - 1]![1] > o);
    const moves = (needed.length === 0 || isShort ? others : needed)
      .toSorted(([, o], [, p]) => o - p)
      .map(
        ([m, o], i, { length }): Difference => ({
          where,
          mine: a[m]!,
          ours: b[o]!,
          at: m + 1,
          says: `The same rule in another place: it is rule ${m + 1} of ${where} in yours, and rule ${o + 1} in ours.${i === length - 1 && isPart ? ' The order of the others makes no difference.' : ''}`,
          ...(needed.length === 0 && { harmless: true }),
        }),
      );
    const rules = gaps.flatMap(({ mine, ours }): readonly Difference[] => {
      const left = mine.filter((at) => !moved.some(([m]) => m === at));
      const right = ours.filter((at) => !moved.some(([, o]) => o === at));
      return besideEachOther(
        left.map((at) => a[at]!),
        right.map((at) => b[at]!),
        first.find(same(one))?.rules ?? [],
      ).map(([m, o]): Difference => {
        const [mine, ours] = [m === null ? null : a[left[m]!]!, o === null ? null : b[right[o]!]!];
        const says =
          mine !== null && ours !== null
            ? sayChange(mine, ours)
            : ours !== null
              ? `${a.includes(ours) ? 'Once more' : 'Only'} in ours: ${meaning(ours, table)}`
              : `${b.includes(mine!) ? 'Once more' : 'Only'} in yours: ${meaning(mine!, table)}`;
        return { where, mine, ours, at: 1 + (m === null ? right[o!]! : left[m]!), says };
      });
    });
    return [...chain, ...policy, ...moves, ...rules];
  });
};

/** A connbytes rule sets this one. */
const setByRules = 'net.netfilter.nf_conntrack_acct';

/** The kernel's parameters that were set on a host in one of two worlds and have another value in the other, by name. */
export const parametersThatDiffer = (one: World, other: World, host: string): readonly string[] => {
  const [a, b] = [one.hosts[host]!, other.hosts[host]!];
  const names = [...new Set([...Object.keys(a.sysctl), ...Object.keys(b.sysctl)])];
  return names.filter((name) => name !== setByRules && parameters(a).get(name) !== parameters(b).get(name));
};

/** How many rules a host has, in all tables. */
export const ruleCount = (world: World, host: string): number =>
  chainsOf(world, host).reduce((n, { rules }) => n + rules.length, 0);

/** The options whose values differ, where two rules are the same without their values; null where they are not. */
export const valuesThatDiffer = (mine: string, ours: string): readonly string[] | null => {
  if (mine === ours || withoutValues(mine) !== withoutValues(ours)) return null;
  const others = optionsOf(ours);
  const names = optionsOf(mine).flatMap((option, i) =>
    option === others[i] ? [] : [/^(?:! )?(\S+)/.exec(option)![1]!],
  );
  // The match that goes with a protocol has its name.
  return names.filter((name) => name !== '-m' || !names.includes('-p'));
};

/** A rule with the values of its options left out: nearly the answer. */
export const withoutValues = (rule: string): string =>
  optionsOf(rule)
    .map((option, i) => (i === 0 || /^-[jg] /.test(option) ? option : option.replace(/ (?!-)[^ ]+$/, ' …')))
    .join(' ');
