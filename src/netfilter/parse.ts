import type { Action, Command, CommandResult, RuleSpec } from './command.ts';
import { Loaded } from './given.ts';
import { longGroup, type LongOptions, WordReader } from './getopt.ts';
import { isTable, isVerdict, newChainName } from './names.ts';
import { type CommandKey, type CoreOption, coreOptions, longOptions, shortOptions } from './options.ts';
import type { Parsed, Problem } from './problem.ts';
import { findMatch, findTarget, matchRegistry, targetRegistry } from './registry.ts';
import { RuleParts } from './ruleParts.ts';
import { suggest } from './suggest.ts';
import type { RuleTarget, TableName, Use } from './types.ts';
import { tableNames } from './types.ts';
import { protocolName } from './values/protocol.ts';
import type { Word } from './words.ts';

/** What parsing must know of the host: which chains there are, for `-j NAME`. */
export interface ParseContext {
  /** `iptables`, or `iptables-restore`: who speaks in messages. */
  readonly program?: string;
  /** The table of a restore file's section; `-t` is refused there. */
  readonly table?: TableName;
  chainNames(table: TableName): readonly string[];
  hasChain(table: TableName, name: string): boolean;
}

type Extension = Loaded['extension'];
type ExtensionOwner = { readonly key: 'extension'; readonly extension: Extension; readonly option: string };
type Owner = CoreOption | ExtensionOwner;
type Place = Pick<Word, 'from' | 'to'>;

/** Ends parsing with a problem; caught in `parseCommand`. */
class Refusal extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

const tryHelp = "Try `iptables -h' or 'iptables --help' for more information.";

/**
 * Reads the words behind `iptables`. The first thing wrong is what the real command would say, with
 * its place. Exit status 2 for mistakes in the line, 1 and 3 as the real one has them.
 * Reference: iptables/xshared.c, do_parse; iptables/iptables.c, do_command4.
 */
export const parseCommand = (words: readonly Word[], context: ParseContext): CommandResult => {
  try {
    return { ok: true, command: new Parser(words, context).parse() };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, problem: error.problem };
    throw error;
  }
};

const letters: Readonly<Record<CommandKey, string>> = {
  append: '-A', check: '-C', delete: '-D', insert: '-I', replace: '-R', list: '-L', 'list-rules': '-S', flush: '-F', zero: '-Z',
  'new-chain': '-N', 'delete-chain': '-X', 'rename-chain': '-E', policy: '-P', help: '-h', version: '-V',
};

const ruleCommands: readonly CommandKey[] = ['append', 'check', 'delete', 'insert', 'replace'];

const groups = new WeakMap<Extension, LongOptions<ExtensionOwner>>();

/** An extension's options for getopt, made once. */
const optionsOf = (extension: Extension): LongOptions<ExtensionOwner> => {
  const made = groups.get(extension);
  if (made) return made;
  const list = Object.entries(extension.options).flatMap(([option, { names, takes, optional }]) => {
    const owner = { key: 'extension' as const, extension, option };
    return names.map((name) => ({ name: name.slice(2), takes: takes ? (optional ? ('optional' as const) : ('required' as const)) : ('none' as const), owner }));
  });
  const group = longGroup(list);
  groups.set(extension, group);
  return group;
};

/** One run of the parser over one line. */
class Parser {
  #reader: WordReader<Owner>;
  #context: ParseContext;
  #words: readonly Word[];
  #command: CommandKey | null = null;
  /** Core options, then those of extensions, the last one loaded first. */
  #long: readonly LongOptions<Owner>[] = [longOptions];
  #loaded = new Map<Extension, Loaded>();
  #addresses: { readonly key: 'source' | 'destination'; readonly word: Word; readonly inverted: boolean; readonly place: Place }[] = [];
  #zeroToo = false;
  #chain: Word | null = null;
  #second: Word | null = null;
  #number: number | null = null;
  #table: TableName;
  #tableWord: Word | null = null;
  #parts = new RuleParts();
  #seen = new Map<string, Word>();
  #matches: Loaded[] = [];
  #target: Loaded | null = null;
  #targetName: Word | null = null;
  #goto = false;
  #warnings = '';
  /** A `!` whose option is still to come. */
  #not: Word | null = null;
  #protocolTried = false;
  #counters: { readonly packets: number; readonly bytes: number } | null = null;

  constructor(words: readonly Word[], context: ParseContext) {
    this.#words = words;
    this.#reader = new WordReader(words);
    this.#context = context;
    this.#table = context.table ?? 'filter';
  }

  parse(): Command {
    while (!this.#reader.done) {
      const not = this.#not;
      const read = this.#reader.read(shortOptions, this.#long);
      switch (read.kind) {
        case 'word':
          if (read.at.text !== '!') throw this.#badArgument(read.at);
          if (not) throw this.#fail('multiple consecutive ! not allowed', read.at, 'One ! turns the next option around. Take the other away.', '');
          this.#not = read.at;
          continue;
        case 'missing':
          throw this.#fail(`option "${read.name}" requires an argument`, read.at, `Something has to follow ${read.name}.`);
        case 'unknown':
          if (this.#loadProtocol()) {
            this.#reader.again();
            continue;
          }
          throw this.#unknown(read.at, read.name);
        case 'option': {
          const place = { from: (not ?? read.at).from, to: (read.argument ?? read.at).to };
          if (read.owner.key === 'extension') this.#extensionOption(read.owner, read.at, read.argument, not !== null);
          else this.#coreOption(read.owner, read.at, read.argument, not, place);
          this.#not = null;
        }
      }
    }
    return this.#finish();
  }

  #load(extension: Loaded): void {
    const { absent, name } = extension.extension;
    const missing = `Warning: Extension ${name} revision 0 not supported, missing kernel module?\n`;
    if (absent && !this.#warnings.includes(missing)) this.#warnings += missing;
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
    if (!match || this.#matches.some((m) => m.extension.name === name)) return false;
    this.#protocolTried = true;
    this.#load(new Loaded(match, this.#seen.get('protocol')!));
    return true;
  }

  #extensionOption(owner: ExtensionOwner, at: Word, argument: Word | null, inverted: boolean): void {
    const loaded = this.#loaded.get(owner.extension)!;
    const option = owner.extension.options[owner.option]!;
    let text = argument?.text ?? null;
    let to = (argument ?? at).to;
    if (option.optional && text === null && this.#reader.peek && !/^[-!]/.test(this.#reader.peek.text)) text = this.#reader.take().text;
    if (option.words === 2) {
      const next = this.#reader.peek;
      if (next === null || next.text.startsWith('-') || next.text === '!')
        throw this.#fail(option.second ?? `${option.names[0]} requires two args.`, at, `Two words follow ${option.names[0]}: ${(option.takes as { form: string }).form}.`);
      text = `${text}\0${next.text}`;
      to = this.#reader.take().to;
    }
    const taken = loaded.take(owner.option, text, inverted, this.#parts.protocol);
    this.#warnings += loaded.warning;
    loaded.warning = '';
    if (!taken.ok) throw this.#refuse(taken, taken.replacement === undefined ? { from: at.from, to } : (argument ?? at));
  }

  #coreOption(option: CoreOption, at: Word, argument: Word | null, not: Word | null, place: Place): void {
    const key = option.key;
    if (not && !option.invertible)
      throw this.#fail(`cannot have ! before ${letters[key as CommandKey] ?? `-${option.short}`}`, not, 'Take the ! away: this option has no opposite.', '');
    if (key in letters) return this.#commandOption(key as CommandKey, at, argument);
    const repeated = this.#seen.get(key);
    const once = ['source', 'destination', 'protocol', 'input', 'output', 'jump', 'goto', 'fragments', 'counters', 'numeric', 'exact'];
    if ((repeated && once.includes(key)) || (this.#targetName && (key === 'jump' || key === 'goto')))
      throw this.#fail(`multiple -${option.short ?? ''} flags not allowed`, place, `-${option.short} can stand in a rule once. Use a second rule for the second one.`);
    this.#seen.set(key, at);
    const word = argument ?? at;
    switch (key) {
      case 'match': {
        const match = findMatch(word.text);
        if (!match) throw this.#noExtension('match', word);
        this.#load(new Loaded(match, word));
        return;
      }
      case 'jump':
        this.#jump(word);
        return;
      case 'goto':
        this.#goto = true;
        this.#targetName = word;
        return;
      case 'table':
        if (this.#context.table !== undefined)
          throw this.#fail('The -t option cannot be used in iptables-restore.\n', place, 'The line *table above names the table here.', '');
        if (!isTable(word.text)) throw this.#noTable(word);
        this.#table = word.text;
        this.#tableWord = word;
        return;
      case 'ipv6':
        throw this.#problem(2, tryHelp, place, 'This is IPv4. For IPv6 there is ip6tables, which this course does not cover.', '');
      case 'wait':
        return this.#wait(word, argument);
      case 'counters':
        this.#counters = this.#readCounters(word);
        return;
      case 'source': case 'destination':
        // iptables reads addresses last, so that other mistakes are told first.
        this.#addresses.push({ key, word, inverted: not !== null, place });
        return;
      case 'protocol': case 'input': case 'output': case 'fragments': {
        const read = this.#parts.take(key, word.text, not !== null);
        if (!read.ok) throw this.#refuse(read, read.replacement === undefined ? place : word);
        this.#warnings += read.warning ?? '';
        return;
      }
      default:
        return;
    }
  }

  #jump(word: Word): void {
    this.#targetName = word;
    if (word.text === '') throw this.#fail('Invalid target name (too short)', word, 'Name a target, such as ACCEPT or DROP.');
    if (isVerdict(word.text)) return;
    const target = findTarget(word.text);
    if (target) this.#load(new Loaded(target, word));
  }

  #commandOption(key: CommandKey, at: Word, argument: Word | null): void {
    if (this.#command !== null) {
      const listAndZero = [this.#command, key].sort().join() === 'list,zero' || [this.#command, key].sort().join() === 'list-rules,zero';
      if (!listAndZero) throw this.#fail(`Cannot use ${letters[key]} with ${letters[this.#command]}`, at, 'One command at a time. Put the second one on a line of its own.');
      this.#zeroToo = true;
      if (key === 'zero') return;
    }
    this.#command = key;
    this.#chain = argument;
    const peek = () => (this.#reader.peek && !/^[-!]/.test(this.#reader.peek.text) ? this.#reader.take() : null);
    switch (key) {
      case 'append': case 'check': case 'help': case 'version':
        return;
      case 'delete': case 'insert': case 'replace': {
        const next = peek();
        if (next) this.#number = this.#ruleNumber(next);
        else if (key === 'replace') throw this.#fail('-R requires a rule number', at, 'Say which rule to replace: -R INPUT 3.');
        else if (key === 'insert') this.#number = 1;
        return;
      }
      case 'list': case 'list-rules': case 'flush': case 'zero': case 'delete-chain': {
        this.#chain ??= peek();
        if (key === 'flush' || key === 'delete-chain' || !this.#chain) return;
        const next = peek();
        if (next) this.#number = this.#ruleNumber(next);
        return;
      }
      case 'new-chain': {
        const name = newChainName(argument!.text, (n) => targetRegistry.has(n));
        if (!name.ok) throw this.#refuse(name, argument!);
        return;
      }
      case 'rename-chain': case 'policy':
        this.#second = peek();
        if (this.#second) return;
        throw key === 'policy'
          ? this.#fail('-P requires a chain and a policy', at, 'Write the chain and its policy: -P INPUT DROP.')
          : this.#fail('-E requires old-chain-name and new-chain-name', at, 'Write the old name and the new one.');
    }
  }

  #ruleNumber(word: Word): number {
    if (!/^\d+$/.test(word.text) || Number(word.text) === 0)
      throw this.#fail(`Invalid rule number \`${word.text}'`, word, 'Rules are numbered from 1. --line-numbers shows the numbers.');
    return Number(word.text);
  }

  #wait(word: Word, argument: Word | null): void {
    const next = argument ?? (this.#reader.peek && !/^[-!]/.test(this.#reader.peek.text) ? this.#reader.take() : null);
    if (next && !/^\d+(\.\d+)?$/.test(next.text))
      throw this.#fail('wait seconds not numeric', next, 'Behind -w stands a number of seconds, or nothing.');
    void word;
  }

  #readCounters(word: Word): { readonly packets: number; readonly bytes: number } {
    const next = this.#reader.peek && !/^[-!]/.test(this.#reader.peek.text) ? this.#reader.take() : null;
    if (!next) throw this.#fail('-c requires packet and byte counter', word, 'Two numbers follow -c: packets and bytes.');
    for (const [w, what] of [[word, 'packet'], [next, 'byte']] as const)
      if (!/^\d+$/.test(w.text)) throw this.#fail(`-c ${what} counter not numeric`, w, 'Counters are whole numbers.');
    return { packets: Number(word.text), bytes: Number(next.text) };
  }

  /** Reference: iptables/xshared.c, the end of do_parse: extensions have their last word before anything else is checked. */
  #finish(): Command {
    const whole = { from: this.#words[0]?.from ?? 0, to: this.#words.at(-1)?.to ?? 0 };
    const { input, output, protocol, fragment } = this.#parts;
    const context = { table: this.#table, chain: this.#chain?.text ?? '', rule: { input, output, protocol, fragment, source: null, destination: null } };
    const finish = (loaded: Loaded): Use => {
      const data = loaded.finish(context);
      this.#warnings += loaded.warning;
      loaded.warning = '';
      if (!data.ok) throw this.#refuse(data, loaded.at);
      return { name: loaded.extension.name, data: data.value };
    };
    this.#noDropInNat();
    const matches = this.#matches.map(finish);
    const target = this.#target && finish(this.#target);
    const key = this.#command;
    if (key === null) throw this.#fail('no command specified', whole, 'Say what to do: -A adds a rule, -L lists, -S prints rules.');
    if (this.#not) throw this.#fail('nothing appropriate following !', this.#not, 'Put the option that ! turns around behind it.', '');
    const isRule = ruleCommands.includes(key) && !(key === 'delete' && this.#number !== null);
    if (isRule) this.#readAddresses();
    this.#legalOptions(key);
    return {
      table: this.#table,
      action: this.#action(key, isRule ? this.#rules(matches, target) : []),
      flags: {
        numeric: this.#seen.has('numeric'), verbose: this.#seen.has('verbose'),
        exact: this.#seen.has('exact'), lineNumbers: this.#seen.has('line-numbers'),
      },
      zero: this.#zeroToo,
      counters: this.#counters,
      warnings: this.#warnings,
      places: { whole, chain: this.#chain, target: this.#targetName, table: this.#tableWord },
    };
  }

  /** Reference: iptables/iptables.c, do_command4: refused before the kernel is asked. */
  #noDropInNat(): void {
    const policy = this.#command === 'policy' && this.#second?.text === 'DROP' ? this.#second : null;
    const at = policy ?? (this.#targetName?.text === 'DROP' ? this.#targetName : null);
    if (this.#table === 'nat' && at)
      throw this.#fail('\nThe "nat" table is not intended for filtering, the use of DROP is therefore inhibited.\n\n', at, 'Only the first packet of a connection passes nat, so it is no place to drop packets. Use the filter table.');
  }

  /** iptables reads addresses last, so that other mistakes are told first. */
  #readAddresses(): void {
    for (const { key, word, inverted, place } of this.#addresses) {
      const read = this.#parts.take(key, word.text, inverted);
      if (!read.ok) throw this.#refuse(read, place);
    }
    const lists = [this.#parts.sources, this.#parts.destinations];
    const turned = this.#addresses.find((a) => a.inverted);
    if (turned && lists.some((l) => l.length > 1))
      throw this.#fail('! not allowed with multiple source or destination IP addresses', turned.place, 'A list becomes one rule for each address, and "not this one" twice lets everything through. Use a chain of your own with RETURN.');
  }

  #action(key: CommandKey, rules: readonly RuleSpec[]): Action {
    const chain = this.#chain?.text ?? '';
    switch (key) {
      case 'append': case 'check':
        return { kind: key, chain, rules };
      case 'delete':
        return this.#number === null ? { kind: 'delete', chain, rules } : { kind: 'delete-number', chain, number: this.#number };
      case 'insert': case 'replace':
        return { kind: key, chain, number: this.#number!, rules };
      case 'list': case 'list-rules': case 'zero':
        return { kind: key, chain: this.#chain?.text ?? null, number: this.#number };
      case 'flush': case 'delete-chain':
        return { kind: key, chain: this.#chain?.text ?? null };
      case 'new-chain':
        return { kind: key, chain };
      case 'rename-chain':
        return { kind: key, chain, to: this.#second!.text };
      case 'policy':
        return { kind: key, chain, policy: this.#second!.text };
      case 'help': case 'version':
        return { kind: key };
    }
  }

  /** Reference: iptables/xshared.c, commands_v_options. */
  #legalOptions(key: CommandKey): void {
    const rule = ruleCommands.includes(key) && !(key === 'delete' && this.#number !== null);
    const order = ['numeric', 'source', 'destination', 'protocol', 'jump', 'exact', 'input', 'output', 'line-numbers', 'counters', 'fragments', 'goto'];
    const ruleOnly = ['source', 'destination', 'protocol', 'jump', 'goto', 'input', 'output', 'fragments'];
    for (const option of order) {
      const at = this.#seen.get(option);
      if (!at) continue;
      const legal = ruleOnly.includes(option)
        ? rule
        : option === 'counters'
          ? ['append', 'insert', 'replace', 'policy'].includes(key)
          : key === 'list';
      if (legal) continue;
      const short = coreOptions.find((o) => o.key === option)!.short;
      throw this.#fail(`Illegal option \`${short ? `-${short}` : `--${option}`}' with this command`, at, `${at.text} has no meaning beside ${letters[key]}. Take it away.`);
    }
  }

  #rules(matches: readonly Use[], target: Use | null): readonly RuleSpec[] {
    const parts = this.#parts;
    const chain = this.#chain!.text;
    const wrong = (option: 'input' | 'output', letter: string, say: string) => {
      if (parts[option]) throw this.#fail(`Can't use -${letter} with ${chain}\n`, this.#seen.get(option)!, say);
    };
    if (chain === 'POSTROUTING' || chain === 'OUTPUT') wrong('input', 'i', `Packets in ${chain} are on their way out. Ask for the way out with -o.`);
    if (chain === 'PREROUTING' || chain === 'INPUT') wrong('output', 'o', `Packets in ${chain} have only come in. Ask where they came in with -i.`);
    const kept = { input: parts.input, output: parts.output, protocol: parts.protocol, fragment: parts.fragment, matches, target: this.#ruleTarget(target) };
    const any = [null];
    return (parts.sources.length ? parts.sources : any).flatMap((source) =>
      (parts.destinations.length ? parts.destinations : any).map((destination) => ({
        source: source && source.mask === 0 && !source.inverted ? null : source,
        destination: destination && destination.mask === 0 && !destination.inverted ? null : destination,
        ...kept,
      })),
    );
  }

  #ruleTarget(target: Use | null): RuleTarget {
    const word = this.#targetName;
    if (!word) return { kind: 'none' };
    const name = word.text;
    const known = this.#context.hasChain(this.#table, name);
    if (this.#goto) {
      if (known) return { kind: 'goto', chain: name };
      throw this.#fail(`goto '${name}' is not a chain`, word, `There is no chain ${name} in the ${this.#table} table. Make it first: -N ${name}.`, suggest(name, this.#context.chainNames(this.#table)) ?? undefined);
    }
    if (known) return { kind: 'jump', chain: name };
    if (isVerdict(name)) return { kind: 'verdict', verdict: name };
    if (target) return { kind: 'extension', use: target };
    throw this.#noExtension('target', word);
  }

  #problem(status: number, message: string, at: Place, hint: string, replacement?: string): Refusal {
    const base = { from: at.from, to: at.to, message: this.#warnings + message, status, hint };
    return new Refusal(replacement === undefined ? base : { ...base, replacement });
  }

  #fail(message: string, at: Place, hint: string, replacement?: string): Refusal {
    return this.#problem(2, parameterProblem(message, this.#context.program), at, hint, replacement);
  }

  #refuse(refused: Extract<Parsed<unknown>, { ok: false }>, at: Place): Refusal {
    this.#warnings += refused.warning ?? '';
    return this.#fail(refused.message, at, refused.hint, refused.replacement);
  }

  #badArgument(word: Word): Refusal {
    const eaten = this.#addresses.find((a) => a.word.to < word.from && /^[-!]/.test(a.word.text));
    if (eaten)
      return this.#problem(2, `Bad argument \`${word.text}'\n${tryHelp}`, eaten.place, addressMissing);
    const near = suggest(word.text, this.#long.flatMap((g) => g.list.map((o) => o.name)));
    const hint = near
      ? `A word stands here that belongs to no option. Did you mean --${near}?`
      : 'A word stands here that belongs to no option. Take it away, or put the option it belongs to in front of it. A ! goes in front of the option, not behind it.';
    return this.#problem(2, `Bad argument \`${word.text}'\n${tryHelp}`, word, hint);
  }

  #unknown(word: Word, name: string): Refusal {
    const owner = [...matchRegistry.values(), ...targetRegistry.values()].find((e) =>
      Object.values(e.options).some((o) => o.names.includes(name)),
    );
    const everyone = [...matchRegistry.values(), ...targetRegistry.values()].flatMap((e) => Object.values(e.options).flatMap((o) => o.names));
    const near = owner ? null : suggest(name, [...this.#long.flatMap((g) => g.list.map((o) => `--${o.name}`)), ...everyone]);
    const how = owner?.kind === 'target' ? `-j ${owner.name}` : owner && ['tcp', 'udp', 'icmp'].includes(owner.name) ? `-p ${owner.name}` : `-m ${owner?.name}`;
    const hint = near
      ? `There is no ${name}. Did you mean ${near}?`
      : owner
        ? `${name} belongs to ${owner.name}. Write ${how} in front of it.`
        : `Nobody here knows ${name}.`;
    return this.#fail(`unknown option "${name}"`, word, hint, near ?? (owner ? `${how} ${word.text}` : undefined));
  }

  #noExtension(kind: 'match' | 'target', word: Word): Refusal {
    const known = kind === 'match' ? [...matchRegistry.keys()] : ['ACCEPT', 'DROP', 'RETURN', ...targetRegistry.keys(), ...this.#context.chainNames(this.#table)];
    const near = suggest(word.text, known);
    const hint = near
      ? `There is no ${kind} ${word.text}. Did you mean ${near}?`
      : kind === 'match'
        ? `This course has no match ${word.text}. It has ${known.join(', ')}.`
        : `There is no target and no chain ${word.text}. Make a chain first with -N ${word.text}, or choose a target.`;
    return this.#fail(`Couldn't load ${kind} \`${word.text}':No such file or directory\n`, word, hint, near ?? undefined);
  }

  #noTable(word: Word): Refusal {
    const near = suggest(word.text, tableNames);
    const program = this.#context.program ?? 'iptables';
    const message = `${program} v1.8.9 (legacy): can't initialize iptables table \`${word.text}': Table does not exist (do you need to insmod?)\nPerhaps iptables or your kernel needs to be upgraded.`;
    return this.#problem(3, message, word, near ? `There is no table ${word.text}. Did you mean ${near}?` : 'The tables are filter, nat, mangle, raw and security.', near ?? undefined);
  }
}

const addressMissing =
  'An address is missing here, so iptables takes the next word for it. Write one, such as 172.17.0.0/16, or take the option away.';

/** The words of a mistake in the line, as `xtables_error(PARAMETER_PROBLEM)` prints them. */
export const parameterProblem = (message: string, program = 'iptables'): string =>
  `${program} v1.8.9 (legacy): ${message}\n${tryHelp}`;
