import type { Problem } from '../netfilter/problem.ts';
import { suggest } from '../netfilter/suggest.ts';
import type { PacketFilter } from '../netfilter/types.ts';
import { splitWords, type Word } from '../netfilter/words.ts';
import { withFilter, type World } from '../network/world.ts';
import { type FilterRun, iptables, refusedRun } from './iptables.ts';
import { iptablesRestore } from './iptables-restore.ts';
import { iptablesSave } from './iptables-save.ts';
import type { Run } from './shell.ts';

type Program = (filter: PacketFilter, words: readonly Word[], input: string) => FilterRun;

const programs: Readonly<Record<string, Program>> = {
  iptables, 'iptables-legacy': iptables,
  'iptables-save': iptablesSave, 'iptables-legacy-save': iptablesSave,
  'iptables-restore': iptablesRestore, 'iptables-legacy-restore': iptablesRestore,
};

const noCommand = (word: Word): Problem => {
  const near = suggest(word.text, Object.keys(programs));
  const hint = near
    ? `Did you mean ${near}?`
    : word.text === 'ip6tables'
      ? 'This course is about IPv4. The command is iptables.'
      : word.text.startsWith('-')
        ? 'Each line begins with a command. Put iptables in front.'
        : `Here you have ${Object.keys(programs).filter((p) => !p.includes('legacy')).join(', ')}.`;
  const base = { from: word.from, to: word.to, message: `${word.text}: command not found`, status: 127, hint };
  if (near) return { ...base, replacement: near };
  return word.text.startsWith('-') ? { ...base, replacement: `iptables ${word.text}` } : base;
};

/**
 * Runs one line on a host. `sudo` and a path in front are skipped; an empty line or a comment does
 * nothing. `input` is what the command reads from its standard input. Throws where there is no such host.
 */
export const run = (world: World, host: string, line: string, input = ''): Run => {
  const filter = world.hosts[host]!.filter;
  const { words, problem } = splitWords(line);
  const done = problem ? refusedRun(filter, problem) : runWords(filter, words, input);
  const { stdout, stderr, status, problems } = done;
  return { world: done.filter === filter ? world : withFilter(world, host, done.filter), stdout, stderr, status, problems };
};

const runWords = (filter: PacketFilter, words: readonly Word[], input: string): FilterRun => {
  const [command, ...rest] = words[0]?.text === 'sudo' ? words.slice(1) : words;
  if (!command) return { filter, stdout: '', stderr: '', status: 0, problems: [] };
  const name = command.text.replace(/^(\/usr)?\/sbin\//, '');
  const program = Object.hasOwn(programs, name) ? programs[name] : undefined;
  return program ? program(filter, rest, input) : refusedRun(filter, noCommand(command));
};

/** One line of a script, and what it did. */
export interface ScriptRun extends Run {
  /** From 1. */
  readonly line: number;
  readonly command: string;
  /** Where the line begins in the text: the offset its problems count from. */
  readonly offset: number;
}

/** Runs a text line by line; lines without a command are left out of the answer. */
export const runScript = (world: World, host: string, text: string): readonly ScriptRun[] => {
  const runs: ScriptRun[] = [];
  let offset = 0;
  let now = world;
  for (const [i, command] of text.split('\n').entries()) {
    if (/^\s*(#|$)/.test(command)) {
      offset += command.length + 1;
      continue;
    }
    const done = run(now, host, command);
    now = done.world;
    runs.push({ ...done, line: i + 1, command, offset });
    offset += command.length + 1;
  }
  return runs;
};
