/**
 * What a rule says of a packet, and what was rewritten: words that the text, the steps and the picture share.
 */

import { type Check, checksOf, whyMissed } from '../netfilter/datapath/reasons.ts';
import { saveRule } from '../netfilter/print/save.ts';
import type { Event } from '../network/trace.ts';
import { sayRewrite } from './packetFields.ts';
import type { Row } from './steps.ts';

/** A packet's walk through a table, as an event. */
export type TableEvent = Extract<Event, { kind: 'table' }>;
/** A line of a walk that is about one rule. */
export type RuleRow = Extract<Row, { kind: 'missed' | 'matched' | 'not-simulated' }>;

/** A rule's text as iptables-save prints it. */
export const ruleText = ({ visit }: TableEvent, row: RuleRow): string =>
  saveRule(row.chain, visit.rules.chains[row.chain]!.rules[row.index]!);

const stepOf = (row: RuleRow) => (row.kind === 'missed' ? row.step : row);

/** What a rule needed of this packet. Worked out now, so ask only for what is shown. */
export const ruleChecks = ({ visit }: TableEvent, row: RuleRow): readonly Check[] =>
  checksOf(visit, stepOf(row), row.index);

/** Why a rule did not match, in one clause. Worked out now, so ask only for what is shown. */
export const whyNot = ({ visit }: TableEvent, row: RuleRow): string =>
  whyMissed(visit, stepOf(row), row.index);

/**
 * What happened to a packet, by the rule that asked for it or by the connection that remembers; an answer is
 * put back as it was.
 */
export const sayRewritten = (
  event: Extract<Event, { kind: 'rewritten' }>,
  direction: 'original' | 'reply' | null,
): string => {
  const what = sayRewrite(event.before, event.after);
  if (event.by === 'rule') return `rewritten by the rule: ${what}`;
  return direction === 'reply'
    ? `back: the address is put back, ${what}`
    : `rewritten as the connection remembers: ${what}`;
};
