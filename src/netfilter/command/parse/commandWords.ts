import type { WordReader } from '../../../text/getopt.ts';
import { type Parsed, parsed, refused } from '../../../text/problem.ts';
import type { Word } from '../../../text/words.ts';
import { targetRegistry } from '../../registry.ts';
import { newChainName } from '../chainName.ts';
import type { Action, RuleSpec } from '../command.ts';
import { type CommandKey, type CoreKey, coreOptions } from '../coreOptions.ts';

/** The letter of each command, as messages name it. */
export const letters: Readonly<Record<CommandKey, string>> = {
  append: '-A',
  check: '-C',
  delete: '-D',
  insert: '-I',
  replace: '-R',
  list: '-L',
  'list-rules': '-S',
  flush: '-F',
  zero: '-Z',
  'new-chain': '-N',
  'delete-chain': '-X',
  'rename-chain': '-E',
  policy: '-P',
  help: '-h',
  version: '-V',
};

/** Whether an option of iptables' own is a command. */
export const isCommand = (key: CoreKey): key is CommandKey => Object.hasOwn(letters, key);

const lists: readonly CommandKey[] = ['list', 'list-rules'];
const readsRule: readonly CommandKey[] = ['append', 'check', 'delete', 'insert', 'replace'];

const ofRules: readonly CoreKey[] = [
  'source',
  'destination',
  'protocol',
  'jump',
  'goto',
  'input',
  'output',
  'fragments',
];

/**
 * Whether a command takes one of iptables' own options that not every command takes; `rule`: a rule follows it. Reference:
 * iptables/xshared.c, commands_v_options.
 */
export const takesOption = (
  command: CommandKey,
  option: CoreKey,
  rule = readsRule.includes(command),
): boolean =>
  ofRules.includes(option)
    ? rule
    : option === 'counters'
      ? ['append', 'insert', 'replace', 'policy'].includes(command)
      : command === 'list';

/** Takes the next word if it is no option. getopt does not know of such values: `-L INPUT`, `-w 5`. */
export const takeWord = (reader: WordReader<unknown>): Word | null =>
  reader.peek && !/^[-!]/.test(reader.peek.text) ? reader.take() : null;

const tooMany = 0x8000_0000;

/** Reads a rule number as strtoul(3) does with base 0. Null where it is no number from 1 up. */
const ruleNumber = (text: string): number | null => {
  const digits = /^\s*\+?(0x[\da-f]+|0[0-7]*|[1-9]\d*)$/i.exec(text)?.[1];
  if (digits === undefined) return null;
  const number = /^0\d/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  return number >= 1 && number < tooMany ? number : null;
};

/** A mistake, and the word that it is about. */
type Mistake = { readonly refused: Extract<Parsed<never>, { ok: false }>; readonly at: Word };

/**
 * The command of a line (`-A`, `-L`, …) with the chain, number and names that follow it.
 * Reference: iptables/xshared.c, do_parse (its command cases), add_command, generic_opt_check.
 */
export class CommandWords {
  key: CommandKey | null = null;
  /** What `-Z` sets to zero, alone or together with `-L` or `-S`: the chains, or one rule. */
  zero: 'chains' | 'rule' | null = null;
  chain: Word | null = null;
  /** The new name of `-E`, the policy of `-P`. */
  second: Word | null = null;
  number: number | null = null;

  /** Whether a rule follows the command. */
  get readsRule(): boolean {
    return this.key !== null && readsRule.includes(this.key) && !this.#byNumber;
  }

  get #byNumber(): boolean {
    return this.key === 'delete' && this.number !== null;
  }

  /** Takes a command as it is written, and the words after it that are part of it. Null where nothing is wrong. */
  take(key: CommandKey, at: Word, argument: Word | null, reader: WordReader<unknown>): Mistake | null {
    if (key === 'new-chain') {
      const name = newChainName(argument!.text, (n) => targetRegistry.has(n));
      if (!name.ok) return { refused: name, at: argument! };
    }
    const second = this.#addCommand(key, at);
    if (second) return second;
    const wanted = (message: string, hint: string): Mistake => ({
      refused: refused(message, hint) as Mistake['refused'],
      at,
    });
    switch (key) {
      case 'delete':
        this.chain = argument;
        return this.#number(reader);
      case 'insert':
      case 'replace':
        this.chain = argument;
        this.number = key === 'insert' ? 1 : null;
        return (
          this.#number(reader) ??
          (this.number === null
            ? wanted('-R requires a rule number', 'Write the number of the rule to replace: -R INPUT 3.')
            : null)
        );
      case 'list':
      case 'list-rules':
      case 'zero': {
        this.#chainOf(argument, reader);
        const before = reader.peek;
        const wrong = this.#number(reader);
        if (!wrong && key === 'zero' && reader.peek !== before) {
          // A rule's number makes it -Z alone, even after -L or -S.
          if (lists.includes(this.key!)) this.key = 'zero';
          this.zero = 'rule';
        }
        return wrong;
      }
      case 'flush':
      case 'delete-chain':
        this.#chainOf(argument, reader);
        return null;
      case 'rename-chain':
      case 'policy':
        this.chain = argument;
        this.second = takeWord(reader);
        if (this.second) return null;
        return key === 'policy'
          ? wanted(
              '-P requires a chain and a policy',
              'Write the chain and its policy, ACCEPT or DROP: -P INPUT ACCEPT.',
            )
          : wanted(
              '-E requires old-chain-name and new-chain-name',
              'Write the old name and the new one: -E old new.',
            );
      default:
        this.chain = argument;
        return null;
    }
  }

  /** A second command on the line: only `-Z` together with `-L` or `-S` may be one. */
  #addCommand(key: CommandKey, at: Word): Mistake | null {
    const before = this.key;
    if (before === null) {
      this.key = key;
      this.zero = key === 'zero' ? 'chains' : null;
      return null;
    }
    const listed = lists.includes(key) ? key : lists.includes(before) ? before : null;
    if (!listed || (key !== 'zero' && before !== 'zero')) {
      const hint = 'A line can have one command. Put the second one on its own line.';
      return {
        refused: refused(`Cannot use ${letters[key]} with ${letters[before]}`, hint) as Mistake['refused'],
        at,
      };
    }
    this.key = listed;
    this.zero ??= 'chains';
    return null;
  }

  #chainOf(argument: Word | null, reader: WordReader<unknown>): void {
    this.chain = argument ?? takeWord(reader) ?? this.chain;
  }

  #number(reader: WordReader<unknown>): Mistake | null {
    const word = takeWord(reader);
    if (!word) return null;
    this.number = ruleNumber(word.text);
    if (this.number !== null) return null;
    return {
      refused: refused(
        `Invalid rule number \`${word.text}'`,
        'Rules are numbered from 1. -L --line-numbers shows the numbers.',
      ) as Mistake['refused'],
      at: word,
    };
  }

  /** The command as an action; `rules` are the rules of the line, one for each address. */
  action(rules: readonly RuleSpec[]): Action {
    const key = this.key as Exclude<CommandKey, 'help' | 'version'>;
    const chain = this.chain?.text ?? '';
    const named = this.chain?.text ?? null;
    switch (key) {
      case 'append':
      case 'check':
        return { kind: key, chain, rules };
      case 'delete':
        return this.number === null
          ? { kind: 'delete', chain, rules }
          : { kind: 'delete-number', chain, number: this.number };
      case 'insert':
      case 'replace':
        return { kind: key, chain, number: this.number!, rules };
      case 'list':
      case 'list-rules':
        return { kind: key, chain: named, number: this.number, zero: this.zero };
      case 'zero':
        return { kind: key, chain: named, number: this.zero === 'rule' ? this.number : null };
      case 'flush':
      case 'delete-chain':
        return { kind: key, chain: named };
      case 'new-chain':
        return { kind: key, chain };
      case 'rename-chain':
        return { kind: key, chain, to: this.second!.text };
      case 'policy':
        return { kind: key, chain, policy: this.second!.text };
    }
  }

  /** Whether the command allows every option that the line has. */
  legal(seen: ReadonlyMap<CoreKey, Word>): Parsed<true> {
    const key = this.key!;
    const order = [
      'numeric',
      'source',
      'destination',
      'protocol',
      'jump',
      'goto',
      'exact',
      'input',
      'output',
      'line-numbers',
      'counters',
      'fragments',
    ] as const;
    for (const option of order) {
      const at = seen.get(option);
      if (!at) continue;
      if (takesOption(key, option, this.readsRule)) continue;
      const short =
        option === 'goto'
          ? 'j'
          : option === 'line-numbers'
            ? '0'
            : coreOptions.find((o) => o.key === option)!.short;
      return refused(
        `Illegal option \`-${short}' with this command`,
        `${letters[key]} does not take ${at.text}. Remove it.`,
      );
    }
    return parsed(true);
  }
}
