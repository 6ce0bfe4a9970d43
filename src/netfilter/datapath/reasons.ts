/**
 * Why rules matched a packet or not. Worked out when it is asked for, from the state that the rules met: a
 * visit keeps what the host answered to them, and `Replay` gives the same answers again.
 */
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

/** One thing a rule needs, and what the packet has, in plain words. */
export interface Check {
  readonly part: RulePart;
  /** `needs tcp`. */
  readonly asks: string;
  /** `the packet is udp`. */
  readonly has: string;
  readonly fits: boolean;
}

/** A part of a rule that was tried. Its words are made when they are wanted. */
interface Tried {
  readonly part: RulePart;
  /** Null where the part cannot be acted out here, and was passed over. */
  readonly answer: boolean | 'drop' | null;
  readonly words: () => readonly [asks: string, has: string];
}

const network = (m: AddressMatch): string =>
  `${printAddress(m.address)}${m.mask === 0xffffffff ? '' : `/${printMask(m.mask)}`}`;

/** What a rule needs, tried in the order the kernel tries it, up to the first part that is not met. */
function* tried(rule: Rule, before: Skb, replay: Replay): Generator<Tried> {
  const p = before.packet;
  const not = (inverted: boolean) => (inverted ? 'anything but ' : '');
  const { source: s, destination: d, input: i, output: o, protocol, fragment } = rule;
  if (s)
    yield {
      part: 'source',
      answer: ((p.source & s.mask) >>> 0 === s.address) !== s.inverted,
      words: () => [
        `needs a source of ${not(s.inverted)}${network(s)}`,
        `the packet comes from ${printAddress(p.source)}`,
      ],
    };
  if (d)
    yield {
      part: 'destination',
      answer: ((p.destination & d.mask) >>> 0 === d.address) !== d.inverted,
      words: () => [
        `needs a destination of ${not(d.inverted)}${network(d)}`,
        `the packet goes to ${printAddress(p.destination)}`,
      ],
    };
  if (i)
    yield {
      part: 'input',
      answer: interfaceMatches(i, before.input),
      words: () => [
        `needs to have come in by ${not(i.inverted)}${i.name}`,
        `the packet ${before.input ? `came in by ${before.input}` : 'was made here'}`,
      ],
    };
  if (o)
    yield {
      part: 'output',
      answer: interfaceMatches(o, before.output),
      words: () => [
        `needs to leave by ${not(o.inverted)}${o.name}`,
        `the packet ${before.output ? `leaves by ${before.output}` : 'stays here'}`,
      ],
    };
  if (protocol)
    yield {
      part: 'protocol',
      answer: (p.protocol === protocol.number) !== protocol.inverted,
      words: () => [
        `needs ${not(protocol.inverted)}${protocolName(protocol.number)}`,
        `the packet is ${protocolName(p.protocol)}`,
      ],
    };
  if (fragment !== null) {
    const further = (p.fragment?.offset ?? 0) > 0;
    yield {
      part: 'fragment',
      answer: further === (fragment === 'further'),
      words: () => [
        `needs a ${fragment === 'further' ? 'further' : 'first'} fragment`,
        further ? 'this is a further one' : 'the packet is whole',
      ],
    };
  }
  let skb = before;
  for (const [place, use] of rule.matches.entries()) {
    const match = findMatch(use.name)!;
    const met = skb;
    const absent = match.notSimulated?.(use.data) ?? null;
    replay.begin(placeOf(rule, place));
    const answer = absent === null ? match.test(use.data, met, replay) : null;
    if (answer === true && match.marked) skb = match.marked(use.data, met, replay);
    replay.tested();
    yield {
      part: { match: place },
      answer,
      words: () => [
        `asks that ${match.explain(use.data)}`,
        answer === null
          ? `not simulated: ${absent}`
          : answer === 'drop'
            ? `${use.name} cannot tell, and drops the packet`
            : `the packet has ${match.saw(use.data, met, replay)}`,
      ],
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
export const checksOf = (visit: Visit, step: RuleStep, index: number): readonly Check[] => {
  const rule = visit.rules.chains[step.chain]!.rules[index]!;
  const checks: Check[] = [];
  for (const { part, answer, words } of tried(
    rule,
    step.skb,
    new Replay(visit, answersBefore(visit, step, index)),
  )) {
    if (answer === null) continue;
    const [asks, has] = words();
    checks.push({ part, asks, has, fits: answer === true });
    if (isMissed(answer)) break;
  }
  return checks;
};

/** Why the rule at `index` of a step that missed did so, in plain words. */
export const whyMissed = (visit: Visit, step: RuleStep, index: number): string => {
  if (step.kind === 'not-simulated') return `not simulated: ${step.match} asks for ${step.why}`;
  const check = checksOf(visit, step, index).find((c) => !c.fits);
  if (!check) throw new Error(`rule ${index + 1} of ${step.chain} did not miss`);
  return `${check.asks}; ${check.has}`;
};
