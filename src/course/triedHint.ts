/** What keeps a packet from ending as it should, found out by trying: with one thing undone it ends so. */
import { listed } from '../netfilter/print/sentence/words.ts';
import { type World, withFilter } from '../network/world.ts';
import { run } from '../shell/run.ts';
import { type Decision, decisions } from '../trace/decisions.ts';
import { isErrorMessage } from '../trace/isErrorMessage.ts';
import type { Lab } from './lab.ts';
import { opening } from './packetEnd.ts';
import { type PacketResult, tryWorld } from './runLab.ts';
import { type Difference, isChain, isPolicy } from './solutionDiff.ts';

/** Rules in force after a command on the lab's host; null where it fails. */
const after = (lab: Lab, world: World, command: string): World | null => {
  const ran = run(world, lab.host, `iptables ${command}`);
  return ran.status === 0 ? ran.world : null;
};

const areRight = (lab: Lab, world: World | null): readonly boolean[] =>
  world ? tryWorld(lab, world).packets.map((packet) => packet.passed) : [];

/** Whether a rule that is gone was what let the first wrong packet end as it should: put back in its place, it does. */
export const isWanted = (
  lab: Lab,
  made: World,
  { where, ours, at }: Difference,
  packets: readonly PacketResult[],
): boolean => {
  const [table, chain] = where.split(' ');
  const back = after(lab, made, `-t ${table} -I ${chain} ${at} ${ours!.replace(/^-A \S+ /, '')}`);
  const first = packets.findIndex((packet) => !packet.passed);
  return first < 0 || areRight(lab, back ?? after(lab, made, `-t ${table} ${ours}`))[first] === true;
};

/** What a decision is about: the packet itself, or what comes back. */
const about = ({ trace }: PacketResult, { host, table, chain, rule }: Decision): string => {
  const isThis = (d: Decision) =>
    d.host === host && d.table === table && d.chain === chain && d.rule?.number === rule?.number;
  if (decisions(opening(trace, false)).some(isThis)) return 'this packet';
  const journey = trace.journeys.find((one) => decisions({ journeys: [one] }).some(isThis));
  return journey && isErrorMessage(journey) ? 'the error message about it' : 'its reply';
};

/** A policy that is stricter than the solution's, and that the first wrong packet met. */
const sayStrictPolicy = (
  lab: Lab,
  wrong: PacketResult,
  differences: readonly Difference[],
): string | null => {
  for (const decision of decisions(wrong.trace)) {
    const { host, table, chain, rule, ends } = decision;
    if (host !== lab.host || rule || !ends) continue;
    const where = `${table} ${chain}`;
    if (
      differences.some(
        (d) => d.where === where && !d.harmless && isPolicy(d.mine) && d.ours!.endsWith(' ACCEPT'),
      )
    )
      return `The policy of ${where} drops ${about(wrong, decision)}. It is about every packet that no rule decides, and one solution has ACCEPT there.`;
  }
  return null;
};

/** The policy alone differs, and is more lenient than the solution's. */
const sayLenientPolicy = (differences: readonly Difference[]): string | null => {
  const needed = differences.filter((d) => !d.harmless);
  const [first] = needed;
  return first && needed.every((d) => isPolicy(d.mine) && d.ours!.endsWith(' DROP'))
    ? `The rules are those of one solution. What becomes of a packet in ${first.where} that none of them matches?`
    : null;
};

/** A rule of the learner's that decides about the first wrong packet, where all is right without it, or with it as the last of its chain. */
const sayTooEarly = (
  lab: Lab,
  made: World,
  wrong: PacketResult,
  differences: readonly Difference[],
  since: readonly Difference[],
): string | null => {
  for (const decision of decisions(wrong.trace)) {
    const { host, table, chain, rule } = decision;
    if (host !== lab.host || !rule) continue;
    const isThis = ({ where, mine, at }: Difference) =>
      where === `${table} ${chain}` && mine === rule.text && at === rule.number;
    // What is no rule of the learner's is the exercise itself.
    if (!differences.some(isThis) || !since.some(isThis)) continue;
    const without = after(lab, made, `-t ${table} -D ${chain} ${rule.number}`);
    const behind = without && after(lab, without, `-t ${table} ${rule.text}`);
    const isRight = [without, behind].some((world) => {
      const right = areRight(lab, world);
      return right.length > 0 && right.every(Boolean);
    });
    if (!isRight) continue;
    // With a number too high, the rule after it is not there.
    const next = run(made, lab.host, `iptables -t ${table} -S ${chain} ${rule.number + 1}`).stdout;
    return `Rule ${rule.number} of ${table} ${chain} decides about ${about(wrong, decision)}${next === '' ? '' : ', and the rules after it never see it'}: \`${rule.text}\`. Is that as it should be?`;
  }
  return null;
};

/** The rules in force with one difference taken over from the solution; null where that is more than one command. */
const withOurs = (lab: Lab, made: World, { where, mine, ours, at }: Difference): World | null => {
  const [table, chain] = where.split(' ');
  const rule = ours?.replace(/^-A \S+ /, '');
  if (mine === ours || isChain(mine ?? ours)) return null;
  if (isPolicy(ours)) return after(lab, made, `-t ${table} ${ours}`);
  if (isPolicy(mine)) return null;
  if (ours === null) return after(lab, made, `-t ${table} -D ${chain} ${at}`);
  if (mine !== null) return after(lab, made, `-t ${table} -R ${chain} ${at} ${rule}`);
  return after(lab, made, `-t ${table} -I ${chain} ${at} ${rule}`) ?? after(lab, made, `-t ${table} ${ours}`);
};

/** More differences than these are not tried one by one. */
const mostTried = 12;

/**
 * Of several differences the one that, taken over from the solution alone, lets the first wrong packet end as it should, and none that
 * was right in another way; null where none does.
 */
export const decisive = (
  lab: Lab,
  made: World,
  differences: readonly Difference[],
  packets: readonly PacketResult[],
): Difference | null => {
  const needed = differences.filter((d) => !d.harmless).slice(0, mostTried);
  const first = packets.findIndex((packet) => !packet.passed);
  if (first < 0 || needed.length < 2) return null;
  const isEnough = (d: Difference): boolean => {
    const right = areRight(lab, withOurs(lab, made, d));
    return right[first] === true && packets.every((packet, i) => !packet.passed || right[i]);
  };
  return needed.find(isEnough) ?? null;
};

/** Whether the first wrong packet would still be wrong with the solution's rules in place of the learner's: what is missing is no rule. */
export const isNoRule = (lab: Lab, made: World, solved: World, packets: readonly PacketResult[]): boolean => {
  const first = packets.findIndex((packet) => !packet.passed);
  const ruled = withFilter(made, lab.host, solved.hosts[lab.host]!.filter);
  return first >= 0 && !areRight(lab, ruled)[first];
};

/** The interfaces that a rule names, each with its option, as `-S` prints them. Words in quotes are a comment. */
const asked = (rule: string): readonly (readonly [option: string, name: string])[] =>
  [...rule.replace(/"(\\.|[^"])*"/g, '').matchAll(/(?<!!) (-[io]) (\S+)/g)].map(([, option, name]) => [
    option!,
    name!,
  ]);

/** A rule of the learner's asks for an interface that the host has not. */
const sayNoInterface = (lab: Lab, made: World, since: readonly Difference[]): string | null => {
  const names = made.hosts[lab.host]!.interfaces.map(({ name }) => name);
  for (const { mine } of since)
    for (const [option, name] of mine === null ? [] : asked(mine)) {
      const isThere = name.endsWith('+')
        ? names.some((one) => one.startsWith(name.slice(0, -1)))
        : names.includes(name);
      if (isThere) continue;
      const address = /^[\d.]+$/.test(name)
        ? ` That is an address: \`-s\` is for where a packet is from, \`-d\` for where it goes.`
        : '';
      return `${lab.host} has no interface \`${name}\`, so a rule with \`${option} ${name}\` matches nothing. It has ${listed(names)}.${address}`;
    }
  return null;
};

/**
 * What to look at first, a sentence or two; null where trying finds nothing. It is said before the author's hint, which cannot know
 * of a policy or of the order of rules. `since`: how the learner's rules differ from those of the exercise's start.
 */
export const triedHint = (
  lab: Lab,
  made: World,
  packets: readonly PacketResult[],
  differences: readonly Difference[],
  since: readonly Difference[],
): string | null => {
  const wrong = packets.find((packet) => !packet.passed);
  if (!wrong || since.length === 0) return null;
  return (
    sayNoInterface(lab, made, since) ??
    sayStrictPolicy(lab, wrong, differences) ??
    sayLenientPolicy(differences) ??
    sayTooEarly(lab, made, wrong, differences, since)
  );
};
