/** What a lesson may say of what a learner did: when a hint is the one to show, and when a `because` is true. */
import { save, saveRule } from '../netfilter/print/save.ts';
import type { Answer } from '../network/scenario.ts';
import type { Trace } from '../network/trace.ts';
import type { World } from '../network/world.ts';
import { firstDecisions, isNamed } from '../trace/decisions.ts';
import { stoppedBy } from '../trace/stoppedBy.ts';
import { type Fields, group, list, optional, text } from './form.ts';
import { reached } from './reached.ts';

/** Conditions on the rules of a lab's host. All of them must hold. */
export interface RulesCondition {
  /** No packet matched this rule of the learner's (a substring of its saved form). */
  readonly unmatched?: string;
  /** A saved rule or policy contains this text, with its table in front: `-t raw -A OUTPUT -j DROP`, `-t filter -P INPUT DROP`. */
  readonly has?: string;
  /** No saved rule or policy contains this text. */
  readonly lacks?: string;
}

/** Conditions on what became of one packet. All of them must hold. */
export interface PacketCondition {
  /** Dropped or rejected by this table and chain (`filter FORWARD`), by rule or policy. */
  readonly stoppedBy?: string;
  /** The receiver saw this source. */
  readonly seenFrom?: string;
  /** This host got it, on this port: `nas:8080`; `nas` alone is any port, and the one for a ping. */
  readonly reaches?: string;
  /**
   * Each of these decided about the packet or about a reply, on the lab's host: `filter INPUT 2` (a rule by its
   * number), `nat POSTROUTING MASQUERADE` (a rule by its target), `filter INPUT policy`. The first packet that a chain
   * decided about counts: later ones may be let in by the rule for connections that exist.
   */
  readonly decided?: readonly string[];
  /** A rule with this text matched it, or what follows it, on the lab's host. */
  readonly met?: string;
}

/** What has to be true of the rules and of one packet. */
export type Condition = RulesCondition & PacketCondition;

/** The form of a condition's fields. */
export const conditionFields: Fields<Condition> = {
  stoppedBy: optional(text),
  seenFrom: optional(text),
  reaches: optional(text),
  decided: optional(list(text)),
  met: optional(text),
  unmatched: optional(text),
  has: optional(text),
  lacks: optional(text),
};

/** The form of a condition. */
export const condition = group<Condition>(conditionFields);

/** The saved lines of a host, each rule and policy as a command with its table; with `counters`, each rule begins with its own. */
const ruleLines = (world: World, host: string, counters = false): readonly string[] => {
  let table = '';
  return save(world.hosts[host]!.filter, { counters })
    .split('\n')
    .map((line) => {
      if (line.startsWith('*')) table = line.slice(1);
      return line
        .replace(/^((\[\d+:\d+\] )?)-A /, `$1-t ${table} -A `)
        .replace(/^:(\S+) ([A-Z]+) .*/, `-t ${table} -P $1 $2`);
    });
};

/** Whether the rules of a host in a world meet a condition. */
export const rulesMeet = ({ has, lacks, unmatched }: RulesCondition, world: World, host: string): boolean => {
  const some = (text: string) => ruleLines(world, host).some((line) => line.includes(text));
  return (
    (has === undefined || some(has)) &&
    (lacks === undefined || !some(lacks)) &&
    (unmatched === undefined ||
      ruleLines(world, host, true).some((line) => line.startsWith('[0:0]') && line.includes(unmatched)))
  );
};

/** Whether a rule of a host that has this text, its table in front, matched a packet of a trace. */
const met = (text: string, { journeys }: Trace, host: string): boolean =>
  journeys.some(({ events }) =>
    events.some(
      (event) =>
        event.kind === 'table' &&
        event.host === host &&
        event.visit.steps.some((step) => {
          if (step.kind !== 'matched') return false;
          const rule = event.visit.rules.chains[step.chain]!.rules[step.index]!;
          return `-t ${event.visit.table} ${saveRule(step.chain, rule)}`.includes(text);
        }),
    ),
  );

/** Whether what became of a packet meets a condition. */
export const packetMeets = (
  { stoppedBy: where, seenFrom, reaches, decided, met: rule }: PacketCondition,
  { answer, trace }: { readonly answer: Answer; readonly trace: Trace },
  host: string,
): boolean => {
  if (seenFrom !== undefined && answer.seen?.source !== seenFrom) return false;
  if (reaches !== undefined && reached(answer) !== reaches && answer.seen?.host !== reaches) return false;
  if (where !== undefined && !stoppedBy(trace).includes(where)) return false;
  if (rule !== undefined && !met(rule, trace, host)) return false;
  if (decided === undefined) return true;
  const made = firstDecisions(trace, host);
  return decided.every((name) => made.some((d) => isNamed(d, name)));
};
