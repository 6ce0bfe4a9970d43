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
import { type ExpansionContext, joined, words } from './expand.ts';
import type { Interpreter } from './interpreter.ts';
import { Input, type Io } from './io.ts';
import type { Limits } from './limits.ts';
import { parse } from './parse.ts';
import { redirected } from './redirect.ts';
import { runCommand } from './runCommand.ts';
import { runCompound } from './runCompound.ts';
import { Exit, Leave, Stop } from './stops.ts';
import type { AndOr, CommandNode, List, Phrase, Pipeline } from './syntax.ts';
import { Transcript } from './transcript.ts';

/** How many commands of a line are told of afterwards. */
const mostRan = 1000;

/** A run of commands. */
export class Execution implements ExpansionContext, Interpreter {
  world: World;
  shells: readonly Shell[];
  over: boolean;
  /** The target of a redirection that took no text, the last time one did not. */
  unwrittenAt: Pick<Phrase, 'from' | 'to'> | null = null;
  readonly commands: CommandTable;
  readonly history: readonly string[];
  readonly traces: Trace[] = [];
  readonly ran: CommandRun[] = [];
  /** What the terminal holds for a program that reads. */
  readonly terminal: Io;
  readonly says: string;
  readonly transcript: Transcript;
  readonly #unset: ShellSession['unset'];
  readonly #limits: Limits;
  #files: Readonly<Record<string, Files>>;
  #steps = 0;
  #inner = 0;
  #moved = false;
  loops = 0;
  #captured = 0;

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
    this.#unset = session.unset;
    this.#limits = limits;
    this.transcript = new Transcript(session.says, limits);
    this.terminal = {
      input: new Input(input, input === ''),
      out: (text) => this.transcript.print('stdout', text),
      err: (text) => this.transcript.print('stderr', text),
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

  /**
   * Whether the shell that runs is the terminal's, and no part of a pipe, a `$( )` or parentheses.
   */
  get isOutermost(): boolean {
    return this.#inner === 0;
  }

  /** Runs a command that is written out as words. */
  *run(given: readonly Word[], io: Io): Generator<void, number, void> {
    yield* this.step(given[0]);
    return yield* this.#run(given, io);
  }

  *#run(given: readonly Word[], io: Io): Generator<void, number, void> {
    const { host } = this.state;
    const status = yield* runCommand(this, given, io);
    if (this.ran.length < mostRan) this.ran.push({ host, words: given.map((w) => w.text), status });
    return status;
  }

  /** Runs a text in a shell of its own, line by line. Its mistakes are placed where it is written. */
  *script(shell: Shell, text: string, at: Pick<Word, 'from' | 'to'>, io: Io): Generator<void, number, void> {
    const x = this;
    return yield* this.inner(function* () {
      x.shells = [...x.shells, shell];
      let status = 0;
      for (let from = 0; from < text.length; ) {
        const read = parse(text, from);
        if (read.kind === 'list') {
          status = yield* x.list(read.list, io);
          from = read.end;
          continue;
        }
        const problem =
          read.kind === 'mistake'
            ? read.problem
            : { message: read.message, status: 2, hint: 'It ends too early.' };
        x.mistake(io, { from: at.from, to: at.to, message: problem.message, status: 2, hint: problem.hint });
        return 2;
      }
      return status;
    });
  }

  /** Whether a loop is running. */
  get isInLoop(): boolean {
    return this.loops > 0;
  }

  /** A mistake in the line, as the shell says it. */
  mistake(io: Io, problem: Problem): void {
    const message = `${this.says}${problem.message}`;
    this.transcript.note({ ...problem, message });
    io.err(`${message}\n`);
  }

  note(problem: Problem): void {
    this.transcript.note(problem);
  }

  bound(length: number, at: Phrase): void {
    this.transcript.bound(length, at);
  }

  /** A new line of what was entered: it runs in whatever shell the one before has opened. */
  beginLine(): void {
    this.#moved = false;
  }

  /** A move to another host ends the line: what comes after would run here, once that shell is left. */
  enter(shell: Shell): void {
    this.shells = [...this.shells, shell];
    this.#moved = true;
  }

  *step(at?: Pick<Phrase, 'from' | 'to'>): Generator<void, void, void> {
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

  value(name: string): string | null {
    if (name === '?') return String(this.state.status);
    if (name === '0') return this.says.replace(/: $/, '') || 'bash';
    if (name === 'PWD') return this.state.cwd;
    return Object.hasOwn(this.state.variables, name) ? this.state.variables[name]! : null;
  }

  unset(name: string, from: number, to: number): string {
    if (this.#unset === 'empty' || /^\d$/.test(name)) return '';
    const written = to - from === name.length + 1 ? `$${name}` : `\${${name}}`;
    const message = `${written}: unbound variable`;
    const problem = {
      from,
      to,
      message,
      status: 1,
      hint: `${written} is a variable of a script, and it has no value here. Write the value itself, such as 10.244.0.0/16.`,
    };
    this.mistake(this.terminal, problem);
    throw new Stop(1);
  }

  assign(name: string, value: string): void {
    this.state = { ...this.state, variables: { ...this.state.variables, [name]: value } };
  }

  names(folder: string): readonly string[] {
    const place = this.fileSystem;
    return kindAt(place, folder) === 'folder' ? list(place, folder) : [];
  }

  isFolder(path: string): boolean {
    return kindAt(this.fileSystem, path) === 'folder';
  }

  /** Runs something in a shell of its own: what it sets, and where it goes, is forgotten. */
  *inner(body: () => Generator<void, number, void>): Generator<void, number, void> {
    const before = this.shells;
    this.#inner++;
    try {
      return yield* body();
    } catch (thrown) {
      if (thrown instanceof Exit) return thrown.status;
      if (thrown instanceof Leave) return 0;
      throw thrown;
    } finally {
      this.shells = before;
      this.#inner--;
    }
  }

  *capture(commands: List): Generator<void, string, void> {
    const only =
      commands.length === 1 && commands[0]!.rest.length === 0 && commands[0]!.first.commands.length === 1
        ? commands[0]!.first.commands[0]!
        : null;
    if (
      only?.kind === 'simple' &&
      only.words.length + only.assignments.length === 0 &&
      only.redirects.length === 1 &&
      only.redirects[0]!.operator === '<'
    ) {
      // `$(< FILE)` is the file itself.
      const io = yield* redirected(this, only.redirects, this.#io);
      return io?.input.takeAll() ?? '';
    }
    const { sink, text } = this.transcript.collect();
    this.#captured = yield* this.inner(() => this.list(commands, { ...this.#io, out: sink }));
    return text();
  }

  /** The streams of the command that is expanded now. */
  #io: Io = { input: new Input(''), out: () => null, err: () => null };

  *words(phrases: readonly Phrase[], io: Io) {
    const all = [];
    let length = 0;
    for (const phrase of phrases) {
      this.#io = io;
      const found = yield* words(phrase, this);
      for (const word of found) length += word.text.length + 1;
      this.transcript.bound(length, phrase);
      all.push(...found);
    }
    return all;
  }

  *text(phrase: Phrase, io: Io): Generator<void, string, void> {
    this.#io = io;
    return yield* joined(phrase, this);
  }

  /** Runs commands one after the other; gives the status of the last. */
  *list(commands: List, io: Io): Generator<void, number, void> {
    let status = 0;
    for (const each of commands) status = yield* this.#andOr(each, io);
    return status;
  }

  *#andOr({ first, rest }: AndOr, io: Io): Generator<void, number, void> {
    let status = yield* this.#pipeline(first, io);
    for (const { operator, pipeline } of rest)
      if ((status === 0) === (operator === '&&')) status = yield* this.#pipeline(pipeline, io);
    return status;
  }

  #ended(status: number): number {
    this.state = { ...this.state, status };
    return status;
  }

  *#pipeline({ negated, commands }: Pipeline, io: Io): Generator<void, number, void> {
    let status = 0;
    let { input } = io;
    for (const [i, command] of commands.entries()) {
      if (commands.length === 1) status = yield* this.command(command, io);
      else if (i === commands.length - 1)
        status = yield* this.inner(() => this.command(command, { ...io, input }));
      else {
        const { sink, text } = this.transcript.collect();
        const from = input;
        yield* this.inner(() => this.command(command, { ...io, input: from, out: sink }));
        input = new Input(text());
      }
    }
    return this.#ended(negated ? Number(status === 0) : status);
  }

  /** Runs one command with its redirections. */
  *command(command: CommandNode, outer: Io): Generator<void, number, void> {
    if (command.kind === 'simple') return yield* this.#simple(command, outer);
    const io = yield* redirected(this, command.redirects, outer);
    return io ? yield* runCompound(this, command, io) : 1;
  }

  *#simple(command: Extract<CommandNode, { kind: 'simple' }>, outer: Io): Generator<void, number, void> {
    yield* this.step(command);
    this.#captured = 0;
    const given = yield* this.words(command.words, outer);
    const io = yield* redirected(this, command.redirects, outer);
    if (!io) return this.#ended(1);
    const before = this.state;
    for (const { name, value } of command.assignments) this.assign(name, yield* this.text(value, outer));
    if (given.length === 0) return this.#captured;
    const names = command.assignments.map((a) => a.name);
    if (names.length) this.state = { ...this.state, exported: [...this.state.exported, ...names] };
    const status = yield* this.#run(given, io);
    // What is in front of a command is set for that command alone.
    if (names.length && this.shells.length > 0 && this.state.host === before.host)
      this.state = { ...this.state, variables: before.variables, exported: before.exported };
    return status;
  }
}
