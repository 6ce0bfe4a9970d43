import type { Environment } from '../extension.ts';
import type { Skb } from '../packet.ts';
import { findMatch } from '../registry.ts';
import type { Visit } from '../trace.ts';
import type { AddressMatch, Rule } from '../types.ts';
import { printAddress, printMask } from '../values/address.ts';
import { interfaceFits } from '../values/interfaceMatches.ts';
import { protocolName } from '../values/protocol.ts';

/** A rule that a packet met, and what came of it. `index` counts from 0. */
export interface RuleMet {
  readonly chain: string;
  readonly index: number;
  readonly rule: Rule;
  readonly matched: boolean;
  /** In plain words: `needs the destination port is 80; the packet has destination port 22`. */
  readonly why: string;
}

/**
 * One thing a rule asks of a packet, and what the packet has, in plain words: `needs tcp`, `the packet is
 * udp`.
 */
export interface Check {
  readonly asks: string;
  /** Null where only the moment could tell: a rate that was kept, a list that had the address. */
  readonly has: string | null;
  readonly fits: boolean;
}

const network = (m: AddressMatch): string =>
  `${printAddress(m.address)}${m.mask === 0xffffffff ? '' : `/${printMask(m.mask)}`}`;

/**
 * What a rule asks, in the order the kernel asks it. Nothing is put into words before somebody wants them;
 * `lasting` where they are true later too.
 */
function* questions(
  rule: Rule,
  skb: Skb,
  environment: Environment,
): Generator<{
  readonly fits: () => boolean;
  readonly words: () => readonly [asks: string, has: string];
  readonly lasting: boolean;
}> {
  const p = skb.packet;
  const not = (inverted: boolean) => (inverted ? 'anything but ' : '');
  const { source: s, destination: d, input: i, output: o, protocol, fragment } = rule;
  if (s)
    yield {
      fits: () => ((p.source & s.mask) >>> 0 === s.address) !== s.inverted,
      words: () => [
        `needs a source of ${not(s.inverted)}${network(s)}`,
        `the packet comes from ${printAddress(p.source)}`,
      ],
      lasting: true,
    };
  if (d)
    yield {
      fits: () => ((p.destination & d.mask) >>> 0 === d.address) !== d.inverted,
      words: () => [
        `needs a destination of ${not(d.inverted)}${network(d)}`,
        `the packet goes to ${printAddress(p.destination)}`,
      ],
      lasting: true,
    };
  if (i)
    yield {
      fits: () => interfaceFits(i, skb.input),
      words: () => [
        `needs to have come in by ${not(i.inverted)}${i.name}`,
        `the packet ${skb.input ? `came in by ${skb.input}` : 'was made here'}`,
      ],
      lasting: true,
    };
  if (o)
    yield {
      fits: () => interfaceFits(o, skb.output),
      words: () => [
        `needs to leave by ${not(o.inverted)}${o.name}`,
        `the packet ${skb.output ? `leaves by ${skb.output}` : 'stays here'}`,
      ],
      lasting: true,
    };
  if (protocol)
    yield {
      fits: () => (p.protocol === protocol.number) !== protocol.inverted,
      words: () => [
        `needs ${not(protocol.inverted)}${protocolName(protocol.number)}`,
        `the packet is ${protocolName(p.protocol)}`,
      ],
      lasting: true,
    };
  if (fragment !== null) {
    const further = (p.fragment?.offset ?? 0) > 0;
    yield {
      fits: () => further === (fragment === 'further'),
      words: () => [
        `needs a ${fragment === 'further' ? 'further' : 'first'} fragment`,
        further ? 'this is a further one' : 'the packet is whole',
      ],
      lasting: true,
    };
  }
  for (const use of rule.matches) {
    const match = findMatch(use.name)!;
    const answer = () => match.test(use.data, skb, environment);
    yield {
      fits: () => answer() === true,
      words: () => [
        `asks that ${match.explain(use.data)}`,
        answer() === 'drop'
          ? `${use.name} cannot tell, and drops the packet`
          : `the packet has ${match.saw(use.data, skb, environment)}`,
      ],
      lasting: match.asks !== undefined,
    };
  }
}

/**
 * The first part of a rule that a packet does not fit, in plain words; null where it fits. Computed when
 * somebody asks.
 */
export const whyMissed = (rule: Rule, skb: Skb, environment: Environment): string | null => {
  for (const question of questions(rule, skb, environment))
    if (!question.fits()) return question.words().join('; ');
  return null;
};

/**
 * What a rule asked of a packet: everything where it matched, else up to the first part that did not fit. Of
 * a rule that matched nothing is tested again, for a rate or a counter would answer otherwise now.
 */
export const checksOf = (
  rule: Rule,
  skb: Skb,
  environment: Environment,
  matched: boolean,
): readonly Check[] => {
  const checks: Check[] = [];
  for (const question of questions(rule, skb, environment)) {
    const [asks, has] = question.words();
    const fits = matched || question.fits();
    checks.push({ asks, has: fits && !question.lasting ? null : has, fits });
    if (!fits) break;
  }
  return checks;
};

/** Every rule of a visit in the order it was met, the missed ones written out with their reasons. */
export const rulesMet = (visit: Visit, environment: Environment): readonly RuleMet[] =>
  visit.steps.flatMap((step): RuleMet[] => {
    if (step.kind === 'matched') {
      const rule = visit.rules.chains[step.chain]!.rules[step.index]!;
      return [
        { chain: step.chain, index: step.index, rule, matched: true, why: 'everything it asks for fits' },
      ];
    }
    if (step.kind === 'not-simulated')
      return [
        {
          chain: step.chain,
          index: step.index,
          rule: visit.rules.chains[step.chain]!.rules[step.index]!,
          matched: false,
          why: `not simulated: ${step.match} asks for ${step.why}`,
        },
      ];
    if (step.kind !== 'missed') return [];
    return visit.rules.chains[step.chain]!.rules.slice(step.first, step.first + step.count).map(
      (rule, i) => ({
        chain: step.chain,
        index: step.first + i,
        rule,
        matched: false,
        why: whyMissed(rule, step.skb, environment) ?? 'it did not fit at that moment',
      }),
    );
  });
