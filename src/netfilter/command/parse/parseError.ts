import type { Parsed, Problem } from '../../../text/problem.ts';
import type { Span, Word } from '../../../text/words.ts';
import type { Backend } from '../backend.ts';
import { unknownExtension, unknownTable } from './hints.ts';

/** Ends the parsing of a line; caught where parsing began. */
export class ParseError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** The last line of every mistake in a command line. */
export const tryHelp = (program: string): string =>
  `Try \`${program} -h' or '${program} --help' for more information.`;

/** Makes errors in the words of a backend's command, after the warnings that the line caused before. */
export class ErrorReporter {
  /** What the real command prints on stderr and then goes on. */
  warnings = '';
  readonly #backend: Backend;
  readonly #program: string;

  constructor(backend: Backend, program: string) {
    this.#backend = backend;
    this.#program = program;
  }

  /** An error with this message and exit status. */
  error(status: number, message: string, { from, to }: Span, hint: string, replacement?: string): ParseError {
    const problem = { from, to, message: this.warnings + message, status, hint };
    return new ParseError(replacement === undefined ? problem : { ...problem, replacement });
  }

  /** A mistake in the line, as `xtables_error(PARAMETER_PROBLEM)` prints it. */
  mistake(message: string, at: Span, hint: string, replacement?: string): ParseError {
    const whole = `${this.#backend.nameAndVersion(this.#program)}: ${message}\n${tryHelp(this.#program)}`;
    return this.error(2, whole, at, hint, replacement);
  }

  /** What a parser refused, at its place. */
  refused(refused: Extract<Parsed<unknown>, { ok: false }>, at: Span): ParseError {
    this.warnings += refused.warning ?? '';
    return this.mistake(refused.message, at, refused.hint, refused.replacement);
  }

  /** A `!` before something that cannot be inverted. */
  notInvertible(message: string, not: Span): ParseError {
    return this.mistake(message, not, 'Remove the !: it has no meaning here.', '');
  }

  /** A `-m` or `-j` that does not exist. */
  unknownExtension(kind: 'match' | 'target', word: Word, chains: readonly string[]): ParseError {
    const { hint, replacement } = unknownExtension(kind, word.text, chains);
    const message =
      kind === 'match'
        ? `Couldn't load match \`${word.text}':No such file or directory\n`
        : this.#backend.unknownTarget(word.text);
    return this.mistake(message, word, hint, replacement);
  }

  /** A `-t` that does not exist. */
  unknownTable(word: Word): ParseError {
    const { hint, replacement } = unknownTable(word.text);
    const message = `${this.#backend.nameAndVersion(this.#program)}: ${this.#backend.unknownTable(word.text)}`;
    const advice = 'Perhaps iptables or your kernel needs to be upgraded.';
    return this.error(3, `${message}\n${advice}`, word, hint, replacement);
  }
}
