/**
 * Why rules matched a packet or not. Worked out when it is asked for, from the state that the rules met: a
 * visit keeps what the host answered to them, and `Replay` gives the same answers again.
 */
import type { Check } from '../extension.ts';
import type { Skb } from '../packet.ts';
import { findMatch } from '../registry.ts';
import type { Step, Visit } from '../trace.ts';
import type { AddressMatch, Rule } from '../types.ts';
import { printAddress, printMask } from '../values/address.ts';
import { interfaceMatches } from '../values/interfaceMatches.ts';
import { protocolName } from '../values/protocol.ts';
import { Replay } from './replay.ts';
import { placeOf } from './ruleTest.ts';

/** A step in which rules were tried: one, or for a miss as many as it counts. */
export type RuleStep = Extract<Step, { kind: 'missed' | 'matched' | 'not-simulated' }>;

/** A part of a rule: a word of its own, or the match at this place in its list. */
export type RulePart =
  | 'source'
  | 'destination'
  | 'input'
  | 'output'
  | 'protocol'
  | 'fragment'
  | { readonly match: number };

/** One thing that a rule needs, and what the packet has. */
export interface PartCheck extends Check {
  readonly part: RulePart;
}

/** A part of a rule that was tried. Its words are made when they are wanted. */
interface Tried {
  readonly part: RulePart;
  /** Null where the part cannot be acted out here, and was passed over. */
  readonly answer: boolean | 'drop' | null;
  readonly checks: () => Iterable<Check>;
}

const network = (m: AddressMatch): string =>
  `${printAddress(m.address)}${m.mask === 0xffffffff ? '' : `/${printMask(m.mask)}`}`;

/** `source 10.0.0.0/8`, `a source outside 10.0.0.0/8`. */
const needsAddress = (which: 'source' | 'destination', m: AddressMatch): string =>
  m.inverted
    ? `a ${which} ${m.mask === 0xffffffff ? 'other than' : 'outside'} ${network(m)}`
    : `${which} ${network(m)}`;

const one = (part: RulePart, met: boolean, needs: string, has: () => string): Tried => ({
  part,
  answer: met,
  checks: () => [{ met, needs, has: has() }],
});

/** What a rule needs besides its matches. */
function* triedWords(rule: Rule, { packet: p, input, output }: Skb): Generator<Tried> {
  const { source: s, destination: d, input: i, output: o, protocol, fragment } = rule;
  const other = (inverted: boolean, what: string) => (inverted ? `${what} other than ` : '');
  if (s)
    yield one(
      'source',
      ((p.source & s.mask) >>> 0 === s.address) !== s.inverted,
      needsAddress('source', s),
      () => `the packet comes from ${printAddress(p.source)}`,
    );
  if (d)
    yield one(
      'destination',
      ((p.destination & d.mask) >>> 0 === d.address) !== d.inverted,
      needsAddress('destination', d),
      () => `the packet goes to ${printAddress(p.destination)}`,
    );
  if (i)
    yield one(
      'input',
      interfaceMatches(i, input),
      `to arrive on ${other(i.inverted, 'an interface')}${i.name}`,
      () => (input ? `the packet arrived on ${input}` : 'the packet was made on this machine'),
    );
  if (o)
    yield one(
      'output',
      interfaceMatches(o, output),
      `to leave through ${other(o.inverted, 'an interface')}${o.name}`,
      () => (output ? `the packet leaves through ${output}` : 'the packet stays on this machine'),
    );
  if (protocol)
    yield one(
      'protocol',
      (p.protocol === protocol.number) !== protocol.inverted,
      `${other(protocol.inverted, 'a protocol')}${protocolName(protocol.number)}`,
      () => `the packet is ${protocolName(p.protocol)}`,
    );
  if (fragment !== null) {
    const further = (p.fragment?.offset ?? 0) > 0;
    yield one(
      'fragment',
      further === (fragment === 'further'),
      fragment === 'further' ? 'a later fragment' : 'a whole packet or the first fragment',
      () =>
        further
          ? 'the packet is a later fragment'
          : `the packet is ${p.fragment ? 'the first fragment' : 'whole'}`,
    );
  }
}

/** What a rule needs, tried in the order the kernel tries it. A caller stops at the first part not met. */
function* tried(rule: Rule, before: Skb, replay: Replay): Generator<Tried> {
  yield* triedWords(rule, before);
  let skb = before;
  for (const [place, use] of rule.matches.entries()) {
    const match = findMatch(use.name)!;
    const met = skb;
    const isAbsent = (match.notSimulated?.(use.data) ?? null) !== null;
    replay.begin(placeOf(rule, place));
    const answer = isAbsent ? null : match.test(use.data, met, replay);
    if (answer === true && match.marked) skb = match.marked(use.data, met, replay);
    replay.tested();
    yield {
      part: { match: place },
      answer,
      checks: () =>
        answer === 'drop'
          ? [
              {
                met: false,
                needs: `an answer of ${use.name}`,
                has: `${use.name} cannot tell, and drops the packet`,
              },
            ]
          : match.checks(use.data, met, replay, answer === true),
    };
  }
}

/** Whether a rule that answered so is done with: no later part of it is tried. */
const isMissed = (answer: Tried['answer']): boolean => answer === false || answer === 'drop';

const rulesOf = (visit: Visit, step: RuleStep): readonly Rule[] => {
  const { rules } = visit.rules.chains[step.chain]!;
  return step.kind === 'missed'
    ? rules.slice(step.first, step.first + step.count)
    : rules.slice(step.index, step.index + 1);
};

/** For each rule of each step, how many answers had been given before it. */
type Moments = ReadonlyMap<RuleStep, readonly number[]>;

const momentsOf = (visit: Visit): Moments => {
  const moments = new Map<RuleStep, readonly number[]>();
  const replay = new Replay(visit, 0);
  for (const step of visit.steps) {
    if (step.kind === 'returned' || step.kind === 'policy' || step.kind === 'gave-up') continue;
    moments.set(
      step,
      rulesOf(visit, step).map((rule) => {
        const { at } = replay;
        for (const { answer } of tried(rule, step.skb, replay)) if (isMissed(answer)) break;
        return at;
      }),
    );
  }
  if (replay.at !== visit.answers.length) throw new Error('a walk cannot be walked again');
  return moments;
};

const known = new WeakMap<Visit, Moments>();

/** Where among the answers of a walk a rule's own begin. A walk that asked its host nothing has none. */
const answersBefore = (visit: Visit, step: RuleStep, index: number): number => {
  if (visit.answers.length === 0) return 0;
  if (!known.has(visit)) known.set(visit, momentsOf(visit));
  return known.get(visit)!.get(step)![index - (step.kind === 'missed' ? step.first : step.index)]!;
};

/**
 * What the rule at `index` of a step needed of the packet: everything where it matched, else up to the first
 * part that was not met. Each is true of the moment the packet met the rule.
 */
export const checksOf = (visit: Visit, step: RuleStep, index: number): readonly PartCheck[] => {
  const rule = visit.rules.chains[step.chain]!.rules[index]!;
  const replay = new Replay(visit, answersBefore(visit, step, index));
  const found: PartCheck[] = [];
  for (const { part, answer, checks } of tried(rule, step.skb, replay)) {
    if (answer === null) continue;
    for (const check of checks()) {
      found.push({ part, ...check });
      if (!check.met) break;
    }
    if (isMissed(answer)) break;
  }
  return found;
};

/** Why the rule at `index` of a step that missed did so: `needs destination port 80; the packet has port 22`. */
export const whyMissed = (visit: Visit, step: RuleStep, index: number): string => {
  if (step.kind === 'not-simulated') return `is not simulated: ${step.match} needs ${step.why}`;
  const check = checksOf(visit, step, index).find((c) => !c.met);
  if (!check) throw new Error(`rule ${index + 1} of ${step.chain} did not miss`);
  return `needs ${check.needs}; ${check.has}`;
};
