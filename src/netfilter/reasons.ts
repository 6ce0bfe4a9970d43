import type { Environment } from './extension.ts';
import type { Skb } from './packet.ts';
import { findMatch } from './registry.ts';
import { interfaceFits } from './interfaces.ts';
import type { Visit } from './trace.ts';
import type { AddressMatch, Rule } from './types.ts';
import { printAddress, printMask } from './values/address.ts';
import { protocolName } from './values/protocol.ts';

/** A rule that a packet met, and what came of it. `index` counts from 0. */
export interface RuleMet {
  readonly chain: string;
  readonly index: number;
  readonly rule: Rule;
  readonly matched: boolean;
  /** In plain words: `needs the destination port is 80; the packet has destination port 22`. */
  readonly why: string;
}

const network = (m: AddressMatch): string => `${printAddress(m.address)}${m.mask === 0xffffffff ? '' : `/${printMask(m.mask)}`}`;

/** The first part of a rule that a packet does not fit, in plain words; null where it fits. Computed when somebody asks. */
export const whyMissed = (rule: Rule, skb: Skb, environment: Environment): string | null => {
  const p = skb.packet;
  const not = (inverted: boolean) => (inverted ? 'anything but ' : '');
  const { source: s, destination: d, protocol } = rule;
  if (s && ((p.source & s.mask) >>> 0 === s.address) === s.inverted)
    return `needs a source of ${not(s.inverted)}${network(s)}; the packet comes from ${printAddress(p.source)}`;
  if (d && ((p.destination & d.mask) >>> 0 === d.address) === d.inverted)
    return `needs a destination of ${not(d.inverted)}${network(d)}; the packet goes to ${printAddress(p.destination)}`;
  if (!interfaceFits(rule.input, skb.input))
    return `needs to have come in by ${not(rule.input!.inverted)}${rule.input!.name}; the packet ${skb.input ? `came in by ${skb.input}` : 'was made here'}`;
  if (!interfaceFits(rule.output, skb.output))
    return `needs to leave by ${not(rule.output!.inverted)}${rule.output!.name}; the packet ${skb.output ? `leaves by ${skb.output}` : 'stays here'}`;
  if (protocol && (p.protocol === protocol.number) === protocol.inverted)
    return `needs ${not(protocol.inverted)}${protocolName(protocol.number)}; the packet is ${protocolName(p.protocol)}`;
  if (rule.fragment !== null && ((p.fragment?.offset ?? 0) > 0) !== (rule.fragment === 'further'))
    return rule.fragment === 'further' ? 'needs a further fragment; the packet is whole' : 'needs a first fragment; this is a further one';
  for (const use of rule.matches) {
    const match = findMatch(use.name)!;
    const answer = match.test(use.data, skb, environment);
    if (answer === 'drop') return `asks that ${match.explain(use.data)}; ${use.name} cannot tell, and drops the packet`;
    if (!answer) return `asks that ${match.explain(use.data)}; the packet has ${match.saw(use.data, skb, environment)}`;
  }
  return null;
};

/** Every rule of a visit in the order it was met, the missed ones written out with their reasons. */
export const rulesMet = (visit: Visit, environment: Environment): readonly RuleMet[] =>
  visit.steps.flatMap((step): RuleMet[] => {
    if (step.kind === 'matched') {
      const rule = visit.rules.chains[step.chain]!.rules[step.index]!;
      return [{ chain: step.chain, index: step.index, rule, matched: true, why: 'everything it asks for fits' }];
    }
    if (step.kind === 'not-simulated')
      return [{ chain: step.chain, index: step.index, rule: visit.rules.chains[step.chain]!.rules[step.index]!, matched: false, why: `not simulated: ${step.match} asks for ${step.why}` }];
    if (step.kind !== 'missed') return [];
    return visit.rules.chains[step.chain]!.rules.slice(step.first, step.first + step.count).map((rule, i) => ({
      chain: step.chain, index: step.first + i, rule, matched: false,
      why: whyMissed(rule, step.skb, environment) ?? 'it did not fit at that moment',
    }));
  });
