/**
 * What a rule says of a packet, and what was rewritten: words that the text, the steps and the picture share.
 */

import { type Check, checksOf } from '../netfilter/datapath/reasons.ts';
import type { Environment } from '../netfilter/extension.ts';
import { saveRule } from '../netfilter/print/save.ts';
import type { Hook, Rule } from '../netfilter/types.ts';
import { addressType, wayBack } from '../network/routes.ts';
import type { Event } from '../network/trace.ts';
import type { World } from '../network/world.ts';
import { sayRewrite } from './packetFields.ts';
import type { Row } from './steps.ts';

/** Reasons are asked for after the run: with the host's own addresses, without its clock or dice. */
const environmentOf = (world: World, host: string, hook: Hook): Environment => ({
  hook,
  now: world.now,
  random: () => 0,
  addressType: (address, device) => addressType(world.hosts[host]!, address, device),
  primaryAddress: () => null,
  wayBack: (address) => wayBack(world.hosts[host]!, address),
  recall: () => undefined,
  remember: () => {},
});

/** A number as people read it: `10 000`. */
export const grouped = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, '\u00a0');

/** A packet's walk through a table, as an event. */
export type TableEvent = Extract<Event, { kind: 'table' }>;
type RuleRow = Extract<Row, { kind: 'missed' | 'matched' | 'not-simulated' }>;

/** A rule's saved text, and what it asked of this packet. */
export interface RuleSaid {
  readonly rule: Rule;
  readonly text: string;
  readonly checks: readonly Check[];
}

/** One rule of a table that a packet met. Asks the rule for its reasons, so ask only for what is shown. */
export const sayRule = (event: TableEvent, row: RuleRow, world: World): RuleSaid => {
  const { visit, host } = event;
  const rule = visit.rules.chains[row.chain]!.rules[row.index]!;
  const skb = row.kind === 'not-simulated' ? visit.before : row.skb;
  return {
    rule,
    text: saveRule(row.chain, rule),
    checks: checksOf(rule, skb, environmentOf(world, host, visit.hook), row.kind === 'matched'),
  };
};

/** Why a rule did not match, in one clause. */
export const whyNot = (row: RuleRow, checks: readonly Check[]): string => {
  if (row.kind === 'not-simulated') return `not simulated: ${row.match} asks for ${row.why}`;
  const missed = checks.find((c) => !c.fits);
  return missed ? `${missed.asks}; ${missed.has}` : 'it did not fit at that moment';
};

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
