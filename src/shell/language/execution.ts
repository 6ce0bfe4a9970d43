/**
 * Commands as they run: the world, the files and the shells as they are between two of them. Every generator
 * here yields after each command, so that its driver can stop it or let others have their turn.
 */

import type { Trace } from '../../network/trace.ts';
import type { World } from '../../network/world.ts';
import type { Problem } from '../../text/problem.ts';
import type { Word } from '../../text/words.ts';
import type { CommandTable } from '../commands/shellCommand.ts';
import { type FileSystem, kindAt, list } from '../fileSystem.ts';
import type { Files } from '../files.ts';
import { type CommandRun, filesOf, type Shell, type ShellSession } from '../session.ts';
import { arithmeticHint, BadArithmetic, evaluate } from './arithmetic.ts';
import { assigned, give } from './assign.ts';
import { joined, pattern, words } from './expand.ts';
import type { Interpreter } from './interpreter.ts';
import { Input, type Io } from './io.ts';
import type { Limits } from './limits.ts';
import { ownValue } from './ownValues.ts';
import { parse } from './parse.ts';
import { redirected } from './redirect.ts';
import { runCommand } from './runCommand.ts';
import { runCompound } from './runCompound.ts';
import { callFunction, runSimple } from './runSimple.ts';
import { Discard, Exit, Leave, Return } from './stops.ts';
import type {
  AndOr,
  CommandNode,
  FunctionDefinition,
  List,
  Phrase,
  Pipeline,
  Place,
  Refusal,
} from './syntax.ts';
import { Transcript } from './transcript.ts';
import { keysOf, scalar, type Value } from './variables.ts';

/** How many commands of a line are told of afterwards. */
const mostRan = 1000;
/** How many functions, loops, `$( )` and scripts may be one in the other: the page's own stack is not endless. */
const deepest = 240;

/** A run of commands. */
export class Execution implements Interpreter {
  world: World;
  shells: readonly Shell[];
  over: boolean;
  unwrittenAt: Place | null = null;
  readonly isTerminal: boolean;
  readonly commands: CommandTable;
  readonly history: readonly string[];
  readonly traces: Trace[] = [];
  readonly ran: CommandRun[] = [];
  /** What the terminal holds for a program that reads. */
  readonly terminal: Io;
  readonly says: string;
  readonly transcript: Transcript;
  loops = 0;
  sourced = 0;
  captured = 0;
  /** The text that runs, for `$LINENO`, and where the command in it begins. */
  entered = '';
  at = 0;
  readonly jobs = new Map<string, number>();
  readonly #limits: Limits;
  #files: Readonly<Record<string, Files>>;
  #steps = 0;
  #inner = 0;
  #depth = 0;
  #unchecked = 0;
  #moved = false;
  #random: number;
  /** Where a text that is no part of what was entered was called: its mistakes are placed there. */
  #calledAt: Place | null = null;
  readonly #definedHere = new WeakSet<FunctionDefinition>();
  /** Parameters without a value that the command had in its words. */
  #missing: string[] = [];
  #opened = 0;

  /**
   * `input` is what programs read from the terminal; nothing, where no keys are typed into a command
   * that runs.
   */
  constructor(session: ShellSession, limits: Limits, commands: CommandTable, input = '') {
    this.commands = commands;
    this.world = session.world;
    this.shells = session.shells;
    this.over = session.over;
    this.history = session.history;
    this.#files = session.files;
    this.says = session.says;
    this.isTerminal = session.isTerminal;
    this.#limits = limits;
    this.#random = session.world.seed;
    this.transcript = new Transcript(session.says, limits);
    this.terminal = {
      input: new Input(input, input === ''),
      out: (text) => this.transcript.print('stdout', text),
      err: (text) => this.transcript.print('stderr', text),
      others: new Map(),
    };
  }

  /** The session as it is now. */
  session(before: ShellSession): ShellSession {
    return { ...before, world: this.world, shells: this.shells, files: this.#files, over: this.over };
  }

  get state(): Shell {
    return this.shells.at(-1)!;
  }

  set state(shell: Shell) {
    this.shells = [...this.shells.slice(0, -1), shell];
  }

  get files(): Files {
    return this.filesOn(this.state.host);
  }

  set files(files: Files) {
    this.keep(this.state.host, files);
  }

  /** The files of any host: one that is being written may be of a host that was left. */
  filesOn(host: string): Files {
    return filesOf({ files: this.#files, world: this.world }, host);
  }

  keep(host: string, files: Files): void {
    this.#files = { ...this.#files, [host]: files };
  }

  get fileSystem(): FileSystem {
    return { world: this.world, host: this.state.host, cwd: this.state.cwd, files: this.files };
  }

  /** Whether the shell that runs is the terminal's, and no part of a pipe, a `$( )` or parentheses. */
  get isOutermost(): boolean {
    return this.#inner === 0;
  }

  /** Whether a loop is running. */
  get isInLoop(): boolean {
    return this.loops > 0;
  }

  // What is said.

  /** A mistake in the line, as the shell says it. */
  mistake(io: Io, problem: Problem): void {
    const message = `${this.says}${problem.message}`;
    this.note({ ...problem, message });
    io.err(`${message}\n`);
  }

  note(problem: Problem): void {
    const missing = [...new Set(this.#missing)];
    const hint =
      missing.length === 0
        ? problem.hint
        : `${problem.hint} ${missing.map((name) => `$${name.replace('$', '')}`).join(' and ')} ${missing.length > 1 ? 'have' : 'has'} no value here.`;
    this.transcript.note({ ...problem, hint, ...this.#calledAt });
  }

  bound(length: number, at: Place): void {
    this.transcript.bound(length, at);
  }

  refuse({ what, hint, from, to }: Refusal): never {
    return this.transcript.stop(`${what} is not simulated here`, hint, this.#calledAt ?? { from, to }, 2);
  }

  complain(at: Place, message: string, hint: string, exits = false): never {
    this.mistake(this.#io, { from: at.from, to: at.to, message, status: 1, hint });
    if (exits && !this.isTerminal) throw new Exit(this.state.options.has('c') ? 127 : 1);
    throw new Discard();
  }

  trace(io: Io, text: string): void {
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

  *step(at?: Place): Generator<void, void, void> {
    if (at && !this.#calledAt) this.at = at.from;
    if (this.#moved)
      this.transcript.stop(
        'a command after an ssh that opens a shell is not simulated here',
        'Type it once you are back, or hand it to ssh: ssh HOST COMMAND.',
        at,
      );
    if (++this.#steps > this.#limits.steps)
      this.transcript.stop(
        `stopped after ${this.#limits.steps} commands`,
        'A loop has no end, or a very far one.',
        at,
      );
    yield;
  }

  *deeper<T>(at: Place, body: () => Generator<void, T, void>): Generator<void, T, void> {
    this.#descend(at);
    try {
      return yield* body();
    } finally {
      this.#depth--;
    }
  }

  #descend(at: Place): void {
    if (this.#depth >= deepest) this.tooDeep(at);
    this.#depth++;
  }

  tooDeep(at: Place): never {
    return this.transcript.stop(
      `more than ${deepest} commands one in the other are not simulated here`,
      'A function or a script that calls itself has no end, or a very far one.',
      this.#calledAt ?? at,
    );
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
    return evaluate(text.replaceAll('"', ''), {
      read: (name, key) => {
        const value = this.lookup(name);
        const found =
          key === null
            ? scalar(value)
            : typeof value === 'object' && value?.kind === 'keyed'
              ? (value.items.get(key) ?? null)
              : value === null
                ? null
                : typeof value === 'string'
                  ? key === '0'
                    ? value
                    : null
                  : (value.items.get(Number(key)) ?? null);
        return found ?? this.missing(name, { from: this.at, to: this.at });
      },
      write: (name, key, value) => this.set(name, key, value),
      isKeyed: (name) => {
        const value = this.lookup(name);
        return typeof value === 'object' && value?.kind === 'keyed';
      },
    });
  }

  number(text: string, at: Place): bigint {
    try {
      return this.evaluate(text);
    } catch (thrown) {
      if (thrown instanceof BadArithmetic) return this.complain(at, thrown.message, arithmeticHint);
      throw thrown;
    }
  }

  index(subscript: string, array: Value, at: Place): string {
    const index = this.number(subscript, at);
    if (index >= 0n) return String(index);
    const from = BigInt(Number(keysOf(array).at(-1) ?? '-1') + 1) + index;
    if (from < 0n) this.complain(at, `[${subscript}]: bad array subscript`, 'The array has no such element.');
    return String(from);
  }

  *key(name: string, subscript: Phrase, io: Io): Generator<void, string, void> {
    const text = yield* this.text(subscript, io);
    const value = this.lookup(name);
    if (typeof value === 'object' && value?.kind === 'keyed') return text;
    return this.index(text, value ?? '', subscript);
  }

  *calculate(expression: Phrase, io: Io): Generator<void, bigint, void> {
    return this.number(yield* this.text(expression, io), expression);
  }

  // Words.

  names(folder: string): readonly string[] {
    const place = this.fileSystem;
    return kindAt(place, folder) === 'folder' ? list(place, folder) : [];
  }

  isFolder(path: string): boolean {
    return kindAt(this.fileSystem, path) === 'folder';
  }

  fileWith(text: string): string {
    const path = `/dev/fd/${63 - (this.#opened++ % 50)}`;
    this.files = { ...this.files, [path]: { kind: 'file', text, changed: this.world.now } };
    return path;
  }

  /** The streams of the command that is expanded now: where its mistakes are said. */
  #io: Io = { input: new Input(''), out: () => null, err: () => null, others: new Map() };

  *words(phrases: readonly Phrase[], io: Io): Generator<void, readonly Word[], void> {
    const all: Word[] = [];
    let length = 0;
    for (const phrase of phrases) {
      this.#io = io;
      const found = phrase.assignment
        ? [yield* this.#assignmentWord(phrase, io)]
        : yield* words(phrase, this, io);
      for (const word of found) length += word.text.length + 1;
      this.bound(length, phrase);
      for (const word of found) all.push(word);
    }
    return all;
  }

  /** An assignment that `declare` or its like is given. */
  *#assignmentWord({ from, to, assignment }: Phrase, io: Io): Generator<void, Word, void> {
    const given = yield* assigned(this, assignment!, io);
    const sign = `${given.name}${given.key === null ? '' : `[${given.key}]`}${given.append ? '+' : ''}=`;
    return {
      text: sign + (typeof given.value === 'string' ? given.value : '()'),
      from,
      to,
      assigned: given,
    } as Word;
  }

  *text(phrase: Phrase, io: Io): Generator<void, string, void> {
    this.#io = io;
    return yield* joined(phrase, this, io);
  }

  *pattern(phrase: Phrase, io: Io): Generator<void, string, void> {
    this.#io = io;
    return yield* pattern(phrase, this, io);
  }

  *capture(commands: List, outer: Io): Generator<void, string, void> {
    const [only] = commands;
    const command = commands.length === 1 && only!.rest.length === 0 ? only!.first.commands[0]! : null;
    if (
      command?.kind === 'simple' &&
      only!.first.commands.length === 1 &&
      command.words.length + command.assignments.length === 0 &&
      command.redirects.length === 1 &&
      command.redirects[0]!.operator === '<'
    ) {
      // `$(< FILE)` is the file itself.
      const io = yield* redirected(this, command.redirects, outer);
      this.captured = io ? 0 : 1;
      return io?.input.takeAll() ?? '';
    }
    const { sink, text } = this.transcript.collect();
    const io = { ...outer, out: sink };
    const missing = this.#missing;
    const body = () => {
      // A failure in `$( )` does not end it, with `set -e` on.
      const options = new Set(this.state.options);
      options.delete('e');
      this.state = { ...this.state, options };
      return this.list(commands, io);
    };
    const status = yield* this.inner(body, io);
    this.#missing = missing;
    this.captured = status;
    this.#io = outer;
    return text();
  }

  // Commands.

  /** Runs a command that is written out as words; gives its status. */
  *run(given: readonly Word[], io: Io, functions = true): Generator<void, number, void> {
    const [first] = given;
    const definition = functions ? this.state.functions.get(first!.text) : undefined;
    if (definition) return yield* this.deeper(first!, () => callFunction(this, definition, given, io));
    const { host } = this.state;
    const status = yield* this.deeper(first!, () => runCommand(this, given, io));
    if (this.ran.length < mostRan) this.ran.push({ host, words: given.map((w) => w.text), status });
    return status;
  }

  define(definition: FunctionDefinition): void {
    if (!this.#calledAt) this.#definedHere.add(definition);
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
    return this.#definedHere.has(definition) ? body() : this.#elsewhere(at, body);
  }

  *#elsewhere<T>(at: Place, body: () => Generator<void, T, void>): Generator<void, T, void> {
    const before = this.#calledAt;
    this.#calledAt ??= { from: at.from, to: at.to };
    try {
      return yield* body();
    } finally {
      this.#calledAt = before;
    }
  }

  /** Runs a text in a shell of its own, line by line. Its mistakes are placed where it is called. */
  *script(shell: Shell, text: string, at: Place, io: Io): Generator<void, number, void> {
    const x = this;
    const own = { ...io };
    return yield* this.inner(function* () {
      x.shells = [...x.shells, shell];
      const { loops, sourced } = x;
      x.loops = 0;
      x.sourced = 0;
      try {
        return yield* x.source(text, at, own);
      } finally {
        x.loops = loops;
        x.sourced = sourced;
      }
    }, own);
  }

  /** Runs a text in this shell, line by line. Its mistakes are placed where it is called. */
  *source(text: string, at: Place, io: Io): Generator<void, number, void> {
    const x = this;
    return yield* this.deeper(at, () =>
      this.#elsewhere(at, function* () {
        let status = 0;
        for (let from = 0; from < text.length; ) {
          const read = parse(text, from);
          if (read.kind === 'list') {
            if (read.list.length > 0) status = yield* x.list(read.list, io);
            from = read.end;
            continue;
          }
          const problem =
            read.kind === 'mistake'
              ? read.problem
              : { message: read.message, status: 2, hint: 'It ends too early.' };
          if (read.kind === 'mistake' && read.endsText)
            x.transcript.stop(problem.message, problem.hint, at, problem.status);
          x.mistake(io, {
            from: at.from,
            to: at.to,
            message: problem.message,
            status: 2,
            hint: problem.hint,
          });
          x.state = { ...x.state, status: problem.status };
          return problem.status;
        }
        return status;
      }),
    );
  }

  /** Runs something in a shell of its own: what it sets, and where it goes, is forgotten. */
  *inner(body: () => Generator<void, number, void>, io: Io): Generator<void, number, void> {
    const before = this.shells;
    const { loops } = this;
    this.#descend({ from: this.at, to: this.at });
    this.#inner++;
    this.state = { ...this.state, traps: new Map() };
    try {
      const status = yield* this.#leaving(body);
      return yield* this.atExit(status, io);
    } finally {
      this.shells = before;
      this.loops = loops;
      this.#inner--;
      this.#depth--;
    }
  }

  /** Runs something; what leaves the shell is its status. */
  *#leaving(body: () => Generator<void, number, void>): Generator<void, number, void> {
    try {
      return yield* body();
    } catch (thrown) {
      if (thrown instanceof Exit || thrown instanceof Discard || thrown instanceof Return)
        return thrown.status;
      if (thrown instanceof Leave) return 0;
      throw thrown;
    }
  }

  /** Runs what `trap … EXIT` has set, in a shell that ends with a status. */
  *atExit(status: number, io: Io): Generator<void, number, void> {
    const text = this.state.traps.get('EXIT');
    if (text === undefined) return status;
    const traps = new Map(this.state.traps);
    traps.delete('EXIT');
    this.state = { ...this.state, traps, status };
    try {
      yield* this.source(text, { from: this.at, to: this.at }, io);
    } catch (thrown) {
      if (thrown instanceof Exit) return thrown.status;
      if (!(thrown instanceof Discard)) throw thrown;
    }
    return status;
  }

  *unchecked(body: () => Generator<void, number, void>): Generator<void, number, void> {
    this.#unchecked++;
    try {
      return yield* body();
    } finally {
      this.#unchecked--;
    }
  }

  /** Runs commands one after the other; gives the status of the last. */
  *list(commands: List, io: Io): Generator<void, number, void> {
    let status = 0;
    for (const each of commands)
      status = each.background ? yield* this.#background(each, io) : yield* this.#andOr(each, io);
    return status;
  }

  *#andOr({ first, rest }: AndOr, io: Io): Generator<void, number, void> {
    const all = [{ operator: null, pipeline: first }, ...rest];
    let status = 0;
    for (const [i, { operator, pipeline }] of all.entries()) {
      if (operator !== null && (status === 0) !== (operator === '&&')) continue;
      status =
        i < rest.length
          ? yield* this.unchecked(() => this.#pipeline(pipeline, io))
          : yield* this.#pipeline(pipeline, io);
    }
    return status;
  }

  /** What runs in the background runs now: the same, unless time goes by while it does. */
  *#background(each: AndOr, io: Io): Generator<void, number, void> {
    const { world } = this;
    const files = this.#files;
    const said: (() => void)[] = [];
    const later = (sink: Io['out']) => (text: string) => {
      said.push(() => sink(text));
      return null;
    };
    const own: Io = { ...io, input: new Input(''), out: later(io.out), err: later(io.err) };
    const status = yield* this.inner(() => this.unchecked(() => this.#andOr(each, own)), own);
    if (this.world.now !== world.now) {
      this.world = world;
      this.#files = files;
      this.refuse({
        what: 'a program in the background that takes time',
        hint: 'Programs here run one after the other. Leave the & out, or sleep first.',
        ...each.background!,
      });
    }
    for (const say of said) say();
    this.jobs.set(String(1001 + this.jobs.size), status);
    return this.#ended([0]);
  }

  #ended(statuses: readonly number[]): number {
    const failed = this.state.options.has('pipefail') ? statuses.findLast((s) => s !== 0) : undefined;
    const status = failed ?? statuses.at(-1)!;
    this.state = { ...this.state, status, pipeStatus: statuses };
    return status;
  }

  *#pipeline({ negated, commands }: Pipeline, io: Io): Generator<void, number, void> {
    if (negated) {
      const status = yield* this.unchecked(() => this.#pipeline({ negated: false, commands }, io));
      this.state = { ...this.state, status: Number(status === 0) };
      return this.state.status;
    }
    const [first] = commands;
    if (commands.length === 1) {
      const status = this.#ended([yield* this.command(first!, io)]);
      const holdsOthers = !['simple', 'subshell', 'condition', 'arithmetic'].includes(first!.kind);
      return holdsOthers ? status : yield* this.#checked(status, io);
    }
    const statuses: number[] = [];
    let { input } = io;
    for (const [i, command] of commands.entries()) {
      const last = i === commands.length - 1;
      const { sink, text } = this.transcript.collect();
      const own: Io = last ? { ...io, input } : { ...io, input, out: sink };
      statuses.push(yield* this.inner(() => this.command(command, own), own));
      input = new Input(text());
    }
    return yield* this.#checked(this.#ended(statuses), io);
  }

  /** With `set -e` on, a failure ends the shell. */
  *#checked(status: number, io: Io): Generator<void, number, void> {
    if (status === 0 || this.#unchecked > 0) return status;
    const trap = this.state.traps.get('ERR');
    if (trap !== undefined && this.state.frames.length === 0) {
      yield* this.unchecked(() => this.source(trap, { from: this.at, to: this.at }, io));
      this.state = { ...this.state, status };
    }
    if (this.state.options.has('e')) throw new Exit(status);
    return status;
  }

  /** Runs one command with its redirections. */
  *command(node: CommandNode, outer: Io): Generator<void, number, void> {
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
