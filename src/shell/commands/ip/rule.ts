import { parseTable, type RoutingRule, withRule } from '../../../network/routingRules.ts';
import { parseRoutingRule, printRoutingRule } from '../../../network/routingRuleText.ts';
import { type Host, type World, withHost } from '../../../network/world.ts';
import type { Problem } from '../../../text/problem.ts';
import type { Word } from '../../../text/words.ts';
import { endOf, printed, problemAt, refused } from '../shared/result.ts';
import type { CommandResult } from '../shellCommand.ts';
import type { IpObject } from './keywords.ts';
import {
  commandOf,
  isProblem,
  type Keywords,
  notSupported,
  prefixProblem,
  readKeywords,
  readPrefix,
  unknownCommand,
} from './keywords.ts';

const commands = ['list', 'show', 'lst', 'add', 'delete', 'flush', 'save', 'restore', 'help'] as const;
const priorities = ['priority', 'preference', 'pref', 'prio', 'order', 'ord'];
const unsupported = [
  'oif',
  'uidrange',
  'ipproto',
  'sport',
  'dport',
  'goto',
  'nop',
  'suppress_prefixlength',
  'suppress_ifgroup',
  'realms',
  'nat',
  'l3mdev',
  'protocol',
  'tun_id',
];
const value = (names: readonly string[]) => Object.fromEntries(names.map((n) => [n, 'value' as const]));
const keywords: Keywords = {
  ...value(['from', 'to', 'fwmark', 'iif', 'dev', 'tos', 'dsfield', 'lookup', 'table', ...priorities]),
  not: 'flag',
  unreachable: 'flag',
  prohibit: 'flag',
  blackhole: 'flag',
  ...Object.fromEntries(unsupported.map((n) => [n, 'none' as const])),
};

const wrong = (word: Word, what: string, hint: string): Problem =>
  problemAt(word, `Error: argument "${word.text}" is wrong: ${what}\n`, 255, hint);

/** A rule as it is written, and which of its parts were; `among` are the rules there are. */
const readRule = (
  words: readonly Word[],
  among: readonly RoutingRule[],
): { readonly rule: RoutingRule; readonly given: ReadonlySet<string> } | Problem => {
  const read = readKeywords(words, keywords, 'type');
  if (isProblem(read)) return read;
  const { of, rest } = read;
  if (rest[0])
    return problemAt(
      rest[0],
      `Error: argument "${rest[0].text}" is wrong: Failed to parse rule type`,
      255,
      'A rule knows from, to, fwmark, iif, tos, priority and lookup; not; and unreachable, prohibit or blackhole.',
    );
  for (const key of ['from', 'to'])
    if (of[key] && !/^(all|any|default)$/.test(of[key].text) && !readPrefix(of[key].text))
      return prefixProblem(of[key]);
  const mark = of['fwmark'];
  if (mark && !/^(0x[\da-f]{1,8}|\d{1,10})(\/(0x[\da-f]{1,8}|\d{1,10}))?$/i.test(mark.text))
    return wrong(
      mark,
      'fwmark value is invalid',
      'A mark is a number, with or without a mask after a slash: 1, 0x10/0xff.',
    );
  const priority = priorities.map((p) => of[p]).find((p) => p);
  if (priority && !/^\d{1,10}$/.test(priority.text))
    return wrong(
      priority,
      'preference value is invalid',
      'A priority is a whole number; the lowest is asked first.',
    );
  const table = of['lookup'] ?? of['table'];
  if (table && parseTable(table.text) === null)
    return wrong(table, 'invalid table ID', 'A table is main, local, default or a number.');
  const text = words
    .map((w) => w.text)
    .join(' ')
    .replace(/\b(prio|ord)\b/g, 'priority')
    .replace(/\bdev\b/g, 'iif')
    .replace(/\bany\b/g, 'all');
  const rule = parseRoutingRule(text, among);
  if (typeof rule === 'string')
    return problemAt(endOf(words), `ip: ${rule}`, 255, 'Write it like fwmark 1 lookup 100.');
  return {
    rule,
    given: new Set([...Object.keys(of), ...(priority ? ['priority'] : []), ...(table ? ['table'] : [])]),
  };
};

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const show = (_world: World, host: Host, words: readonly Word[]): CommandResult => {
  const read = readRule(words, host.routingRules);
  if (words.length > 0 && isProblem(read)) return refused(read);
  const asked = words.length > 0 && !isProblem(read) ? read : null;
  if (asked && [...asked.given].some((k) => !['table', 'lookup'].includes(k)))
    return refused(
      notSupported(words[0]!, 'a selection by anything but the table', 'ip rule show table 100.'),
    );
  const lines = host.routingRules
    .filter((r) => !asked || same(r.action, asked.rule.action))
    .map((r) => {
      const text = printRoutingRule(r);
      return r.input !== null && !host.interfaces.some((i) => i.name === r.input)
        ? text.replace(`iif ${r.input}`, `iif ${r.input} [detached]`)
        : text;
    });
  return printed(lines.map((l) => `${l}\n`).join(''));
};

const withRules = (world: World, host: Host, routingRules: readonly RoutingRule[]): CommandResult =>
  printed('', { world: withHost(world, host.name, (h) => ({ ...h, routingRules })) });

const add = (world: World, host: Host, words: readonly Word[]): CommandResult => {
  const read = readRule(words, host.routingRules);
  if (isProblem(read)) return refused(read);
  if (read.given.has('priority') && host.routingRules.some((r) => same(r, read.rule)))
    return refused(
      problemAt(
        words[0]!,
        'RTNETLINK answers: File exists',
        2,
        'There is this rule already. ip rule lists them.',
      ),
    );
  return withRules(world, host, withRule(host.routingRules, read.rule));
};

/**
 * The first rule that agrees in everything that was written goes. Reference: net/core/fib_rules.c, rule_find.
 */
const remove = (world: World, host: Host, words: readonly Word[]): CommandResult => {
  const read = readRule(words, host.routingRules);
  if (isProblem(read)) return refused(read);
  const { rule, given } = read;
  const action = ['table', 'unreachable', 'prohibit', 'blackhole'].some((k) => given.has(k));
  const matches = (r: RoutingRule) =>
    (!given.has('priority') || r.priority === rule.priority) &&
    (!action || same(r.action, rule.action)) &&
    (rule.source === null || same(r.source, rule.source)) &&
    (rule.destination === null || same(r.destination, rule.destination)) &&
    (rule.mark === null || same(r.mark, rule.mark)) &&
    (rule.input === null || r.input === rule.input) &&
    (rule.tos === null || r.tos === rule.tos) &&
    (!given.has('not') || r.inverted);
  const found = host.routingRules.find(matches);
  if (!found)
    return refused(
      problemAt(
        words[0]!,
        'RTNETLINK answers: No such file or directory',
        2,
        'There is no such rule. ip rule lists them.',
      ),
    );
  return withRules(
    world,
    host,
    host.routingRules.filter((r) => r !== found),
  );
};

/**
 * `ip rule [show|add|del|flush]`. Flushing leaves priority 0 alone, so that not even the main table is asked.
 * Reference: iproute2, ip/iprule.c.
 */
export const rule: IpObject = (world, name, words) => {
  const host = world.hosts[name]!;
  const [first, ...rest] = words;
  const command = first ? commandOf(first.text, commands) : 'show';
  switch (command) {
    case 'list':
    case 'show':
    case 'lst':
      return show(world, host, rest);
    case 'add':
    case 'delete': {
      const word = command === 'add' ? 'add' : 'del';
      if (rest.length === 0)
        return refused(
          problemAt(
            endOf(words),
            `"ip rule ${word}" requires arguments.`,
            1,
            'Say for which packets, and which table: fwmark 1 lookup 100.',
          ),
        );
      return command === 'add' ? add(world, host, rest) : remove(world, host, rest);
    }
    case 'flush':
      return rest[0]
        ? refused(
            notSupported(
              rest[0],
              'flushing some rules',
              'ip rule flush takes every rule but those of priority 0.',
            ),
          )
        : withRules(
            world,
            host,
            host.routingRules.filter((r) => r.priority === 0),
          );
    case 'save':
    case 'restore':
    case 'help':
      return refused(
        notSupported(first!, `ip rule ${command}`, 'Here ip rule has show, add, del and flush.'),
      );
    case undefined:
      return refused(unknownCommand(first!, 'rule', ['show', 'add', 'del', 'flush']));
  }
};
