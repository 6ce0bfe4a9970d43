/** What is wrong with a line as the real command says it, with our hint and a way out. */

import type { LongOptions } from '../../text/getopt.ts';
import type { Parsed, Problem } from '../../text/problem.ts';
import { suggest } from '../../text/suggest.ts';
import type { Word } from '../../text/words.ts';
import { matchRegistry, targetRegistry } from '../registry.ts';
import { tableNames } from '../types.ts';
import type { Backend } from './backend.ts';

/** Ends parsing with a problem; caught where parsing began. */
export class Refusal extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

type Place = Pick<Word, 'from' | 'to'>;

/** Puts a mistake into the words of a command, behind the warnings that the line has earned before it. */
export class Speaker {
  /** What the real command prints on stderr although it goes on. */
  warnings = '';
  #backend: Backend;
  #program: string;

  constructor(backend: Backend, program: string) {
    this.#backend = backend;
    this.#program = program;
  }

  problem(status: number, message: string, at: Place, hint: string, replacement?: string): Refusal {
    const base = { from: at.from, to: at.to, message: this.warnings + message, status, hint };
    return new Refusal(replacement === undefined ? base : { ...base, replacement });
  }

  /** A mistake in the line, as `xtables_error(PARAMETER_PROBLEM)` prints it. */
  fail(message: string, at: Place, hint: string, replacement?: string): Refusal {
    return this.problem(
      2,
      `${this.#backend.nameAndVersion(this.#program)}: ${message}\n${tryHelp(this.#program)}`,
      at,
      hint,
      replacement,
    );
  }

  /** What a parser refused, placed. */
  refuse(refused: Extract<Parsed<unknown>, { ok: false }>, at: Place): Refusal {
    this.warnings += refused.warning ?? '';
    return this.fail(refused.message, at, refused.hint, refused.replacement);
  }

  noExtension(kind: 'match' | 'target', word: Word, chains: readonly string[]): Refusal {
    const { hint, replacement } = noExtension(kind, word.text, chains);
    return this.fail(
      kind === 'match'
        ? `Couldn't load match \`${word.text}':No such file or directory\n`
        : this.#backend.unknownTarget(word.text),
      word,
      hint,
      replacement,
    );
  }

  noTable(word: Word): Refusal {
    const { hint, replacement } = noTable(word.text);
    return this.problem(
      3,
      `${this.#backend.nameAndVersion(this.#program)}: ${this.#backend.unknownTable(word.text)}\nPerhaps iptables or your kernel needs to be upgraded.`,
      word,
      hint,
      replacement,
    );
  }
}

/** The last line of every mistake in a command line. */
export const tryHelp = (program: string): string =>
  `Try \`${program} -h' or '${program} --help' for more information.`;

/** A hint, and what to put in place of the word. */
export interface WayOut {
  readonly hint: string;
  readonly replacement?: string;
}

const way = (hint: string, replacement: string | null | undefined): WayOut =>
  replacement == null ? { hint } : { hint, replacement };
const everyone = () => [...matchRegistry.values(), ...targetRegistry.values()];

/** An option that nobody loaded knows: misspelt, or another extension's. */
export const unknownOption = (word: Word, name: string, long: readonly LongOptions<unknown>[]): WayOut => {
  const owner = everyone().find((e) => Object.values(e.options).some((o) => o.names.includes(name)));
  if (owner) {
    const how =
      owner.kind === 'target'
        ? `-j ${owner.name}`
        : ['tcp', 'udp', 'icmp'].includes(owner.name)
          ? `-p ${owner.name}`
          : `-m ${owner.name}`;
    return way(`${name} belongs to ${owner.name}. Write ${how} in front of it.`, `${how} ${word.text}`);
  }
  const all = everyone().flatMap((e) => Object.values(e.options).flatMap((o) => o.names));
  const near = suggest(name, [...long.flatMap((g) => g.list.map((o) => `--${o.name}`)), ...all]);
  return way(near ? `There is no ${name}. Did you mean ${near}?` : `Nobody here knows ${name}.`, near);
};

/** A match or target that does not exist. */
const noExtension = (kind: 'match' | 'target', name: string, chains: readonly string[]): WayOut => {
  const known =
    kind === 'match'
      ? [...matchRegistry.keys()]
      : ['ACCEPT', 'DROP', 'RETURN', ...targetRegistry.keys(), ...chains];
  const near = suggest(name, known);
  if (near) return way(`There is no ${kind} ${name}. Did you mean ${near}?`, near);
  return kind === 'match'
    ? way(`There is no match ${name}. There are ${known.join(', ')}.`, null)
    : way(
        `There is no target and no chain ${name}. Make a chain first with -N ${name}, or choose a target.`,
        null,
      );
};

/** A table that does not exist. */
export const noTable = (name: string): WayOut => {
  const near = suggest(name, tableNames);
  return way(
    near
      ? `There is no table ${name}. Did you mean ${near}?`
      : 'The tables are filter, nat, mangle, raw and security.',
    near,
  );
};

/** A word that belongs to no option. */
export const strayWord = (text: string, long: readonly LongOptions<unknown>[]): string => {
  const near = suggest(
    text,
    long.flatMap((g) => g.list.map((o) => o.name)),
  );
  return near
    ? `A word stands here that belongs to no option. Did you mean --${near}?`
    : 'A word stands here that belongs to no option. Take it away, or put the option it belongs to in front of it. A ! goes in front of the option, not behind it.';
};

/** An option that took the next word for its address. */
export const addressMissing =
  'An address is missing here, so iptables takes the next word for it. Write one, such as 172.17.0.0/16, or take the option away.';
