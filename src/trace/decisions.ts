/** What decided about the packets of a trace: for the claims of lessons, and for the engine's own reasons. */
import { saveRule } from '../netfilter/print/save.ts';
import type { Hook, TableName } from '../netfilter/types.ts';
import type { Event, Trace } from '../network/trace.ts';

/** The rule or policy that ended a packet's walk through a table. */
export interface Decision {
  readonly host: string;
  readonly table: TableName;
  readonly chain: string;
  /** The built-in chain from which the packet came there. */
  readonly hook: Hook;
  /** The rule's number from 1 and its text; null for a policy. */
  readonly rule: { readonly number: number; readonly text: string } | null;
  /** A verdict or the name of a target. */
  readonly target: string;
  /** Whether the packet went no further. */
  readonly ends: boolean;
}

const decisionOf = (event: Event): readonly Decision[] => {
  if (event.kind !== 'table') return [];
  const { host, visit } = event;
  const { table, hook } = visit;
  const ends = visit.verdict !== 'ACCEPT';
  const last = visit.steps.at(-1);
  if (last?.kind === 'policy')
    return [{ host, table, chain: last.chain, hook, rule: null, target: last.policy, ends }];
  if (last?.kind !== 'matched') return [];
  const { chain, index, target } = last;
  const named =
    target.kind === 'verdict' ? target.verdict : target.kind === 'extension' ? target.use.name : '';
  const text = saveRule(chain, visit.rules.chains[chain]!.rules[index]!);
  return [{ host, table, chain, hook, rule: { number: index + 1, text }, target: named, ends }];
};

/** Every decision about a packet of this trace, in order. */
export const decisions = (trace: Trace): readonly Decision[] =>
  trace.journeys.flatMap((journey) => journey.events.flatMap(decisionOf));

/** The first decision of each chain of a host, in order: what became of the packets that opened the connection. */
export const firstDecisions = (trace: Trace, host: string): readonly Decision[] => {
  const made = decisions(trace).filter((d) => d.host === host);
  const isFirst = ({ table, chain }: Decision, i: number) =>
    made.findIndex((d) => d.table === table && d.chain === chain) === i;
  return made.filter(isFirst);
};

/**
 * Whether a decision is the one that a lesson names: by table and chain, and after them a rule's number, a
 * target, or `policy`: `filter INPUT`, `filter INPUT 2`, `nat POSTROUTING MASQUERADE`, `filter INPUT policy`.
 */
export const isNamed = ({ table, chain, rule, target }: Decision, name: string): boolean => {
  const place = `${table} ${chain}`;
  return [place, `${place} ${rule?.number ?? 'policy'}`, ...(rule ? [`${place} ${target}`] : [])].includes(
    name,
  );
};
