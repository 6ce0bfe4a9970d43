import type { Command } from './command.ts';
import { tableRefusal } from './kernel.ts';
import { isTable } from './names.ts';
import { parseCommand } from './parse.ts';
import type { Problem } from './problem.ts';
import { apply, countersAfter } from './apply.ts';
import { tableOf, useTable } from './ruleset.ts';
import { suggest } from './suggest.ts';
import { builtInChains, type Chain, type Counter, type PacketFilter, policyKey, type Rule, type TableName, tableNames } from './types.ts';
import { splitSaved, type Word } from './words.ts';

/** The flags of `iptables-restore`: `-c`, `-n`, `-T`, `-t`. */
export interface RestoreOptions {
  readonly counters?: boolean;
  readonly noflush?: boolean;
  readonly table?: TableName;
  readonly test?: boolean;
}

/** What a restore did. */
export interface Restored {
  /** Tables whose COMMIT was reached before the first mistake are the new ones; all else is as it was. */
  readonly filter: PacketFilter;
  readonly stdout: string;
  /** The real command's words; it stops at the first mistake. */
  readonly stderr: string;
  readonly status: number;
  /** Every damaged line, placed in the text. Reading goes on behind the first one for these. */
  readonly problems: readonly Problem[];
}

/** The longest text that is read, in UTF-16 units. A real dump of 50 000 rules has about a third of it. */
export const longestText = 16_000_000;
/** The longest list of problems. Behind it a last one says how many lines were damaged in all. */
export const mostProblems = 200;

const tryRestore = "Try `iptables-restore -h' or 'iptables-restore --help' for more information.";

/**
 * Loads iptables-save text as `iptables-restore` does: table by table, each all or nothing.
 * Never throws on any text.
 * Reference: iptables/iptables-restore.c, ip46tables_restore_main.
 */
export const restore = (before: PacketFilter, text: string, options: RestoreOptions = {}): Restored => {
  if (text.length > longestText) return tooLong(before, text);
  const reading = new Reading(before, options);
  let at = 0;
  let number = 0;
  while (at < text.length) {
    const end = text.indexOf('\n', at);
    const stop = end < 0 ? text.length : end;
    reading.line(text.slice(at, stop), at, ++number);
    at = stop + 1;
  }
  return reading.end(number, text.length);
};

const tooLong = (filter: PacketFilter, text: string): Restored => {
  const problem: Problem = {
    from: longestText, to: text.length, status: 1, message: 'iptables-restore: line 1 failed',
    hint: `This text has ${text.length} characters. At most ${longestText} are read. Nothing was loaded.`,
  };
  return { filter, stdout: '', stderr: `${problem.message}\n`, status: 1, problems: [problem] };
};

/** One restore under way. */
class Reading {
  /** What is committed. */
  #filter: PacketFilter;
  /** The table being read; its chains' arrays are ours alone until COMMIT. */
  #draft: PacketFilter | null = null;
  #table: TableName | null = null;
  /** Lines outside a table are read in the table they look like, for their mistakes alone. */
  #guessed = false;
  #options: RestoreOptions;
  #warnings = '';
  #first: { readonly stderr: string; readonly status: number } | null = null;
  #problems: Problem[] = [];
  #damaged = 0;
  #lines: { readonly chain: string; readonly from: number; readonly to: number }[] = [];

  constructor(before: PacketFilter, options: RestoreOptions) {
    this.#filter = before;
    this.#options = options;
  }

  line(raw: string, at: number, number: number): void {
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    if (line === '' || line[0] === '#') {
      // A comment between sections ends a guess: the next table may be another one.
      if (this.#guessed && line.startsWith('# Generated')) this.#close();
      return;
    }
    if (/(?!\t)\p{Cc}|\ufffd/u.test(line))
      return this.#stop(number, at, line, `iptables-restore: line ${number} failed`, 1, 'This is no text. Paste what iptables-save prints.');
    if (line[0] === '*' && (this.#table === null || this.#guessed)) return this.#open(line, at, number);
    if (/^COMMIT\s*$/.test(line) && this.#table !== null && !this.#guessed) return this.#commit(at, line, number);
    if (this.#table === null) this.#stray(line, at, number);
    if (this.#table === null) return;
    if (this.#options.table !== undefined && this.#options.table !== this.#table) return;
    if (line[0] === ':') this.#chainLine(line, at, number);
    else this.#ruleLine(line, at, number);
  }

  end(lines: number, length: number): Restored {
    if (this.#table !== null && !this.#guessed)
      this.#problem({
        from: length, to: length, status: 1, message: `iptables-restore: COMMIT expected at line ${lines + 1}`,
        hint: `The ${this.#table} table has no end. Put COMMIT on a line of its own behind its last rule.`, replacement: 'COMMIT\n',
      }, `iptables-restore: COMMIT expected at line ${lines + 1}\n`);
    const more = this.#damaged - this.#problems.length;
    if (more > 0) {
      const last = this.#problems.at(-1)!;
      this.#problems.push({ ...last, hint: `${more} more lines are damaged and not listed here.` });
    }
    return {
      filter: this.#filter, stdout: '', stderr: this.#warnings + (this.#first?.stderr ?? ''), status: this.#first?.status ?? 0, problems: this.#problems,
    };
  }

  #close(): void {
    this.#table = null;
    this.#draft = null;
    this.#guessed = false;
    this.#lines = [];
  }

  #problem(problem: Problem, stderr: string): void {
    this.#first ??= { stderr, status: problem.status };
    this.#damaged++;
    if (this.#problems.length < mostProblems) this.#problems.push(problem);
  }

  #stop(_number: number, at: number, line: string, message: string, status: number, hint: string, replacement?: string, place?: Pick<Word, 'from' | 'to'>): void {
    const base = { from: at + (place?.from ?? 0), to: at + (place?.to ?? line.length), message, status, hint };
    this.#problem(replacement === undefined ? base : { ...base, replacement }, `${message}\n`);
  }

  #mistake(number: number, at: number, line: string, message: string, hint: string, replacement?: string): void {
    this.#stop(number, at, line, `iptables-restore v1.8.9 (legacy): ${message}\nError occurred at line: ${number}\n${tryRestore}`, 2, hint, replacement);
  }

  #open(line: string, at: number, number: number): void {
    this.#close();
    const name = line.slice(1).trim();
    if (!isTable(name)) {
      const near = suggest(name, tableNames);
      const hint = near ? `There is no table ${name}. Did you mean ${near}?` : 'The tables are filter, nat, mangle, raw and security.';
      return this.#mistake(number, at, line, `iptables-restore: unable to initialize table '${name}'`, hint, near ? `*${near}` : undefined);
    }
    this.#begin(name);
  }

  #begin(name: TableName): void {
    this.#table = name;
    // Reading a table is a use of it, whatever comes of the text.
    this.#filter = useTable(this.#filter, name);
    const used = this.#filter;
    const old = tableOf(used, name);
    const chains: Record<string, Chain> = {};
    for (const chain of Object.values(old.chains)) {
      if (this.#options.noflush) chains[chain.name] = { ...chain, rules: [...chain.rules] };
      else if (chain.policy !== null) chains[chain.name] = { ...chain, rules: [] };
    }
    const keep = this.#options.noflush ? used.counters.rules : without(used.counters.rules, old.chains);
    this.#draft = { ...used, counters: { rules: { ...keep }, policies: { ...used.counters.policies } }, tables: { ...used.tables, [name]: { name, chains } } };
  }

  /** A line outside a table. The first of them is a problem; from then on they are read in the table they look like. */
  #stray(line: string, at: number, number: number): void {
    const message = `iptables-restore: line ${number} failed`;
    if (/^\s*([$#]\s|sudo\b|iptables)/.test(line)) return this.#stop(number, at, line, message, 1, 'This is a command. Paste what iptables-save prints, without the command in front.', '');
    if (/^COMMIT\s*$/.test(line)) return this.#stop(number, at, line, message, 1, 'No table is open here. COMMIT ends a table that a line such as *filter has begun.', '');
    if (!/^[:\-[]/.test(line)) return this.#stop(number, at, line, message, 1, 'This is no line of iptables-save. A table begins with a line such as *filter.');
    const name = /\b(PREROUTING|POSTROUTING|MASQUERADE|[SD]NAT)\b/.test(line) ? 'nat' : 'filter';
    this.#stop(number, at, line, message, 1, `No table has been named yet. This looks like the ${name} table. Put *${name} on a line in front, and COMMIT behind its last rule.`, `*${name}\n${line}`);
    const committed = this.#filter;
    this.#begin(name);
    this.#filter = committed;
    this.#guessed = true;
  }

  #chainLine(line: string, at: number, number: number): void {
    const [name = '', policy, counters] = line.slice(1).trim().split(/\s+/);
    const draft = this.#draft!;
    const chains = draft.tables[this.#table!]!.chains as Record<string, Chain>;
    if (this.#guessed && chains[name]?.policy && this.#lines.some((l) => l.chain === name)) this.#close();
    if (name === '') return this.#mistake(number, at, line, `iptables-restore: line ${number} chain name invalid`, 'The name of a chain is missing behind the colon.');
    if (name.length > 28)
      return this.#mistake(number, at, line, `Invalid chain name \`${name}' (28 chars max)`, 'The name of a chain has at most 28 letters.');
    if (policy === undefined)
      return this.#mistake(number, at, line, `iptables-restore: line ${number} policy invalid`, `A policy is missing. Write :${name} ACCEPT [0:0], or :${name} - [0:0] for a chain of your own.`);
    if (this.#table === null) return this.#stray(line, at, number);
    this.#lines.push({ chain: name, from: at, to: at + line.length });
    const builtIn = (builtInChains(this.#table) as readonly string[]).includes(name);
    if (!builtIn) {
      if (chains[name] && !this.#options.noflush)
        return this.#mistake(number, at, line, `error creating chain '${name}':File exists`, `The chain ${name} stands here twice. Take one of the lines away.`);
      chains[name] = { name, policy: null, rules: [] };
    } else if (policy !== '-') {
      if (policy !== 'ACCEPT' && policy !== 'DROP')
        return this.#stop(number, at, line, `iptables-restore v1.8.9 (legacy): Can't set policy \`${policy}' on \`${name}' line ${number}: Bad policy name`, 1, 'A policy is ACCEPT or DROP.');
      chains[name] = { ...chains[name]!, policy };
      if (this.#options.counters && !/^\[\d+:\d+\]$/.test(counters ?? ''))
        return this.#mistake(number, at, line, `invalid policy counters for chain '${name}'`, 'Packets and bytes belong behind the policy: [0:0].', `${line} [0:0]`);
      const count = this.#options.counters ? /^\[(\d+):(\d+)\]$/.exec(counters ?? '') : null;
      const policies = draft.counters.policies as Record<string, Counter>;
      const key = policyKey(this.#table, name);
      if (count) policies[key] = { packets: Number(count[1]), bytes: Number(count[2]) };
      else if (!this.#options.noflush || counters) delete policies[key];
    }
  }

  #ruleLine(line: string, at: number, number: number): void {
    const counted = /^\[(\d+):(\d+)\]\s*/.exec(line);
    if (line[0] === '[' && !counted)
      return this.#mistake(number, at, line, `Bad line ${number}: need ]`, 'Counters in front of a rule look like [12:3456].');
    const skip = counted?.[0].length ?? 0;
    const words = splitSaved(line.slice(skip)).map((w) => ({ text: w.text, from: w.from + skip, to: w.to + skip }));
    const long = words.find((w) => w.text.length >= 1024);
    if (long) return this.#mistake(number, at, line, 'Parameter too long!', 'One word of this line is longer than 1023 characters.');
    const table = this.#table!;
    const draft = this.#draft!;
    const read = parseCommand(words, { program: 'iptables-restore', table, chainNames: () => Object.keys(draft.tables[table]!.chains), hasChain: (_, name) => Object.hasOwn(draft.tables[table]!.chains, name) });
    if (!read.ok) {
      const { from, to, message, status, hint, replacement } = read.problem;
      const said = message.replace(/\nTry `iptables.*$/s, `\nError occurred at line: ${number}\n${tryRestore}`);
      return this.#stop(number, at, line, said, status, hint, replacement, { from, to });
    }
    if (!this.#first) this.#warnings += read.command.warnings;
    this.#carryOut(read.command, counted, at, line, number);
  }

  #carryOut(command: Command, counted: RegExpExecArray | null, at: number, line: string, number: number): void {
    const draft = this.#draft!;
    const { action } = command;
    if (action.kind !== 'append') {
      const result = apply(draft, command);
      if (result.ok) this.#draft = result.filter;
      else this.#stop(number, at, line, `iptables-restore: line ${number} failed`, 1, result.problem.hint, result.problem.replacement, result.problem);
      return;
    }
    const chain = draft.tables[this.#table!]!.chains[action.chain];
    if (!chain) {
      const near = suggest(action.chain, Object.keys(draft.tables[this.#table!]!.chains));
      const hint = near ? `The ${this.#table} table has no chain ${action.chain}. Did you mean ${near}?` : `There is no chain ${action.chain} in the ${this.#table} table. A line :${action.chain} - [0:0] makes it.`;
      return this.#stop(number, at, line, `iptables-restore: line ${number} failed`, 1, hint, near ?? undefined, command.places.chain ?? undefined);
    }
    let id = draft.nextRule;
    const rules = chain.rules as Rule[];
    const counter = counted && this.#options.counters ? { packets: Number(counted[1]), bytes: Number(counted[2]) } : command.counters;
    for (const spec of action.rules) {
      if (counter) (draft.counters.rules as Record<number, Counter>)[id] = counter;
      rules.push({ id: id++, ...spec });
      this.#lines.push({ chain: `${action.chain} ${rules.length - 1}`, from: at, to: at + line.length });
    }
    this.#draft = { ...draft, nextRule: id };
  }

  #commit(at: number, line: string, number: number): void {
    const draft = this.#draft!;
    const skipped = this.#options.table !== undefined && this.#options.table !== this.#table;
    const refusal = skipped ? null : tableRefusal(draft.tables[this.#table!]!);
    if (refusal) {
      const place = this.#lines.find((l) => l.chain === `${refusal.chain} ${refusal.index}`);
      this.#problem(
        { from: place?.from ?? at, to: place?.to ?? at + line.length, status: 1, message: `iptables-restore: line ${number} failed`, hint: refusal.hint },
        `iptables-restore: line ${number} failed\n`,
      );
    } else if (!this.#first && !this.#options.test && !skipped) this.#filter = draft;
    this.#close();
  }
}

/** The counters of rules that a flush takes away are forgotten. */
const without = (counters: Readonly<Record<number, Counter>>, chains: Readonly<Record<string, Chain>>): Record<number, Counter> => {
  const kept = { ...counters };
  for (const chain of Object.values(chains)) for (const rule of chain.rules) delete kept[rule.id];
  return kept;
};
