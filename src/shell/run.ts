import type { BackendName } from '../netfilter/backend.ts';
import type { Problem } from '../netfilter/problem.ts';
import { suggest } from '../netfilter/suggest.ts';
import { splitWords, type Word } from '../netfilter/words.ts';
import type { World } from '../network/world.ts';
import { programs } from './programs.ts';
import { missingFile, redirected, splitRedirections } from './redirect.ts';
import { printed, problemAt, type Program, refused, type Run } from './shell.ts';

/** The program of that name, on a host with this iptables: `iptables-nft-save` is `iptables-save` where that writes into nf_tables. */
const programOf = (name: string, backend: BackendName): Program | undefined => {
  const plain = name.replace(new RegExp(`^iptables-${backend}(?=-|$)`), 'iptables');
  return Object.hasOwn(programs, plain) ? programs[plain] : undefined;
};

const noCommand = (word: Word, backend: BackendName): Problem => {
  const near = /-(legacy|nft)/.test(word.text) ? null : suggest(word.text, Object.keys(programs));
  const hint = near
    ? `Did you mean ${near}?`
    : /^iptables-(legacy|nft)\b/.test(word.text)
      ? `This host has iptables ${backend === 'nft' ? 'over nf_tables' : 'legacy'}. Write ${word.text.replace(/-(legacy|nft)/, '')}.`
    : word.text.startsWith('ip6tables')
      ? 'This course is about IPv4. The command is iptables.'
      : word.text.startsWith('-')
        ? 'Each line begins with a command. Put iptables in front.'
        : `Here you have ${Object.keys(programs).join(', ')}.`;
  const said = word.text.startsWith('ip6tables') ? `${word.text}: command not found; this is IPv4 only, and its command is iptables` : `${word.text}: command not found`;
  const base = { from: word.from, to: word.to, message: said, status: 127, hint };
  if (near) return { ...base, replacement: near };
  return word.text.startsWith('-') ? { ...base, replacement: `iptables ${word.text}` } : base;
};

/** The commands of a line, which pipes join. */
const pipeline = (line: string, words: readonly Word[]): readonly (readonly Word[])[] => {
  const commands: Word[][] = [[]];
  for (const word of words) {
    if (word.text === '|' && line.slice(word.from, word.to) === '|') commands.push([]);
    else commands.at(-1)!.push(word);
  }
  return commands;
};

/**
 * Runs one line on a host: a command, or several that a pipe joins. `sudo` and a path in front are skipped; an empty line or
 * a comment does nothing. `input` is what the (first) command reads from its standard input. Throws where there is no such host.
 */
export const run = (world: World, host: string, line: string, input = ''): Run => {
  const { words, problem } = splitWords(line);
  if (problem) return refused(world, problem);
  const joint = words.find((w) => /^(&&|\|\||&)$|;$/.test(line.slice(w.from, w.to)));
  if (joint) return refused(world, problemAt(joint.text.endsWith(';') ? { from: joint.to - 1, to: joint.to } : joint, `${joint.text.replace(/.*;$/, ';')} is not simulated here`, 2, 'Write one command a line.'));
  const commands = pipeline(line, words);
  const empty = commands.length > 1 ? commands.findIndex((c) => c.length === 0) : -1;
  if (empty >= 0) {
    const pipe = words.filter((w) => w.text === '|')[Math.max(0, empty - 1)]!;
    return refused(world, problemAt(pipe, "syntax error near unexpected token `|'", 2, 'A command stands on each side of a pipe.'));
  }
  let done = runCommand(world, host, line, commands[0]!, input);
  for (const next of commands.slice(1)) {
    const then = runCommand(done.world, host, line, next, done.stdout);
    const trace = then.trace ?? done.trace;
    done = { ...then, stderr: done.stderr + then.stderr, problems: [...done.problems, ...then.problems], ...(trace ? { trace } : {}) };
  }
  return done;
};

const runCommand = (world: World, host: string, line: string, all: readonly Word[], input: string): Run => {
  const split = splitRedirections(line, all);
  if ('message' in split) return refused(world, split);
  const missing = missingFile(world, host, split.redirections);
  if (missing) return refused(world, missing);
  const done = runProgram(world, host, split.words, input);
  return split.redirections.length ? redirected(done, host, split.redirections) : done;
};

const runProgram = (world: World, host: string, words: readonly Word[], input: string): Run => {
  const { backend } = world.hosts[host]!.filter;
  const [command, ...rest] = words[0]?.text === 'sudo' ? words.slice(1) : words;
  if (!command) return printed(world, '');
  const program = programOf(command.text.replace(/^(\/usr)?\/s?bin\//, ''), backend);
  return program ? program(world, host, rest, input) : refused(world, noCommand(command, backend));
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
