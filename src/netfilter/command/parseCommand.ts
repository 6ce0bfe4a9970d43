/**
 * One line of iptables, read from its first word to its last. Its checks are files in parse/; their order, in which the
 * first mistake is the one that is reported, is here, in one place.
 */
import { byteLength } from '../../text/bytes.ts';
import { type Read, WordReader } from '../../text/getopt.ts';
import type { Span, Word } from '../../text/words.ts';
import { findMatch, findTarget } from '../registry.ts';
import { isTable, type TableName, type Use } from '../types.ts';
import { parseCounters } from '../values/counters.ts';
import type { Backend } from './backend.ts';
import { legacy } from './backends/legacy.ts';
import { targetName } from './chainName.ts';
import type { Command, CommandResult, RuleSpec } from './command.ts';
import { type CommandKey, type CoreKey, type CoreOption, longOptions, shortOptions } from './coreOptions.ts';
import { AddressOptions } from './parse/addressOptions.ts';
import { checkChain, checkDropInNat } from './parse/chainChecks.ts';
import { CommandWords, isCommand, takeWord } from './parse/commandWords.ts';
import { addressMissing, missingComma, oneDash, strayWord, unknownOption } from './parse/hints.ts';
import { LineExtensions, type OptionOwner } from './parse/lineExtensions.ts';
import { optionsOf } from './parse/loadedExtension.ts';
import { readWait, readWaitInterval } from './parse/lockOptions.ts';
import { misplacedNot } from './parse/misplacedNot.ts';
import { missingDash } from './parse/missingDash.ts';
import { checkCoreOption } from './parse/optionChecks.ts';
import type { ParseContext } from './parse/parseContext.ts';
import { ErrorReporter, ParseError, tryHelp } from './parse/parseError.ts';
import { RuleParts } from './parse/ruleParts.ts';
import { partsWithoutAddresses, ruleSpecs } from './parse/ruleSpecs.ts';
import { ruleTarget } from './parse/ruleTarget.ts';
import { isVerdict } from './verdicts.ts';

/**
 * Reads the words after `iptables`. The first mistake is what the real command would report, with its place in the
 * line. Exit status 2 is for mistakes in the line, 3 for a table that does not exist.
 * Reference: iptables/xshared.c, do_parse; iptables/iptables.c, do_command4.
 */
export const parseCommand = (words: readonly Word[], context: ParseContext): CommandResult => {
  const read = parseLine(words, context);
  if (read.ok) return read;
  const mistakeIn = (other: readonly Word[]) => {
    const again = parseLine(other, context);
    return again.ok ? null : again.problem;
  };
  const advice =
    misplacedNot(words, read.problem, mistakeIn) ??
    missingDash(words, read.problem, oneDashOn(words), mistakeIn);
  return advice ? { ...read, problem: { ...read.problem, ...advice } } : read;
};

/** What a word of a line should be that is a long option with one dash; what the line loads counts as loaded. */
const oneDashOn = (words: readonly Word[]) => {
  const texts = words.map((word) => word.text);
  const loaded = texts.flatMap((text, i) => {
    const extension = /^(-m|-j|--match|--jump)$/.test(texts[i - 1] ?? '')
      ? (findMatch(text) ?? findTarget(text))
      : null;
    return extension ? [optionsOf(extension)] : [];
  });
  return (word: Word) => oneDash(word, [longOptions, ...loaded], texts);
};

const parseLine = (words: readonly Word[], context: ParseContext): CommandResult => {
  const parser = new LineParser(words, context);
  try {
    return { ok: true, command: parser.parse() };
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    const { problem } = error;
    return parser.opened ? { ok: false, problem, opened: parser.opened } : { ok: false, problem };
  }
};

/** Options whose value is the word read last, and never a part of the option's own word. */
const takesWholeWord: readonly CoreKey[] = ['source', 'destination', 'protocol', 'input', 'output', 'jump'];

/** One option as it is written. */
interface WrittenOption {
  readonly at: Word;
  readonly argument: Word | null;
  /** The `!` before it. */
  readonly not: Word | null;
  /** All of that. */
  readonly span: Span;
}

/** One pass over a line. Its order is the order in which the real command finds mistakes. */
class LineParser {
  /** The table, once the real command has asked the kernel for its chains. */
  opened: TableName | null = null;
  readonly #reader: WordReader<OptionOwner>;
  readonly #words: readonly Word[];
  readonly #context: ParseContext;
  readonly #backend: Backend;
  readonly #program: string;
  readonly #inRestore: boolean;
  /** The whole line. */
  readonly #line: Span;
  readonly #report: ErrorReporter;
  readonly #extensions: LineExtensions;
  readonly #command = new CommandWords();
  readonly #parts = new RuleParts();
  readonly #addresses = new AddressOptions();
  readonly #seen = new Map<CoreKey, Word>();
  /** Null where `-t` names none of the five. */
  #table: TableName | null;
  #tableWord: Word | null = null;
  #targetName: Word | null = null;
  #isGoto = false;
  #protocolWord: Word | null = null;
  /** A `!` whose option is still to come, and the last one of all. */
  #not: Word | null = null;
  #lastNot: Word | null = null;
  /** The first word after `--`. */
  #afterDashes: Word | null = null;
  #counters: Command['counters'] = null;
  #wait = 0;

  constructor(words: readonly Word[], context: ParseContext) {
    this.#line = { from: words[0]?.from ?? 0, to: words.at(-1)?.to ?? 0 };
    this.#reader = new WordReader(words);
    this.#words = words;
    this.#context = context;
    this.#backend = context.backend ?? legacy;
    this.#program = context.program ?? 'iptables';
    this.#inRestore = context.table !== undefined;
    this.#report = new ErrorReporter(this.#backend, this.#program);
    this.#extensions = new LineExtensions(this.#report);
    this.#table = context.table ?? 'filter';
  }

  parse(): Command {
    while (!this.#reader.done) {
      const not = this.#not;
      const read = this.#reader.read(shortOptions, this.#extensions.longOptions);
      switch (read.kind) {
        case 'word':
          this.#invert(read.at);
          continue;
        case 'end':
          this.#afterDashes = read.rest[0] ?? null;
          continue;
        case 'missing':
        case 'unknown':
          if (!this.#extensions.loadProtocolMatch(this.#parts.protocol, this.#seen.get('protocol')))
            throw this.#unreadable(read);
          this.#reader.stepBack();
          continue;
        case 'option': {
          const { at, argument, owner } = read;
          const written = { at, argument, not, span: { from: (not ?? at).from, to: (argument ?? at).to } };
          const ends = this.#option(owner, written);
          if (ends) return ends;
          this.#not = null;
        }
      }
    }
    return this.#finish();
  }

  /** A word that is no option may only be a `!`. */
  #invert(word: Word): void {
    if (word.text !== '!') throw this.#badArgument(word);
    if (this.#not)
      throw this.#report.mistake(
        'multiple consecutive ! not allowed',
        word,
        'One ! inverts the next option. Remove the other.',
        '',
      );
    this.#not = word;
    this.#lastNot = word;
  }

  /** Takes an option; a command where the option ends the line there. */
  #option(owner: OptionOwner, written: WrittenOption): Command | null {
    const { at, argument, not } = written;
    if (owner.key === 'extension') {
      const { hasSet } = this.#context;
      const known = { protocol: this.#parts.protocol, ...(hasSet && { hasSet }) };
      this.#extensions.takeOption(owner, at, argument, not !== null, this.#reader, known);
      return null;
    }
    this.#coreOption(owner, written);
    // In a file for both protocols a line for IPv6 is skipped. Help and version are printed where they are met.
    if (owner.key === 'ipv6') return this.#result({ kind: 'nothing' });
    if (owner.key !== 'help' && owner.key !== 'version') return null;
    return this.#result({
      kind: owner.key,
      program: this.#program,
      inverted: not !== null,
      extensions: this.#helped(),
    });
  }

  #helped(): readonly string[] {
    const { target } = this.#extensions;
    const standard = this.#targetName && !this.#isGoto && isVerdict(this.#targetName.text) ? 'ACCEPT' : null;
    return this.#extensions.helped(
      target?.extension.name ?? standard,
      this.#protocolWord?.text.toLowerCase(),
    );
  }

  #coreOption(option: CoreOption, written: WrittenOption): void {
    const { key } = option;
    const { at, argument, not, span } = written;
    if (isCommand(key)) return this.#commandOption(key, written);
    checkCoreOption(option, not, this.#seen, span, this.#report);
    this.#seen.set(key, at);
    const word = takesWholeWord.includes(key) ? this.#reader.previous! : (argument ?? at);
    switch (key) {
      case 'match':
        return this.#loadMatch(word);
      case 'jump':
        return this.#jump(word);
      case 'goto':
        this.#isGoto = true;
        return this.#setTargetName(word);
      case 'table':
        return this.#setTable(word, span);
      case 'ipv6':
        if (this.#inRestore) return;
        throw this.#report.error(
          2,
          tryHelp(this.#program),
          span,
          'This course has IPv4 only. On a real machine, use ip6tables for IPv6.',
          '',
        );
      case 'wait':
        this.#wait = readWait(argument, span, this.#reader, this.#report, this.#inRestore);
        return;
      case 'wait-interval':
        return readWaitInterval(word, span, this.#report, this.#inRestore);
      case 'counters': {
        const read = parseCounters(word.text, () => takeWord(this.#reader)?.text);
        if (!read.ok) throw this.#report.refused(read, word);
        this.#counters = read.value;
        return;
      }
      case 'source':
      case 'destination':
        return this.#addresses.add({ key, word, inverted: not !== null, span });
      case 'protocol':
      case 'input':
      case 'output':
      case 'fragments': {
        if (key === 'protocol') this.#protocolWord = word;
        const read = this.#parts.take(key, word.text, not !== null);
        if (!read.ok) throw this.#report.refused(read, read.replacement === undefined ? span : word);
        this.#report.warnings += read.warning ?? '';
        return;
      }
      case 'numeric':
      case 'verbose':
      case 'exact':
      case 'line-numbers':
      case 'modprobe':
      case 'ipv4':
        return;
    }
  }

  #commandOption(key: CommandKey, { at, argument, not }: WrittenOption): void {
    if (key === 'help' || key === 'version') return;
    if (not) throw this.#report.notInvertible("unexpected '!' flag", not);
    const wrong = this.#command.take(key, at, argument, this.#reader);
    if (wrong) throw this.#report.refused(wrong.refused, wrong.at);
  }

  #loadMatch(word: Word): void {
    if (byteLength(word.text) >= 29)
      throw this.#report.mistake(
        `Invalid match name "${word.text}" (28 chars max)`,
        word,
        'The name of a match has at most 28 characters.',
      );
    const match = findMatch(word.text);
    if (!match) throw this.#report.unknownExtension('match', word, this.#chainNames);
    this.#extensions.load(match, word);
  }

  #jump(word: Word): void {
    this.#setTargetName(word);
    if (isVerdict(word.text) || this.#context.declared?.(word.text)) return;
    const target = findTarget(word.text);
    if (target) this.#extensions.load(target, word);
  }

  #setTargetName(word: Word): void {
    this.#targetName = word;
    const name = targetName(word.text);
    if (!name.ok) throw this.#report.refused(name, word);
  }

  #setTable(word: Word, span: Span): void {
    if (this.#inRestore)
      throw this.#report.mistake(
        `The -t option cannot be used in ${this.#program}.\n`,
        span,
        'Remove it: the table is the one in the line above that begins with a star.',
        '',
      );
    this.#table = isTable(word.text) ? word.text : null;
    this.#tableWord = word;
  }

  get #chainNames(): readonly string[] {
    return this.#context.chainNames(this.#table ?? 'filter');
  }

  /**
   * The line has been read. Extensions check their options before anything else is checked.
   * Reference: iptables/xshared.c, the end of do_parse.
   */
  #finish(): Command {
    const command = this.#command;
    const { input, output, protocol, fragment } = this.#parts;
    const rule = { input, output, protocol, fragment, source: null, destination: null };
    const context = { table: this.#table ?? 'filter', chain: command.chain?.text ?? '', rule } as const;
    checkDropInNat(this.#table, command, this.#targetName, this.#report);
    this.#checkWaitInterval();
    const matches = this.#extensions.matches.map((m) => this.#extensions.finish(m, context));
    const target = this.#extensions.target && this.#extensions.finish(this.#extensions.target, context);
    this.#checkEnd();
    const isReplace = command.key === 'replace';
    this.#addresses.read(this.#parts, this.#report, this.#line, this.#program, isReplace);
    const legal = command.legal(this.#seen);
    if (!legal.ok) throw this.#report.refused(legal, this.#line);
    checkChain(command, this.#targetName, this.#seen, this.#report);
    if (this.#table === null) throw this.#report.unknownTable(this.#tableWord!);
    this.opened = this.#table;
    const rules = command.readsRule ? this.#rules(matches, target, this.#table) : [];
    return this.#result(command.action(rules));
  }

  #checkWaitInterval(): void {
    const interval = this.#seen.get('wait-interval');
    if (interval && !this.#seen.has('wait'))
      throw this.#report.mistake(
        '--wait-interval only makes sense with --wait\n',
        interval,
        'Add -w before it, or remove -W.',
      );
  }

  #checkEnd(): void {
    if (this.#afterDashes)
      throw this.#report.mistake(
        'unknown arguments found on commandline',
        this.#afterDashes,
        'iptables reads nothing after --. Remove the --.',
      );
    if (this.#command.key === null)
      throw this.#report.mistake(
        'no command specified',
        this.#line,
        'Say what to do: -A adds a rule, -L lists the rules, -S prints them as commands.',
      );
    if (this.#not)
      throw this.#report.mistake(
        'nothing appropriate following !',
        this.#not,
        'Add the option that the ! is to invert, or remove the !.',
        '',
      );
  }

  #rules(matches: readonly Use[], target: Use | null, table: TableName): readonly RuleSpec[] {
    const parts = partsWithoutAddresses(this.#parts, matches);
    const mistake = this.#backend.ruleMistake(parts);
    if (mistake)
      throw this.#report.mistake(mistake, this.#line, 'Add the protocol with -p to the same rule.');
    const named = { word: this.#targetName, isGoto: this.#isGoto, target };
    return ruleSpecs(this.#parts, parts, ruleTarget(named, table, this.#context, this.#report));
  }

  #result(action: Command['action']): Command {
    const has = (key: CoreKey) => this.#seen.has(key);
    return {
      table: this.#table ?? 'filter',
      action,
      flags: {
        numeric: has('numeric'),
        verbose: has('verbose'),
        exact: has('exact'),
        lineNumbers: has('line-numbers'),
      },
      counters: this.#counters,
      wait: this.#wait,
      warnings: this.#report.warnings,
      places: {
        whole: this.#line,
        chain: this.#command.chain,
        target: action.kind === 'policy' ? this.#command.second : this.#targetName,
        table: this.#tableWord,
      },
    };
  }

  /** An option that nothing knows, or that lacks its value. */
  #unreadable(read: Extract<Read<OptionOwner>, { readonly kind: 'unknown' | 'missing' }>): ParseError {
    const { previous } = this.#reader;
    // The message names the word read last. iptables empties a ! once it is read, and writes protocols in lower case.
    const name =
      previous === null
        ? this.#program
        : previous === this.#lastNot
          ? ''
          : previous === this.#protocolWord
            ? previous.text.toLowerCase()
            : previous.text;
    if (read.kind === 'missing')
      return this.#report.mistake(
        `option "${name}" requires an argument`,
        read.at,
        `${name || 'The option'} needs a value after it.`,
      );
    const { hint, replacement } = unknownOption(
      read.at,
      read.at.text,
      this.#extensions.longOptions,
      this.#words.map((word) => word.text),
    );
    // getopt knows a -b, and iptables does not.
    const message = read.name === '-b' ? 'Unknown arg "(null)"' : `unknown option "${name}"`;
    return this.#report.mistake(message, read.at, hint, replacement);
  }

  /** A word that no option takes. */
  #badArgument(word: Word): ParseError {
    const message = `Bad argument \`${word.text}'\n${tryHelp(this.#program)}`;
    const previous = this.#words.findLast((w) => w.to < word.from);
    const words = this.#words.map((w) => w.text);
    const dash = previous && oneDash(previous, this.#extensions.longOptions, words);
    if (dash) return this.#report.error(2, message, previous, dash.hint, dash.replacement);
    const option = this.#words.findLast((w) => previous && w.to < previous.from);
    const comma = previous && option && missingComma(option.text, previous.text, word.text);
    if (comma)
      return this.#report.error(2, message, { ...word, from: previous.from }, comma.hint, comma.replacement);
    const address = this.#addresses.withoutAddress(word);
    return address
      ? this.#report.error(2, message, address, addressMissing)
      : this.#report.error(2, message, word, strayWord(word.text, this.#extensions.longOptions));
  }
}
