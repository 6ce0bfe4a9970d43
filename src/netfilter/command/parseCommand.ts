/**
 * One pass over a command line, in one file because its order is the order of the real command's mistakes.
 */

import { byteLength } from '../../text/bytes.ts';
import { type LongOptions, WordReader } from '../../text/getopt.ts';
import { suggest } from '../../text/suggest.ts';
import type { Word } from '../../text/words.ts';
import { findMatch, findTarget } from '../registry.ts';
import type { AddressMatch, RuleTarget, TableName, Use } from '../types.ts';
import { isTable } from '../types.ts';
import { parseCounters } from '../values/counters.ts';
import { protocolName } from '../values/protocol.ts';
import type { Backend } from './backend.ts';
import { legacy } from './backends/legacy.ts';
import { targetName } from './chainName.ts';
import type { Command, CommandResult, RuleSpec } from './command.ts';
import { CommandWords, isCommand, takeWord } from './commandWords.ts';
import { type CommandKey, type CoreKey, type CoreOption, longOptions, shortOptions } from './coreOptions.ts';
import { type ExtensionOwner, Loaded, optionsOf } from './loadedExtension.ts';
import { addressMissing, Refusal, Speaker, strayWord, tryHelp, unknownOption } from './mistakes.ts';
import { RuleParts } from './ruleParts.ts';
import { isVerdict } from './verdicts.ts';

/** What parsing must know of the host: which chains there are, for `-j NAME`. */
export interface ParseContext {
  /** Whose words; legacy unless said. */
  readonly backend?: Backend;
  /** `iptables`, or `iptables-restore`: who speaks in messages. */
  readonly program?: string;
  /** The table of a restore file's section; `-t` is refused there. */
  readonly table?: TableName;
  chainNames(table: TableName): readonly string[];
  /** Whether a restore file has declared this chain: a `-j` to it then looks for no target of that name. */
  declared?(name: string): boolean;
  hasChain(table: TableName, name: string): boolean;
  /** Whether the host has a set of that name; without it, it has none. */
  hasSet?(name: string): boolean;
}

type Extension = Loaded['extension'];
type Owner = CoreOption | ExtensionOwner;
type Place = Pick<Word, 'from' | 'to'>;

/**
 * Reads the words behind `iptables`. The first thing wrong is what the real command would say, with
 * its place. Exit status 2 for mistakes in the line, 3 for a table that does not exist.
 * Reference: iptables/xshared.c, do_parse; iptables/iptables.c, do_command4.
 */
export const parseCommand = (words: readonly Word[], context: ParseContext): CommandResult => {
  const parser = new Parser(words, context);
  try {
    return { ok: true, command: parser.parse() };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return parser.opened
      ? { ok: false, problem: error.problem, opened: parser.opened }
      : { ok: false, problem: error.problem };
  }
};

/** Options that can stand once. Reference: iptables/xshared.c, set_option. */
const once: readonly CoreKey[] = [
  'source',
  'destination',
  'protocol',
  'input',
  'output',
  'jump',
  'goto',
  'fragments',
  'counters',
  'numeric',
  'exact',
  'line-numbers',
];
/** Options that do not look at a `!` in front of them. */
const deafToNot: readonly CoreKey[] = [
  'help',
  'version',
  'wait',
  'wait-interval',
  'modprobe',
  'ipv4',
  'ipv6',
];

/** Options whose argument is the word read last. */
const wholeWord: readonly CoreKey[] = ['source', 'destination', 'protocol', 'input', 'output', 'jump'];

/** The most rules that one line may become. */
const mostRules = 65_536;

/** One run of the parser over one line. */
class Parser {
  /** The table, once it is asked for its chains. */
  opened: TableName | null = null;
  #reader: WordReader<Owner>;
  #context: ParseContext;
  #backend: Backend;
  #program: string;
  #whole: Place;
  #command = new CommandWords();
  /** Core options, then those of extensions, the last one loaded first. */
  #long: readonly LongOptions<Owner>[] = [longOptions];
  #loaded = new Map<Extension, Loaded>();
  #addresses: {
    readonly key: 'source' | 'destination';
    readonly word: Word;
    readonly inverted: boolean;
    readonly place: Place;
  }[] = [];
  #table: TableName | null;
  #tableWord: Word | null = null;
  #parts = new RuleParts();
  #waits = 0;
  #seen = new Map<CoreKey, Word>();
  #matches: Loaded[] = [];
  #target: Loaded | null = null;
  #targetName: Word | null = null;
  #goto = false;
  /** Says what is wrong, behind the warnings so far. */
  #say: Speaker;
  /** What stands behind `--`. */
  #stray: Word | null = null;
  /** A `!` whose option is still to come. */
  #not: Word | null = null;
  #lastNot: Word | null = null;
  #protocolWord: Word | null = null;
  #protocolTried = false;
  #counters: Command['counters'] = null;

  constructor(words: readonly Word[], context: ParseContext) {
    this.#whole = { from: words[0]?.from ?? 0, to: words.at(-1)?.to ?? 0 };
    this.#reader = new WordReader(words);
    this.#context = context;
    this.#backend = context.backend ?? legacy;
    this.#program = context.program ?? 'iptables';
    this.#say = new Speaker(this.#backend, this.#program);
    this.#table = context.table ?? 'filter';
  }

  parse(): Command {
    while (!this.#reader.done) {
      const not = this.#not;
      const read = this.#reader.read(shortOptions, this.#long);
      switch (read.kind) {
        case 'word':
          if (read.at.text !== '!') throw this.#badArgument(read.at);
          if (not)
            throw this.#say.fail(
              'multiple consecutive ! not allowed',
              read.at,
              'One ! turns the next option around. Take the other away.',
              '',
            );
          this.#not = read.at;
          this.#lastNot = read.at;
          continue;
        case 'end':
          this.#stray = read.rest[0] ?? null;
          continue;
        case 'missing':
        case 'unknown': {
          if (this.#loadProtocol()) {
            this.#reader.again();
            continue;
          }
          const behind = this.#reader.behind;
          // iptables empties a ! once it has read it, and writes protocols in small letters.
          const name =
            behind === null
              ? this.#program
              : behind === this.#lastNot
                ? ''
                : behind === this.#protocolWord
                  ? behind.text.toLowerCase()
                  : behind.text;
          if (read.kind === 'missing')
            throw this.#say.fail(
              `option "${name}" requires an argument`,
              read.at,
              `Something has to follow ${name}.`,
            );
          const { hint, replacement } = unknownOption(read.at, read.at.text, this.#long);
          // getopt is told of a -b that iptables then knows nothing of.
          throw this.#say.fail(
            read.name === '-b' ? 'Unknown arg "(null)"' : `unknown option "${name}"`,
            read.at,
            hint,
            replacement,
          );
        }
        case 'option': {
          const place = { from: (not ?? read.at).from, to: (read.argument ?? read.at).to };
          if (read.owner.key === 'extension')
            this.#extensionOption(read.owner, read.at, read.argument, not !== null);
          else this.#coreOption(read.owner, read.at, read.argument, not, place);
          // In a file for both protocols, a line for IPv6 is passed over. Help and version are printed where
          // they are met.
          if (read.owner.key === 'ipv6') return this.#result({ kind: 'nothing' });
          if (read.owner.key === 'help' || read.owner.key === 'version')
            return this.#result({
              kind: read.owner.key,
              program: this.#program,
              inverted: not !== null,
              extensions: [...this.#loaded.keys()].map((e) => e.name),
            });
          this.#not = null;
        }
      }
    }
    return this.#finish();
  }

  #load(extension: Loaded): void {
    const { absent, name } = extension.extension;
    const missing = `Warning: Extension ${name} revision 0 not supported, missing kernel module?\n`;
    if (absent && !this.#say.warnings.includes(missing)) this.#say.warnings += missing;
    // The extension named last gets an option that two of them know.
    this.#long = [longOptions, optionsOf(extension.extension), ...this.#long.slice(1)];
    this.#loaded.set(extension.extension, extension);
    if (extension.extension.kind === 'match') this.#matches.push(extension);
    else this.#target = extension;
  }

  /** `-p tcp --dport`: the first unknown option loads the protocol's own match. */
  #loadProtocol(): boolean {
    if (this.#protocolTried || this.#parts.protocol === null) return false;
    const name = protocolName(this.#parts.protocol.number);
    const match = findMatch(name);
    if (!match) return false;
    this.#protocolTried = true;
    if (!this.#matches.some((m) => m.extension.name === name))
      this.#load(new Loaded(match, this.#seen.get('protocol')!));
    return true;
  }

  #extensionOption(owner: ExtensionOwner, at: Word, argument: Word | null, inverted: boolean): void {
    const loaded = this.#loaded.get(owner.extension)!;
    const option = owner.extension.options[owner.option]!;
    let text = argument?.text ?? null;
    let to = (argument ?? at).to;
    if (option.optional && text === null && this.#reader.peek && !/^[-!]/.test(this.#reader.peek.text))
      text = this.#reader.take().text;
    if (option.words === 2) {
      // Such an option is its extension's own to read, and what it warns of comes before what is wrong with
      // it.
      this.#say.warnings += option.warns ?? '';
      const next = this.#reader.peek;
      if (next === null || /^[-!]/.test(next.text))
        throw this.#say.fail(
          option.second ?? `${option.names[0]} requires two args.`,
          at,
          `Two words follow ${option.names[0]}: ${(option.takes as { form: string }).form}.`,
        );
      text = `${text}\0${next.text}`;
      to = this.#reader.take().to;
    }
    const taken = loaded.take(owner.option, text, inverted, {
      protocol: this.#parts.protocol,
      ...(this.#context.hasSet && { hasSet: this.#context.hasSet }),
    });
    this.#say.warnings += loaded.warning;
    loaded.warning = '';
    if (!taken.ok)
      throw this.#say.refuse(
        taken,
        taken.replacement === undefined ? { from: at.from, to } : (argument ?? at),
      );
  }

  #coreOption(option: CoreOption, at: Word, argument: Word | null, not: Word | null, place: Place): void {
    const key = option.key;
    if (isCommand(key)) return this.#commandOption(key, at, argument, not);
    if (not && (key === 'match' || key === 'table'))
      throw this.#say.fail(
        `unexpected ! flag before --${key}`,
        not,
        'Take the ! away: this option has no opposite.',
        '',
      );
    const repeated =
      this.#seen.has(key) ||
      (key === 'goto' && this.#seen.has('jump')) ||
      (key === 'jump' && this.#seen.has('goto'));
    const letter = key === 'goto' ? 'j' : key === 'line-numbers' ? '0' : option.short;
    if (repeated && once.includes(key))
      throw this.#say.fail(
        `multiple -${letter} flags not allowed`,
        place,
        `-${option.short ?? 'line-numbers'} can stand in a rule once. Use a second rule for the second one.`,
      );
    if (not && !option.invertible && !deafToNot.includes(key))
      throw this.#say.fail(
        `cannot have ! before -${letter}`,
        not,
        'Take the ! away: this option has no opposite.',
        '',
      );
    this.#seen.set(key, at);
    // Of these iptables takes the whole word, so that nothing may stand in one with the option.
    const word = wholeWord.includes(key) ? this.#reader.behind! : (argument ?? at);
    switch (key) {
      case 'match': {
        if (byteLength(word.text) >= 29)
          throw this.#say.fail(
            `Invalid match name "${word.text}" (28 chars max)`,
            word,
            'The name of a match has at most 28 letters.',
          );
        const match = findMatch(word.text);
        if (!match)
          throw this.#say.noExtension('match', word, this.#context.chainNames(this.#table ?? 'filter'));
        this.#load(new Loaded(match, word));
        return;
      }
      case 'jump':
        this.#jump(word);
        return;
      case 'goto':
        this.#goto = true;
        this.#targetNamed(word);
        return;
      case 'table':
        if (this.#context.table !== undefined)
          throw this.#say.fail(
            `The -t option cannot be used in ${this.#program}.\n`,
            place,
            'The line *table above names the table here.',
            '',
          );
        this.#table = isTable(word.text) ? word.text : null;
        this.#tableWord = word;
        return;
      case 'ipv6':
        if (this.#context.table !== undefined) return;
        throw this.#say.problem(
          2,
          tryHelp(this.#program),
          place,
          'This is IPv4. For IPv6 there is ip6tables, which this course does not cover.',
          '',
        );
      case 'wait':
        if (this.#context.table !== undefined)
          throw this.#say.fail(
            "You cannot use `-w' from iptables-restore",
            place,
            'Put -w behind iptables-restore itself.',
            '',
          );
        return this.#wait(argument);
      case 'wait-interval':
        if (this.#context.table !== undefined)
          throw this.#say.fail(
            "You cannot use `-W' from iptables-restore",
            place,
            'Put -W behind iptables-restore itself.',
            '',
          );
        if (!/^\d+$/.test(word.text))
          throw this.#say.fail(
            /^[-!]/.test(word.text) ? 'wait interval value required' : 'wait interval not numeric',
            word,
            'Behind -W stands a number of microseconds.',
          );
        this.#say.warnings += 'Ignoring deprecated --wait-interval option.\n';
        return;
      case 'counters': {
        const read = parseCounters(word.text, () => takeWord(this.#reader)?.text);
        if (!read.ok) throw this.#say.refuse(read, word);
        this.#counters = read.value;
        return;
      }
      case 'source':
      case 'destination':
        // iptables reads addresses last, so that other mistakes are told first.
        this.#addresses.push({ key, word, inverted: not !== null, place });
        return;
      case 'protocol':
      case 'input':
      case 'output':
      case 'fragments': {
        if (key === 'protocol') this.#protocolWord = word;
        const read = this.#parts.take(key, word.text, not !== null);
        if (!read.ok) throw this.#say.refuse(read, read.replacement === undefined ? place : word);
        this.#say.warnings += read.warning ?? '';
        return;
      }
      default:
        return;
    }
  }

  #commandOption(key: CommandKey, at: Word, argument: Word | null, not: Word | null): void {
    if (key === 'help' || key === 'version') return;
    if (not)
      throw this.#say.fail("unexpected '!' flag", not, 'Take the ! away: a command has no opposite.', '');
    const wrong = this.#command.take(key, at, argument, this.#reader);
    if (wrong) throw this.#say.refuse(wrong.refused, wrong.at);
  }

  #jump(word: Word): void {
    this.#targetNamed(word);
    if (isVerdict(word.text) || this.#context.declared?.(word.text)) return;
    const target = findTarget(word.text);
    if (target) this.#load(new Loaded(target, word));
  }

  #targetNamed(word: Word): void {
    this.#targetName = word;
    const name = targetName(word.text);
    if (!name.ok) throw this.#say.refuse(name, word);
  }

  #wait(argument: Word | null): void {
    const next = argument ?? takeWord(this.#reader);
    if (next && !/^\d+(\.\d+)?$/.test(next.text))
      throw this.#say.fail(
        'wait seconds not numeric',
        next,
        'Behind -w stands a number of seconds, or nothing.',
      );
    this.#waits = next ? Math.trunc(Number(next.text)) : 0;
  }

  /**
   * Reference: iptables/xshared.c, the end of do_parse: extensions have their last word before anything else
   * is checked.
   */
  #finish(): Command {
    const { input, output, protocol, fragment } = this.#parts;
    const command = this.#command;
    const table = this.#table ?? 'filter';
    const context = {
      table,
      chain: command.chain?.text ?? '',
      rule: { input, output, protocol, fragment, source: null, destination: null },
    };
    const finish = (loaded: Loaded): Use => {
      const data = loaded.finish(context);
      this.#say.warnings += loaded.warning;
      loaded.warning = '';
      if (!data.ok) throw this.#say.refuse(data, loaded.at);
      return { name: loaded.extension.name, data: data.value };
    };
    this.#noDropInNat();
    const interval = this.#seen.get('wait-interval');
    if (interval && !this.#seen.has('wait'))
      throw this.#say.fail(
        '--wait-interval only makes sense with --wait\n',
        interval,
        'Put -w in front, or take -W away.',
        '',
      );
    const matches = this.#matches.map(finish);
    const target = this.#target && finish(this.#target);
    if (this.#stray)
      throw this.#say.fail(
        'unknown arguments found on commandline',
        this.#stray,
        'Nothing behind -- is looked at. Take the -- away.',
      );
    if (command.key === null)
      throw this.#say.fail(
        'no command specified',
        this.#whole,
        'Say what to do: -A adds a rule, -L lists, -S prints rules.',
      );
    if (this.#not)
      throw this.#say.fail(
        'nothing appropriate following !',
        this.#not,
        'Put the option that ! turns around behind it.',
        '',
      );
    this.#readAddresses();
    const legal = command.legal(this.#seen);
    if (!legal.ok) throw this.#say.refuse(legal, this.#whole);
    this.#chainName();
    if (this.#table === null) throw this.#say.noTable(this.#tableWord!);
    this.opened = this.#table;
    const rules = command.readsRule ? this.#rules(matches, target) : [];
    return this.#result(command.action(rules));
  }

  #result(action: Command['action']): Command {
    return {
      table: this.#table ?? 'filter',
      action,
      flags: {
        numeric: this.#seen.has('numeric'),
        verbose: this.#seen.has('verbose'),
        exact: this.#seen.has('exact'),
        lineNumbers: this.#seen.has('line-numbers'),
      },
      counters: this.#counters,
      wait: this.#waits,
      warnings: this.#say.warnings,
      places: {
        whole: this.#whole,
        chain: this.#command.chain,
        target: this.#targetName,
        table: this.#tableWord,
      },
    };
  }

  #noDropInNat(): void {
    const { key, second } = this.#command;
    const at = [key === 'policy' ? second : null, this.#targetName].find((w) => w?.text === 'DROP');
    if (this.#table === 'nat' && at)
      throw this.#say.fail(
        '\nThe "nat" table is not intended for filtering, the use of DROP is therefore inhibited.\n\n',
        at,
        'Only the first packet of a connection passes nat, so it is no place to drop packets. Use the filter table.',
      );
  }

  /** Reference: iptables/xshared.c, ipv4_post_parse. */
  #readAddresses(): void {
    // The source is read first, wherever it stands.
    for (const { key, word, inverted, place } of this.#addresses.toSorted(
      (a, b) => Number(a.key === 'destination') - Number(b.key === 'destination'),
    )) {
      const read = this.#parts.take(key, word.text, inverted);
      if (!read.ok) throw this.#say.refuse(read, place);
    }
    const rules = this.#parts.sources.length * this.#parts.destinations.length;
    if (rules > mostRules)
      throw this.#say.problem(
        1,
        `${this.#program}: Memory allocation problem.`,
        this.#whole,
        `These lists would become ${rules} rules. At most ${mostRules} are made of one line.`,
      );
    const several = [this.#parts.sources, this.#parts.destinations].some((l) => l.length > 1);
    const turned = this.#addresses.find((a) => a.inverted);
    if (turned && several)
      throw this.#say.fail(
        '! not allowed with multiple source or destination IP addresses',
        turned.place,
        'A list becomes one rule for each address, and "not this one" twice lets everything through. Use a chain of your own with RETURN.',
      );
    if (this.#command.key === 'replace' && several)
      throw this.#say.fail(
        'Replacement rule does not specify a unique address',
        this.#whole,
        'One rule is replaced by one rule. Name one address.',
      );
  }

  /** What the chain's name alone can tell is wrong. */
  #chainName(): void {
    const chain = this.#command.chain;
    if (chain && byteLength(chain.text) >= 29)
      throw this.#say.fail(
        `chain name \`${chain.text}' too long (must be under 29 chars)`,
        chain,
        'The name of a chain has at most 28 letters.',
        chain.text.slice(0, 28),
      );
    if (!chain || !(this.#command.readsRule || this.#command.key === 'delete')) return;
    const wrong = (option: 'input' | 'output', letter: string, say: string) => {
      if (this.#seen.has(option))
        throw this.#say.fail(`Can't use -${letter} with ${chain.text}\n`, this.#seen.get(option)!, say);
    };
    if (chain.text === 'PREROUTING' || chain.text === 'INPUT')
      wrong('output', 'o', `Packets in ${chain.text} have only come in. Ask where they came in with -i.`);
    if (chain.text === 'POSTROUTING' || chain.text === 'OUTPUT')
      wrong('input', 'i', `Packets in ${chain.text} are on their way out. Ask for the way out with -o.`);
  }

  #rules(matches: readonly Use[], target: Use | null): readonly RuleSpec[] {
    const parts = this.#parts;
    const own = {
      source: null,
      destination: null,
      input: parts.input,
      output: parts.output,
      protocol: parts.protocol,
      fragment: parts.fragment,
      matches,
    };
    const mistake = this.#backend.ruleMistake(own);
    if (mistake) throw this.#say.fail(mistake, this.#whole, 'Name the protocol with -p in the same rule.');
    const kept = { ...own, target: this.#ruleTarget(target) };
    const any = [null];
    const said = (a: AddressMatch | null | undefined) => (a && (a.mask !== 0 || a.inverted) ? a : null);
    if (parts.sources.length <= 1 && parts.destinations.length <= 1)
      return [{ ...kept, source: said(parts.sources[0]), destination: said(parts.destinations[0]) }];
    return (parts.sources.length ? parts.sources : any).flatMap((source) =>
      (parts.destinations.length ? parts.destinations : any).map((destination) => ({
        ...kept,
        source: said(source),
        destination: said(destination),
      })),
    );
  }

  #ruleTarget(target: Use | null): RuleTarget {
    const word = this.#targetName;
    if (!word) return { kind: 'none' };
    const name = word.text;
    const table = this.#table!;
    if (this.#context.hasChain(table, name)) {
      if (target) this.#say.warnings += `Warning: using chain ${name}, not extension\n`;
      return { kind: this.#goto ? 'goto' : 'jump', chain: name };
    }
    if (this.#goto) {
      const near = suggest(name, this.#context.chainNames(table));
      throw this.#say.fail(
        this.#backend.unknownGotoChain(name),
        word,
        `There is no chain ${name} in the ${table} table. Make it first: -N ${name}.`,
        near ?? undefined,
      );
    }
    if (isVerdict(name)) return { kind: 'verdict', verdict: name };
    if (target) return { kind: 'extension', use: target };
    throw this.#say.noExtension('target', word, this.#context.chainNames(this.#table ?? 'filter'));
  }

  #badArgument(word: Word): Refusal {
    const eaten = this.#addresses.find((a) => a.word.to < word.from && /^[-!]/.test(a.word.text));
    const message = `Bad argument \`${word.text}'\n${tryHelp(this.#program)}`;
    return eaten
      ? this.#say.problem(2, message, eaten.place, addressMissing)
      : this.#say.problem(2, message, word, strayWord(word.text, this.#long));
  }
}
