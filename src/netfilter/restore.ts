/** One pass over iptables-save text, in one file because it serves two readers at once: the real command's, who stops at the first mistake, and ours, who wants them all. */
import type { Action, Command, RuleSpec } from './command.ts';
import { type Backend, backendOf, type Refused } from './backend.ts';
import { printedChains } from './chains.ts';
import { type IntMap, put, without } from './intMap.ts';
import { jumpsToBuiltIn, messageRefusal, tableRefusal } from './kernel.ts';
import { remembering } from './memory.ts';
import { noTable, tryHelp } from './mistakes.ts';
import { isTable, isVerdict } from './names.ts';
import { parseCommand } from './parse.ts';
import type { Problem } from './problem.ts';
import { apply, verbosely, withoutPolicies } from './apply.ts';
import { tableOf, useTable } from './ruleset.ts';
import { findTarget } from './registry.ts';
import { suggest } from './suggest.ts';
import { builtInChains, type Chain, type Counter, type PacketFilter, policyKey, type Rule, type Table, type TableName } from './types.ts';
import { ruleCounters, splitSaved, type Word } from './words.ts';

/** The flags of `iptables-restore`: `-c`, `-n`, `-T`, `-t`. */
export interface RestoreOptions {
  readonly counters?: boolean;
  readonly noflush?: boolean;
  readonly table?: string;
  readonly test?: boolean;
  /** `-v`: comments, and the chains that are emptied and deleted. */
  readonly verbose?: boolean;
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
/** The longest line, in characters. Reference: iptables/iptables-restore.c, `char buffer[10240]`. */
const longestLine = 10239;
/** Control characters, and what stands for bytes that are no UTF-8. */
const odd = /[^\P{Cc}\t\r\n]|\ufffd/u;

/** The longest list of problems. Behind it a last one says how many lines were damaged in all. */
export const mostProblems = 200;

const tryRestore = tryHelp('iptables-restore');

/**
 * Loads iptables-save text as `iptables-restore` does: table by table, each all or nothing.
 * Never throws on any text.
 * Reference: iptables/iptables-restore.c, ip46tables_restore_main.
 */
export const restore = (before: PacketFilter, text: string, options: RestoreOptions = {}): Restored => {
  if (text.length > longestText) return tooLong(before, text);
  const reading = new Reading(before, options, odd.test(text));
  let at = 0;
  let number = 0;
  while (at < text.length) {
    const end = text.indexOf('\n', at);
    // The real command reads into a buffer: what is longer goes on as a line of its own.
    const stop = Math.min(end < 0 ? text.length : end, at + longestLine);
    reading.line(text.slice(at, stop), at, ++number, stop < text.length);
    at = text[stop] === '\n' ? stop + 1 : stop;
  }
  const done = reading.end(number, text.length);
  return { ...done, filter: remembering(before, done.filter, null) };
};

const tooLong = (filter: PacketFilter, text: string): Restored => {
  const problem: Problem = {
    from: longestText, to: text.length, status: 1, message: 'iptables-restore: line 1 failed',
    hint: `This text has ${text.length} characters. At most ${longestText} are read. Nothing was loaded.`,
  };
  return { filter, stdout: '', stderr: `${problem.message}\n`, status: 1, problems: [problem] };
};

/** A line that gave the kernel something. */
interface Place {
  readonly from: number;
  readonly to: number;
  readonly line: number;
  readonly action: Action['kind'];
  readonly chain: string;
}

/** One restore under way. */
class Reading {
  /** What is committed. */
  #filter: PacketFilter;
  /** The table being read; its chains' arrays are ours alone until COMMIT. */
  #draft: PacketFilter | null = null;
  /** The id of the next rule; the draft's own is not kept up. */
  #nextRule = 1;
  #table: TableName | null = null;
  /** Lines outside a table are read in the table they look like, for their mistakes alone. */
  #guessed = false;
  /** The name behind the last `*`, whether it was opened or passed over. */
  #section = '';
  #stdout = '';
  /** The line that is read, from 1. */
  #number = 0;
  /** Help was asked for, which ends it all. */
  #over = false;
  #changed = false;
  /** Whether something was put into the table: nf_tables makes one then, once more. */
  #made = false;
  /** Built-in chains that the kernel has not got when the table begins: nf_tables' command does not know the policy that a file gives them. */
  #fresh: readonly string[] = [];
  #declared = new Set<string>();
  /** Whether nothing but chains' lines came behind a policy. */
  #policySet = false;
  #options: RestoreOptions;
  #warnings = '';
  #first: { readonly stderr: string; readonly status: number } | null = null;
  #problems: Problem[] = [];
  #damaged = 0;
  /** Chains that this section has declared. */
  #named = new Set<string>();
  /** Where each rule of the text stands, by its id. */
  #places = new Map<number, Place>();
  /** What the kernel says of single lines. */
  #answers: (Refused & Place & { readonly hint: string })[] = [];
  #backend: Backend;
  /** Whether the text has characters that no text has. */
  #odd: boolean;
  /** What waits for COMMIT: nf_tables' command reads a table to its end before it does anything. */
  #waiting: (() => void)[] = [];

  constructor(before: PacketFilter, options: RestoreOptions, isOdd: boolean) {
    this.#odd = isOdd;
    this.#filter = before;
    this.#options = options;
    this.#backend = backendOf(before);
  }

  /** Does it, or keeps it for COMMIT. */
  #soon(step: () => void): void {
    if (this.#backend.lateChains && !this.#guessed) this.#waiting.push(step);
    else step();
  }

  line(line: string, at: number, number: number, ended: boolean): void {
    this.#number = number;
    if (this.#over) return;
    if (line === '' || line[0] === '#') {
      if (line !== '' && this.#options.verbose) this.#print(`${line}\n`);
      // A comment between sections ends a guess: the next table may be another one.
      if (this.#guessed && line.startsWith('# Generated')) this.#close();
      return;
    }
    if (this.#odd && odd.test(line))
      return this.#stop(number, at, line, `iptables-restore: line ${number} failed`, 1, 'This is no text. Paste what iptables-save prints.');
    const open = this.#table !== null && !this.#guessed;
    if (line[0] === '*' && !open) return this.#open(line, at, number);
    if (open ? line === 'COMMIT' && (ended || this.#backend.lateChains) : this.#guessed && /^COMMIT\s*$/.test(line)) return this.#commit(at, line, number);
    if (this.#table === null && !this.#passedOver) this.#stray(line, at, number);
    if (this.#table === null) return;
    if (line[0] === ':') this.#chainLine(line, at, number);
    else this.#ruleLine(line, at, number);
  }

  /** What the real command has printed before its first mistake. */
  #print(text: string): void {
    if (!this.#first) this.#stdout += text;
  }

  /** Whether `-T` names another table than the one whose section this is, or than none. */
  get #passedOver(): boolean {
    return this.#options.table !== undefined && this.#options.table !== this.#section && (this.#section !== '' || !this.#backend.lateChains);
  }

  end(lines: number, length: number): Restored {
    if (this.#table !== null && !this.#guessed && !this.#over)
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
      filter: this.#filter, stdout: this.#stdout, stderr: this.#warnings + (this.#first?.stderr ?? ''), status: this.#first?.status ?? 0, problems: this.#problems,
    };
  }

  get #says(): string {
    return this.#backend.says('iptables-restore');
  }

  #close(): void {
    this.#table = null;
    this.#draft = null;
    this.#guessed = false;
    this.#named.clear();
    this.#places.clear();
    this.#policySet = false;
    this.#answers = [];
    this.#waiting = [];
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

  #mistake(number: number, at: number, line: string, message: string, hint: string, replacement?: string, place?: Pick<Word, 'from' | 'to'>): void {
    this.#stop(number, at, line, `${this.#says}: ${message}\nError occurred at line: ${number}\n${tryRestore}`, 2, hint, replacement, place);
  }

  #open(line: string, at: number, number: number): void {
    this.#close();
    const name = /[^ \t]+/.exec(line.slice(1))?.[0] ?? '';
    if (name === '') return this.#mistake(number, at, line, `iptables-restore: line ${number} table name invalid`, 'The name of a table is missing behind the star.');
    this.#section = name.slice(0, 32);
    // nf_tables' command looks at the name of a section that -T passes over, too.
    if (this.#passedOver && (isTable(name) || !this.#backend.oneByOne)) return;
    if (!isTable(name)) {
      const { hint, replacement } = noTable(name);
      return this.#mistake(number, at, line, this.#backend.noSection(name, number), hint, replacement && `*${replacement}`);
    }
    this.#begin(name);
  }

  #begin(name: TableName): void {
    this.#table = name;
    // Reading a table is a use of it, whatever comes of the text.
    const used = useTable(this.#filter, name);
    if (!this.#first && this.#backend.ready) this.#filter = used;
    const old = tableOf(used, name);
    const chains: Record<string, Chain> = {};
    // nf_tables' command deletes the table and all; with -v it goes chain by chain, and one that drops cannot be deleted.
    const whole = !this.#backend.ready && !this.#options.verbose;
    for (const chain of printedChains(old)) {
      if (this.#options.noflush) chains[chain.name] = { ...chain, rules: [...chain.rules] };
      else if (chain.policy !== null) chains[chain.name] = { ...chain, ...(whole ? { policy: 'ACCEPT' as const } : {}), rules: [] };
    }
    this.#fresh = this.#options.noflush ? old.unmade ?? [] : builtInChains(name).filter((c) => chains[c]!.policy === 'ACCEPT');
    this.#made = !whole || this.#options.noflush === true;
    const told = this.#options.verbose && !this.#options.noflush ? printedChains(old) : [];
    this.#soon(() => {
      for (const chain of told) this.#print(`Flushing chain \`${chain.name}'\n`);
      for (const chain of told) if (chain.policy === null) this.#print(`Deleting chain \`${chain.name}'\n`);
    });
    const keep = this.#options.noflush ? used.counters.rules : withoutRules(used.counters.rules, old.chains);
    const { policies } = this.#options.noflush && this.#backend.keepsPolicyCounters ? used.counters : withoutPolicies(used.counters, name);
    this.#nextRule = used.nextRule;
    this.#changed = !this.#options.noflush && (this.#backend.ready || this.#filter.tables[name] !== undefined);
    const unmade = old.unmade && { unmade: this.#fresh };
    this.#draft = { ...used, counters: { rules: keep, policies: { ...policies } }, tables: { ...used.tables, [name]: { name, chains, ...unmade } } };
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
    const [name = '', policy, counted = ''] = line.slice(1).split(/[ \t]+/).filter(Boolean);
    const table = this.#table!;
    const chains = this.#chains;
    if (this.#guessed && chains[name]?.policy && this.#named.has(name)) {
      this.#close();
      return this.#stray(line, at, number);
    }
    if (name === '') return this.#mistake(number, at, line, `iptables-restore: line ${number} chain name invalid`, 'The name of a chain is missing behind the colon.');
    const proper = this.#backend.newChainName(name);
    if (!proper.ok) return this.#mistake(number, at, line, proper.message, proper.hint);
    this.#named.add(name);
    const builtIn = (builtInChains(table) as readonly string[]).includes(name);
    if (!builtIn) {
      this.#declared.add(name);
      if (!this.#backend.lateChains && (isVerdict(name) || (Object.hasOwn(chains, name) && !this.#options.noflush)))
        return this.#mistake(number, at, line, `error creating chain '${name}':File exists`, isVerdict(name) ? `${name} is a verdict, not a chain.` : `The chain ${name} stands here twice. Take one of the lines away.`);
      this.#soon(() => this.#declare(name));
    }
    if (policy === undefined)
      return this.#mistake(number, at, line, `iptables-restore: line ${number} policy invalid`, `A policy is missing. Write :${name} ACCEPT [0:0], or :${name} - [0:0] for a chain of your own.`);
    if (builtIn ? policy === '-' && !this.#backend.oneByOne : policy === '-' || this.#backend.oneByOne) return;
    const numbers = /^\[\s*([-+]?\d+):\s*([-+]?\d+)/.exec(counted);
    if (this.#options.counters && !numbers)
      return this.#mistake(number, at, line, `invalid policy counters for chain '${name}'`, 'Packets and bytes belong behind the policy: [0:0].', `${line} [0:0]`);
    const why = !builtIn ? 'Bad built-in chain name' : !['ACCEPT', 'DROP', '-'].includes(policy) ? 'Bad policy name' : null;
    if (why)
      return this.#soon(() => this.#stop(number, at, line, this.#backend.badPolicyLine(policy, name, number, why), 1, builtIn ? 'A policy is ACCEPT or DROP.' : `Only built-in chains have a policy. Write :${name} - [0:0].`));
    const counter = numbers && this.#options.counters ? { packets: Number(numbers[1]), bytes: Number(numbers[2]) } : null;
    this.#soon(() => this.#setPolicy(name, policy as 'ACCEPT' | 'DROP' | '-', counter));
  }

  get #chains(): Record<string, Chain> {
    return this.#draft!.tables[this.#table!]!.chains as Record<string, Chain>;
  }

  /** Makes a chain, or empties it. */
  #declare(name: string): void {
    this.#chains[name] = { name, policy: null, rules: [] };
    this.#changed = true;
    this.#made = true;
  }

  #setPolicy(name: string, policy: 'ACCEPT' | 'DROP' | '-', counter: Counter | null): void {
    this.#make(name);
    const chains = this.#chains;
    if (policy !== '-') chains[name] = { ...chains[name]!, policy };
    this.#policySet = true;
    this.#changed = true;
    const policies = this.#draft!.counters.policies as Record<string, Counter>;
    const key = policyKey(this.#table!, name);
    if (counter) policies[key] = counter;
    else if (this.#backend.keepsPolicyCounters) policies[key] = { packets: 0, bytes: 0 };
    else delete policies[key];
  }

  /** A built-in chain that is named is made. */
  #make(name: string): void {
    this.#made = true;
    const draft = this.#draft!;
    const table = draft.tables[this.#table!]!;
    if (table.unmade?.includes(name))
      this.#draft = { ...draft, tables: { ...draft.tables, [table.name]: { ...table, unmade: table.unmade.filter((chain) => chain !== name) } } };
  }

  #ruleLine(line: string, at: number, number: number): void {
    const counted = ruleCounters(line);
    if (typeof counted === 'string') return this.#mistake(number, at, line, `Bad line ${number}: need ${counted}`, 'Counters in front of a rule look like [12:3456].');
    const table = this.#table!;
    const draft = this.#draft!;
    const skip = counted.from;
    const own = splitSaved(line, skip, counted.to);
    const words = this.#options.counters && skip ? [...['--set-counters', ...counted.words].map((text) => ({ text, from: 0, to: skip })), ...own] : own;
    const long = words.find((w) => w.text.length >= 1024);
    if (long) return this.#mistake(number, at, line, 'Parameter too long!', 'One word of this line is longer than 1023 characters.');
    const chains = () => draft.tables[table]!.chains;
    // nf_tables' command looks for the chain of a jump at COMMIT.
    const later = this.#backend.lateChains && !this.#guessed;
    const hasChain = (_: TableName, name: string) => Object.hasOwn(chains(), name) || (later && !isVerdict(name) && !findTarget(name));
    const read = parseCommand(words, { backend: this.#backend, program: 'iptables-restore', table, chainNames: () => Object.keys(chains()), declared: (name) => this.#declared.has(name), hasChain });
    if (!read.ok) {
      const { from, to, message, status, hint, replacement } = read.problem;
      const end = message.lastIndexOf('\nTry `');
      const said = `${message.slice(0, end)}\nError occurred at line: ${number}${message.slice(end)}`;
      return this.#stop(number, at, line, said, status, hint, replacement, { from, to });
    }
    if (!this.#first) this.#warnings += read.command.warnings;
    // With -n the real command keeps -v to itself.
    const verbose = this.#options.verbose === true && !this.#options.noflush;
    const command = verbose ? { ...read.command, flags: { ...read.command.flags, verbose } } : read.command;
    if (!this.#backend.lateChains || command.action.kind === 'help' || command.action.kind === 'version') this.#carryOut(command, at, line, number);
    else
      this.#soon(() => {
        const to = 'rules' in command.action ? command.action.rules[0]?.target : undefined;
        const owed = to && 'chain' in to ? to.chain : null;
        if (owed === null || Object.hasOwn(this.#draft!.tables[table]!.chains, owed)) return this.#carryOut(command, at, line, number);
        this.#mistake(this.#number, at, line, this.#backend.noTarget(owed), `There is no chain ${owed} in the ${table} table.`, undefined, command.places.target ?? undefined);
      });
  }

  #carryOut(command: Command, at: number, line: string, number: number): void {
    const draft = this.#draft!;
    const { action } = command;
    // Without -n nf_tables' -F looks for the rules that there were, and this table is new.
    if (action.kind === 'flush' && action.chain === null && this.#backend.oneByOne && !this.#options.noflush) return this.#print(verbosely(this.#backend, command, draft.tables[this.#table!]!, true));
    if (action.kind !== 'append') {
      const all = this.#backend.oneByOne && 'chain' in action && action.chain === null;
      const sorted = all && this.#options.noflush ? byName(draft, this.#table!) : draft;
      // Nor does -X know that a chain of this file drops: it deletes it if it is empty.
      const seen = all && action.kind === 'delete-chain' ? this.#accepting(sorted, (chain) => chain.rules.length === 0) : sorted;
      const result = apply({ ...seen, nextRule: this.#nextRule }, command, true);
      this.#print(result.stdout);
      // Of a -Z that finds no chain nf_tables' command tells what went wrong with the last thing it did.
      const failure = action.kind === 'zero' && this.#policySet ? 'no policy' : result.ok ? undefined : result.failure;
      this.#policySet = false;
      if (!result.ok) return this.#stop(number, at, line, `iptables-restore: line ${number} failed${this.#backend.restoreFailed(failure ?? 'no such chain')}`, 1, result.problem.hint, result.problem.replacement, result.problem);
      if (action.kind === 'help' || action.kind === 'version') this.#over = true;
      if (!['list', 'list-rules', 'check', 'nothing'].includes(action.kind)) this.#changed = true;
      if (['insert', 'policy', 'new-chain'].includes(action.kind) || (action.kind === 'flush' && action.chain !== null)) this.#made = true;
      if (!this.#first) this.#warnings += result.stderr ?? '';
      const place = { from: at, to: at + line.length, line: number, action: action.kind, chain: ('chain' in action && action.chain) || '' };
      for (const answer of result.later ?? []) this.#answers.push({ ...place, ...answer });
      for (let id = this.#nextRule; id < result.filter.nextRule; id++) this.#places.set(id, place);
      this.#draft = action.kind === 'zero' && this.#backend.oneByOne ? this.#accepting(result.filter, (chain) => (action.chain ?? chain.name) === chain.name) : result.filter;
      this.#nextRule = result.filter.nextRule;
      return;
    }
    this.#policySet = false;
    const chain = draft.tables[this.#table!]!.chains[action.chain];
    const said = verbosely(this.#backend, command, draft.tables[this.#table!]!, true);
    this.#print(chain || this.#backend.tellsFirst ? said : said.replace(/\n.*/s, '\n'));
    if (!chain) {
      const near = suggest(action.chain, Object.keys(draft.tables[this.#table!]!.chains));
      const hint = near ? `The ${this.#table} table has no chain ${action.chain}. Did you mean ${near}?` : `There is no chain ${action.chain} in the ${this.#table} table. A line :${action.chain} - [0:0] makes it.`;
      return this.#stop(number, at, line, `iptables-restore: line ${number} failed${this.#backend.restoreFailed('no such chain')}`, 1, hint, near ?? undefined, command.places.chain ?? undefined);
    }
    if (!this.#backend.ready) this.#make(action.chain);
    const rules = chain.rules as Rule[];
    this.#changed = true;
    const counter = command.counters;
    const place = { from: at, to: at + line.length, line: number, action: action.kind, chain: action.chain };
    for (const spec of action.rules) {
      const id = this.#nextRule++;
      if (counter) this.#draft = { ...this.#draft!, counters: { ...this.#draft!.counters, rules: put(this.#draft!.counters.rules, id, counter) } };
      this.#places.set(id, place);
      const kept = this.#backend.kept(spec);
      const never = this.#backend.ready ? jumpsToBuiltIn(this.#draft!.tables[this.#table!]!, action.chain, kept, this.#backend) : null;
      if (never) return this.#stop(number, at, line, `iptables-restore: line ${number} failed`, 1, never.hint, undefined, command.places.target ?? undefined);
      const answer = this.#backend.oneByOne ? messageRefusal(this.#draft!.tables[this.#table!]!, action.chain, kept, this.#backend) : null;
      if (answer) this.#answers.push({ ...place, failure: answer.errno, hint: answer.hint });
      rules.push(withId(id, kept));
    }
  }

  /** nf_tables' -Z sends a chain anew, and of one that this file makes it does not know the policy. */
  #accepting(filter: PacketFilter, which: (chain: Chain) => boolean): PacketFilter {
    const table = filter.tables[this.#table!]!;
    const fresh = (chain: Chain) => chain.policy !== null && this.#fresh.includes(chain.name) && which(chain);
    const chains = Object.fromEntries(Object.entries(table.chains).map(([name, chain]) => [name, fresh(chain) ? { ...chain, policy: 'ACCEPT' as const } : chain]));
    return { ...filter, tables: { ...filter.tables, [table.name]: { ...table, chains } } };
  }

  /** The lines that the kernel would not have. Reference: net/netfilter/nf_tables_api.c, nf_tables_validate. */
  #refused(table: Table, commit: number): readonly (Refused & Partial<Place> & { readonly hint: string })[] {
    if (this.#answers.length) return this.#answers;
    const refusal = tableRefusal(table, this.#backend);
    if (!refusal) return [];
    const { errno: failure, chain, hint } = refusal;
    if (!this.#backend.oneByOne) return [{ line: commit, action: 'append', ...this.#places.get(table.chains[chain]!.rules[refusal.index]!.id), failure, chain, hint }];
    // nf_tables goes through the batch again, and now looks where chains lead behind every rule: from the first wrong one on it takes none.
    const sent = [...this.#places];
    const wrong = (upTo: number) => tableRefusal({ ...table, chains: Object.fromEntries(Object.entries(table.chains).map(([name, c]) => [name, { ...c, rules: c.rules.filter((r) => r.id <= upTo) }])) }, this.#backend) !== null;
    let [from, to] = [0, sent.length - 1];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (wrong(sent[middle]![0])) to = middle;
      else from = middle + 1;
    }
    return sent.slice(from).map(([, place]) => ({ ...place, failure, hint }));
  }

  #commit(at: number, line: string, number: number): void {
    if (!this.#options.test) for (const step of this.#waiting) step();
    const draft = this.#draft!;
    const refused = this.#options.test ? [] : this.#refused(draft.tables[this.#table!]!, number);
    const [worst] = refused;
    if (worst) {
      const { message, status } = this.#backend.commitFailed(number, refused);
      this.#problem({ from: worst.from ?? at, to: worst.to ?? at + line.length, status, message, hint: worst.hint }, `${message}\n`);
    } else if (!this.#first && !this.#options.test && this.#changed) this.#filter = this.#made ? { ...draft, nextRule: this.#nextRule } : withoutTable(draft, this.#table!);
    this.#close();
  }
}

/** A rule of its own; written out, which is quicker than a spread. */
const withId = (id: number, { source, destination, input, output, protocol, fragment, matches, target }: RuleSpec): Rule => ({ id, source, destination, input, output, protocol, fragment, matches, target });

/** With -n nf_tables' command knows the chains that there are, and puts those of the file among them. */
const byName = (filter: PacketFilter, name: TableName): PacketFilter => {
  const table = filter.tables[name]!;
  return { ...filter, tables: { ...filter.tables, [name]: { ...table, chains: Object.fromEntries(printedChains(table).map((chain) => [chain.name, chain])) } } };
};

/** The host as if nobody had put anything into the table. */
const withoutTable = (filter: PacketFilter, name: TableName): PacketFilter => {
  const { [name]: _, ...tables } = filter.tables;
  return { ...filter, tables, used: filter.used.filter((n) => n !== name) };
};

/** The counters of rules that a flush takes away are forgotten. */
const withoutRules = (counters: IntMap<Counter>, chains: Readonly<Record<string, Chain>>): IntMap<Counter> =>
  counters.size === 0 ? counters : Object.values(chains).reduce((kept, chain) => chain.rules.reduce((left, rule) => without(left, rule.id), kept), counters);
