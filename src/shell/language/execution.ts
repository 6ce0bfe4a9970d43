/**
 * Commands as they run: the world, the files and the shells as they are between two of them. Every generator
 * here yields after each command, so that its driver can stop it or let others have their turn.
 *
 * Each construct and each expansion is a file of its own; this is the one object that they all work on, which is
 * why it is long.
 */

import type { Trace } from '../../network/trace.ts';
import type { Problem } from '../../text/problem.ts';
import type { Word } from '../../text/words.ts';
import type { CommandTable } from '../commands/shellCommand.ts';
import type { CommandRun, Shell, ShellSession } from '../session.ts';
import { assigned, give } from './assign.ts';
import { Bounds } from './bounds.ts';
import { capture } from './capture.ts';
import { joined, pattern, words } from './expand.ts';
import type { Interpreter } from './interpreter.ts';
import type { Limits } from './limits.ts';
import { Machine } from './machine.ts';
import { evaluateIn, indexIn, numberIn } from './numbers.ts';
import { ownValue } from './ownValues.ts';
import { redirected } from './redirect.ts';
import { runCommand } from './runCommand.ts';
import { runCompound } from './runCompound.ts';
import { runList } from './runList.ts';
import { RunningText } from './runningText.ts';
import { callFunction, runSimple } from './runSimple.ts';
import { runExitTrap, runScriptText, runText, runToEnd } from './runText.ts';
import { Discard, Exit } from './stops.ts';
import { Input, type Streams } from './streams.ts';
import type { CommandNode, FunctionDefinition, List, Phrase, Place, Refusal } from './syntax.ts';
import { Transcript } from './transcript.ts';
import { scalar, type Value } from './variables.ts';

/** How many commands of a line are told of afterwards. */
const mostRan = 1000;

/** A run of commands. */
export class Execution extends Machine implements Interpreter {
  unwrittenAt: Place | null = null;
  readonly isTerminal: boolean;
  readonly commands: CommandTable;
  readonly history: readonly string[];
  readonly traces: Trace[] = [];
  readonly ran: CommandRun[] = [];
  /** What the terminal holds for a program that reads. */
  readonly terminal: Streams;
  readonly transcript: Transcript;
  loops = 0;
  sourced = 0;
  captured = 0;
  /** In how many conditions the command is: its failure does not end a shell with `set -e`. */
  ignored = 0;
  readonly jobs = new Map<string, number>();
  readonly #text: RunningText;
  readonly #bounds: Bounds;
  /** How many scripts run, one in the other. */
  #scripts = 0;
  #inner = 0;
  #moved = false;
  #random: number;
  /** Parameters without a value that the command had in its words. */
  #missing: string[] = [];

  /**
   * `input` is what programs read from the terminal; nothing, where no keys are typed into a command
   * that runs.
   */
  constructor(session: ShellSession, limits: Limits, commands: CommandTable, input = '') {
    super(session);
    this.commands = commands;
    this.history = session.history;
    this.#text = new RunningText(session.says);
    this.#bounds = new Bounds(limits, (why, hint, at) => this.#stopAt(why, hint, at));
    this.isTerminal = session.isTerminal;
    this.#random = session.world.seed;
    this.transcript = new Transcript(() => this.says, limits);
    this.terminal = {
      input: new Input(input, input === ''),
      out: (text) => this.transcript.print('stdout', text),
      err: (text) => this.transcript.print('stderr', text),
      others: new Map(),
    };
  }

  /** Whether the shell that runs is the terminal's, and no part of a pipe, a `$( )` or parentheses. */
  get isOutermost(): boolean {
    return this.#inner === 0;
  }

  /** Whether a loop is running. */
  get isInLoop(): boolean {
    return this.loops > 0;
  }

  // The text that runs.

  /** What was entered is read now; `name` is in front of messages, where it has one. */
  reads(text: string, name: string | null): void {
    this.#text.enter(text, name);
  }

  get at(): number {
    return this.#text.at;
  }

  get line(): number {
    return this.#text.line;
  }

  get says(): string {
    return this.#text.says;
  }

  /** Whether a line that is typed runs, and no script that it has called. */
  get #isInteractive(): boolean {
    return this.isTerminal && this.#scripts === 0;
  }

  // What is said.

  /** A mistake in the line, as the shell says it. */
  mistake(io: Streams, problem: Problem): void {
    const message = `${this.says}${problem.message}`;
    this.note({ ...problem, message });
    io.err(`${message}\n`);
  }

  syntaxMistake(io: Streams, problem: Problem, offset: number, written: string): void {
    this.#text.count(offset);
    this.mistake(io, problem);
    if (this.#text.isQuoted && written !== '') io.err(`${this.says}\`${written}'\n`);
  }

  note(problem: Problem): void {
    this.transcript.note({
      ...problem,
      hint: withMissing(problem.hint, this.#missing),
      ...this.#text.calledAt,
    });
  }

  bound(length: number, at: Place): void {
    this.transcript.bound(length, at);
  }

  refuse({ what, hint, from, to }: Refusal): never {
    return this.#stopAt(`${what} is not simulated here`, hint, { from, to }, 2);
  }

  /** Ends everything that was entered. */
  stop({ message, hint, status }: Problem, at: Place): never {
    return this.#stopAt(message, hint, at, status);
  }

  #stopAt(why: string, hint: string, at?: Place, status?: number): never {
    return this.transcript.stop(why, hint, this.#text.calledAt ?? at, status);
  }

  end(problem: Problem): never {
    return this.transcript.end({ ...problem, ...this.#text.calledAt });
  }

  complain(at: Place, message: string, hint: string, exits = false): never {
    this.mistake(this.#io, { from: at.from, to: at.to, message, status: 1, hint });
    if (exits && !this.#isInteractive) throw new Exit(this.state.options.has('c') ? 127 : 1);
    throw new Discard();
  }

  trace(io: Streams, text: string): void {
    if (this.state.options.has('x')) io.err(`+ ${text}\n`);
  }

  // Bounds.

  /** A new line of what was entered: it runs in whatever shell the one before has opened. */
  beginLine(): void {
    this.#moved = false;
  }

  beginCommand(): void {
    this.#missing = [];
    this.captured = 0;
  }

  /** A move to another host ends the line: what comes after would run here, once that shell is left. */
  enter(shell: Shell): void {
    this.shells = [...this.shells, shell];
    this.#moved = true;
  }

  *step(at?: Place, counted = at?.from): Generator<void, void, void> {
    if (at) this.#text.begin(at.from, counted!);
    if (this.#moved)
      this.#stopAt(
        'a command after an ssh that opens a shell is not simulated here',
        'Type it once you are back, or hand it to ssh: ssh HOST COMMAND.',
        at,
      );
    this.#bounds.step(at);
    yield;
  }

  spend(steps: number, at: Place): void {
    this.#bounds.spend(steps, at);
  }

  deeper<T>(at: Place, body: () => Generator<void, T, void>): Generator<void, T, void> {
    return this.#bounds.deeper(at, body);
  }

  tooDeep(at: Place): never {
    return this.#bounds.tooDeep(at);
  }

  // Variables.

  lookup(name: string): Value | null {
    const own = ownValue(this, name);
    return own === undefined ? (this.state.variables.get(name)?.value ?? null) : own;
  }

  value(name: string): string | null {
    return scalar(this.lookup(name));
  }

  random(): number {
    this.#random = (Math.imul(this.#random, 1103515245) + 12345) >>> 0;
    return (this.#random >>> 16) & 32767;
  }

  missing(written: string, at: Place): string {
    if (this.state.options.has('u'))
      this.complain(
        at,
        `${written}: unbound variable`,
        `set -u is on, and ${written} has no value here.`,
        true,
      );
    this.#missing.push(written);
    return '';
  }

  set(name: string, key: string | null, value: string): void {
    give(this, { name, key, append: false, value, from: this.at, to: this.at });
  }

  assign(name: string, value: string): void {
    this.set(name, null, value);
  }

  evaluate(text: string): bigint {
    return evaluateIn(this, text);
  }

  number(text: string, at: Place): bigint {
    return numberIn(this, text, at);
  }

  index(subscript: string, array: Value, at: Place): string {
    return indexIn(this, subscript, array, at);
  }

  *key(name: string, subscript: Phrase, io: Streams): Generator<void, string, void> {
    const text = yield* this.text(subscript, io);
    const value = this.lookup(name);
    if (typeof value === 'object' && value?.kind === 'keyed') return text;
    return this.index(text, value ?? '', subscript);
  }

  *calculate(expression: Phrase, io: Streams): Generator<void, bigint, void> {
    return this.number(yield* this.text(expression, io), expression);
  }

  // Words.

  /** The streams of the command that is expanded now: where its mistakes are said. */
  #io: Streams = { input: new Input(''), out: () => null, err: () => null, others: new Map() };

  *words(phrases: readonly Phrase[], io: Streams): Generator<void, readonly Word[], void> {
    const all: Word[] = [];
    let length = 0;
    for (const phrase of phrases) {
      this.#io = io;
      const found = phrase.assignment
        ? [yield* this.#assignmentWord(phrase, io)]
        : yield* words(phrase, this, io);
      for (const word of found) length += word.text.length + 1;
      this.bound(length, phrase);
      this.spend(found.length / 20, phrase);
      for (const word of found) all.push(word);
    }
    return all;
  }

  /** An assignment that `declare` or its like is given. */
  *#assignmentWord({ from, to, assignment }: Phrase, io: Streams): Generator<void, Word, void> {
    const given = yield* assigned(this, assignment!, io);
    const sign = `${given.name}${given.key === null ? '' : `[${given.key}]`}${given.append ? '+' : ''}=`;
    return {
      text: sign + (typeof given.value === 'string' ? given.value : '()'),
      from,
      to,
      assigned: given,
    } as Word;
  }

  *text(phrase: Phrase, io: Streams): Generator<void, string, void> {
    this.#io = io;
    return yield* joined(phrase, this, io);
  }

  *pattern(phrase: Phrase, io: Streams): Generator<void, string, void> {
    this.#io = io;
    return yield* pattern(phrase, this, io);
  }

  /** What commands print. */
  *capture(commands: List, outer: Streams): Generator<void, string, void> {
    const missing = this.#missing;
    const text = yield* capture(this, commands, outer);
    this.#missing = missing;
    this.#io = outer;
    return text;
  }

  // Commands.

  /** Runs a command that is written out as words; gives its status. */
  *run(given: readonly Word[], io: Streams, functions = true): Generator<void, number, void> {
    const [first] = given;
    const definition = functions ? this.state.functions.get(first!.text) : undefined;
    if (definition) return yield* this.deeper(first!, () => callFunction(this, definition, given, io));
    const { host } = this.state;
    const status = yield* this.deeper(first!, () => runCommand(this, given, io));
    if (this.ran.length < mostRan) this.ran.push({ host, words: given.map((w) => w.text), status });
    return status;
  }

  define(definition: FunctionDefinition): void {
    this.#text.define(definition);
    this.state = {
      ...this.state,
      functions: new Map(this.state.functions).set(definition.name, definition),
    };
  }

  placed<T>(
    definition: FunctionDefinition,
    at: Place,
    body: () => Generator<void, T, void>,
  ): Generator<void, T, void> {
    return this.#text.placed(definition, at, body);
  }

  elsewhere<T>(at: Place, body: () => Generator<void, T, void>): Generator<void, T, void> {
    return this.#text.elsewhere(at, body);
  }

  *script(shell: Shell, text: string, at: Place, io: Streams): Generator<void, number, void> {
    this.#scripts++;
    try {
      return yield* runScriptText(this, shell, text, at, io);
    } finally {
      this.#scripts--;
    }
  }

  source(text: string, at: Place, io: Streams, file?: string): Generator<void, number, void> {
    // A shell at a terminal says nothing of files and lines.
    const name = file !== undefined && this.#isInteractive ? null : file;
    return this.deeper(at, () => this.#text.called(text, name, at, () => runText(this, text, at, io)));
  }

  /** Runs something in a shell of its own: what it sets, and where it goes, is forgotten. */
  *inner(body: () => Generator<void, number, void>, io: Streams): Generator<void, number, void> {
    const before = this.shells;
    const { loops } = this;
    this.#inner++;
    this.state = { ...this.state, traps: new Map() };
    try {
      const at = { from: this.at, to: this.at };
      return yield* this.deeper(at, () => runToEnd(this, body, io));
    } finally {
      this.shells = before;
      this.loops = loops;
      this.#inner--;
    }
  }

  atExit(status: number, io: Streams): Generator<void, number, void> {
    return runExitTrap(this, status, io);
  }

  *unchecked(body: () => Generator<void, number, void>): Generator<void, number, void> {
    this.ignored++;
    try {
      return yield* body();
    } finally {
      this.ignored--;
    }
  }

  list(commands: List, io: Streams): Generator<void, number, void> {
    return runList(this, commands, io);
  }

  collect(): ReturnType<Transcript['collect']> {
    return this.transcript.collect();
  }

  /** Runs one command with its redirections. */
  *command(node: CommandNode, outer: Streams): Generator<void, number, void> {
    switch (node.kind) {
      case 'simple':
        return yield* runSimple(this, node, outer);
      case 'function':
        this.define(node);
        return 0;
      case 'refused':
        return this.refuse(node);
      default: {
        const io = yield* redirected(this, node.redirects, outer);
        return io ? yield* this.deeper(node, () => runCompound(this, node, io)) : 1;
      }
    }
  }
}

/** A hint, and the parameters that a command had in its words without a value. */
const withMissing = (hint: string, missing: readonly string[]): string => {
  const names = [...new Set(missing)].map((name) => `$${name.replace('$', '')}`);
  if (names.length === 0) return hint;
  return `${hint} ${names.join(' and ')} ${names.length > 1 ? 'have' : 'has'} no value here.`;
};
