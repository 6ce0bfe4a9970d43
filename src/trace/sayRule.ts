/**
 * What a rule says of a packet, and what was rewritten: words that the text, the steps and the picture share.
 */

import { checksOf, type PartCheck, whyMissed } from '../netfilter/datapath/reasons.ts';
import { saveRule } from '../netfilter/print/save.ts';
import type { Event } from '../network/trace.ts';
import { sayRewrite } from './packetFields.ts';
import type { WalkLine } from './walkLines.ts';

/** A packet's walk through a table, as an event. */
export type TableEvent = Extract<Event, { kind: 'table' }>;
/** A line of a walk that is about one rule. */
export type RuleLine = Extract<WalkLine, { kind: 'missed' | 'matched' | 'not-simulated' }>;

/** A rule's text as iptables-save prints it. */
export const ruleText = ({ visit }: TableEvent, line: RuleLine): string =>
  saveRule(line.chain, visit.rules.chains[line.chain]!.rules[line.index]!);

const stepOf = (line: RuleLine) => (line.kind === 'missed' ? line.step : line);

/** What a rule needed of this packet. Worked out now, so ask only for what is shown. */
export const ruleChecks = ({ visit }: TableEvent, line: RuleLine): readonly PartCheck[] =>
  checksOf(visit, stepOf(line), line.index);

/** Why a rule did not match, in one clause. Worked out now, so ask only for what is shown. */
export const whyNot = ({ visit }: TableEvent, line: RuleLine): string =>
  whyMissed(visit, stepOf(line), line.index);

/** Whether a chain has no rules, so that a packet is back from it at once. */
export const isEmpty = ({ visit }: TableEvent, chain: string): boolean =>
  visit.rules.chains[chain]!.rules.length === 0;

/** Where a packet is back, in a few words. */
export const sayBack = (event: TableEvent, line: Extract<WalkLine, { kind: 'returned' }>): string =>
  `back from ${line.from}${isEmpty(event, line.from) ? ', which has no rules,' : ''} to ${line.chain}`;

/**
 * What was rewritten and on whose account: a rule, the packet's connection, or because a reply gets its original
 * address back.
 */
export const sayRewritten = (
  event: Extract<Event, { kind: 'rewritten' }>,
  direction: 'original' | 'reply' | null,
): string => {
  const what = sayRewrite(event.before, event.after);
  if (event.by === 'rule') return `rewritten by the rule: ${what}`;
  return direction === 'reply'
    ? `the reply gets the original address back: ${what}`
    : `rewritten like the rest of its connection: ${what}`;
};
