import type { Problem } from '../../text/problem.ts';
import type { Word } from '../../text/words.ts';
import { SharedNames } from '../command/sharedNames.ts';
import type { PacketFilter } from '../types.ts';
import { memoryOf, printHeader, readCreate, revisionOf, sameKind } from './create.ts';
import { foundSet, type OnEntries, onEntries, printEntry, readEntries } from './entries.ts';
import { entriesOf, flushed, type IpSet, setKey, setOf, setsOf, withSet } from './ipSet.ts';
import { Mistake, notHere, type Place, usage } from './mistake.ts';

/** What `ipset` did to one host's sets, and what it printed. */
export interface SetRun {
  readonly filter: PacketFilter;
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
  readonly problems: readonly Problem[];
}

const version = 'ipset v7.17';
/**
 * Each command with its other names; a beginning of its own name does, too. In the order they are looked
 * through.
 */
const commands = {
  create: ['n', '-N'],
  add: ['-A'],
  del: ['-D'],
  test: ['-T'],
  destroy: ['x', '-X'],
  list: ['-L'],
  save: ['-S'],
  restore: ['-R'],
  flush: ['-F'],
  rename: ['e', '-E'],
  swap: ['w', '-W'],
  help: ['-h', '-H'],
  version: ['-v', '-V'],
  quit: [],
} as const;
type Command = keyof typeof commands;
/** The commands by their own names. */
export const setCommands = Object.keys(commands) as readonly Command[];
/** How many words have to stand behind a command. */
const mandatory: Readonly<Partial<Record<Command, number>>> = {
  create: 2,
  add: 2,
  del: 2,
  test: 2,
  rename: 2,
  swap: 2,
};
const noMore: readonly Command[] = ['destroy', 'list', 'save', 'restore', 'flush', 'rename', 'swap'];

const flags = {
  exist: ['-!', '-exist'],
  quiet: ['-q', '-quiet'],
  sorted: ['-s', '-sorted'],
  terse: ['-t', '-terse'],
  names: ['-n', '-name'],
  resolve: ['-r', '-resolve'],
} as const;
type Flag = keyof typeof flags;
/** Flags take a second dash, too. */
const flagOf = (text: string): Flag | undefined =>
  (Object.keys(flags) as Flag[]).find((flag) =>
    flags[flag].some((name) => name === text || `-${name}` === text),
  );

interface Line {
  readonly command: Command;
  readonly words: readonly Word[];
  readonly flags: ReadonlySet<Flag>;
  readonly saves: boolean;
  /** The whole line, for what is missing in it. */
  readonly whole: Place;
}

const commandOf = (text: string): Command | undefined => {
  const plain = text.replace(/^--/, '');
  return plain === ''
    ? undefined
    : (Object.keys(commands) as Command[]).find(
        (name) => name.startsWith(plain) || (commands[name] as readonly string[]).includes(text),
      );
};

/**
 * Options wherever they stand, then the command and what it needs. Reference: ipset, lib/ipset.c,
 * ipset_parse_argv.
 */
const readLine = (all: readonly Word[]): Line => {
  const whole = { from: all[0]?.from ?? 0, to: all.at(-1)?.to ?? 0 };
  const words: Word[] = [];
  const given = new Set<Flag>();
  let mode: Word | null = null;
  for (let i = 0; i < all.length; i++) {
    const word = all[i]!;
    const flag = flagOf(word.text);
    const takes = /^-(o|f|-?output|-?file)$/.exec(word.text)?.[1]?.replaceAll('-', '')[0];
    if (flag === 'resolve') throw notHere(word, word.text, 'Addresses are printed as they are.');
    if (flag) given.add(flag);
    else if (takes) {
      const value = all[++i];
      if (!value)
        throw usage(
          word,
          `Missing mandatory argument to option -${takes}`,
          `A word stands behind -${takes}.`,
        );
      if (takes === 'f') throw notHere(word, word.text, 'Use < and >: ipset restore < FILE.');
      mode = value;
    } else words.push(word);
  }
  if (mode && !['plain', 'save', 'xml', 'json'].includes(mode.text))
    throw new Mistake(
      mode,
      `Syntax error: unknown output mode '${mode.text}'`,
      'Here -o takes plain and save.',
    );
  if (mode && (mode.text === 'xml' || mode.text === 'json'))
    throw notHere(mode, `-o ${mode.text}`, 'Here -o takes plain and save.');
  const [first, ...rest] = words;
  if (!first)
    throw usage(
      whole,
      'No command specified.',
      `Begin with one of ${Object.keys(commands).slice(0, 11).join(', ')}.`,
    );
  const command = commandOf(first.text);
  if (!command)
    throw usage(
      first,
      `No command specified: unknown argument ${first.text}`,
      `The commands are ${Object.keys(commands).slice(0, 11).join(', ')}.`,
    );
  const needed = mandatory[command] ?? 0;
  if (rest.length < needed)
    throw usage(
      whole,
      `Missing ${rest.length === 0 ? '' : 'second '}mandatory argument to command ${command}`,
      command === 'create'
        ? 'Say which name and which type: ipset create blocked hash:ip.'
        : command === 'rename' || command === 'swap'
          ? 'Two names stand behind it.'
          : `Say which set and which entry: ipset ${command} blocked 10.0.0.1.`,
    );
  const extra = rest[command === 'restore' ? 0 : Math.max(1, needed)];
  if (extra && noMore.includes(command))
    throw usage(extra, `Unknown argument ${extra.text}`, `${command} takes no more words.`);
  return {
    command,
    words: rest,
    flags: given,
    saves: mode ? mode.text === 'save' : command === 'save',
    whole,
  };
};

const named = (word: Word): string => {
  if (word.text.length > 31)
    throw new Mistake(
      word,
      `Syntax error: setname '${word.text}' is longer than 31 characters`,
      'A set’s name has at most 31 characters.',
    );
  return word.text;
};

/** How many rules and lists use a set. */
const references = (filter: PacketFilter, sharedNames: SharedNames, name: string): number =>
  sharedNames.usersOf(setKey(name)).length +
  setsOf(filter).filter(
    ([, set]) => set.type === 'list:set' && entriesOf(set, -Infinity).some((e) => e.set === name),
  ).length;

const printSets = (
  filter: PacketFilter,
  sets: readonly (readonly [string, IpSet])[],
  { flags: given, saves }: Line,
  now: number,
): string => {
  if (saves)
    return sets
      .map(
        ([name, set]) =>
          `create ${name} ${set.type} ${printHeader(set)}\n${entriesOf(set, now)
            .map((e) => `add ${name} ${printEntry(set, e, now)}\n`)
            .join('')}`,
      )
      .join('');
  if (given.has('names')) return sets.map(([name]) => `${name}\n`).join('');
  const sharedNames = new SharedNames(filter);
  return sets
    .map(([name, set]) => {
      const entries = entriesOf(set, now);
      const head = `Name: ${name}\nType: ${set.type}\nRevision: ${revisionOf[set.type]}\nHeader: ${printHeader(set)}\nSize in memory: ${memoryOf(set)}\nReferences: ${references(filter, sharedNames, name)}\nNumber of entries: ${entries.length}\n`;
      return given.has('terse')
        ? head
        : `${head}Members:\n${entries.map((e) => `${printEntry(set, e, now)}\n`).join('')}`;
    })
    .join('\n');
};

const freeSlot = (filter: PacketFilter): number => {
  const taken = new Set(setsOf(filter).map(([, set]) => set.slot));
  let slot = 0;
  while (taken.has(slot)) slot++;
  return slot;
};
/** Differs from Linux: the number that the hash is salted with is made of the name. */
const saltOf = (name: string): number =>
  [...name].reduce((hash, c) => Math.imul(hash ^ c.codePointAt(0)!, 16_777_619) >>> 0, 2_166_136_261);

const create = (filter: PacketFilter, { words, flags: given, whole }: Line): PacketFilter => {
  const [nameWord, type, ...rest] = words as [Word, Word, ...Word[]];
  const name = named(nameWord);
  const set = readCreate(whole, type, rest, { slot: freeSlot(filter), initval: saltOf(name) });
  const there = setOf(filter, name);
  if (!there) return withSet(filter, name, set);
  if (given.has('exist') && sameKind(there, set)) return filter;
  throw new Mistake(
    nameWord,
    'Set cannot be created: set with the same name already exists',
    '-exist takes one like it as made. ipset destroy takes a set away.',
  );
};

const destroy = (filter: PacketFilter, word: Word | undefined, whole: Place): PacketFilter => {
  const sharedNames = new SharedNames(filter);
  if (word) foundSet(filter, word);
  const names = word ? [word.text] : setsOf(filter).map(([name]) => name);
  const used = names.find((name) => references(filter, sharedNames, name) > 0);
  if (used !== undefined)
    throw new Mistake(
      word ?? whole,
      'Set cannot be destroyed: it is in use by a kernel component',
      `A rule or a list uses ${used}. Delete that first.`,
    );
  return names.reduce((left, name) => withSet(left, name, null), filter);
};

const rename = (filter: PacketFilter, from: Word, to: Word): PacketFilter => {
  named(to);
  const set = foundSet(filter, from);
  if (references(filter, new SharedNames(filter), from.text) > 0)
    throw new Mistake(
      from,
      'Set cannot be renamed: it is in use by another system',
      `A rule or a list uses ${from.text}. ipset swap changes what is in it.`,
    );
  if (setOf(filter, to.text))
    throw new Mistake(
      to,
      'Set cannot be renamed: a set with the new name already exists',
      'ipset swap exchanges two sets.',
    );
  return withSet(withSet(filter, from.text, null), to.text, set);
};

const swap = (filter: PacketFilter, from: Word, to: Word): PacketFilter => {
  const [a, b] = [foundSet(filter, from), foundSet(filter, to)];
  if (a.type !== b.type)
    throw new Mistake(
      to,
      'The sets cannot be swapped: their type does not match',
      `One is ${a.type}, the other ${b.type}.`,
    );
  return withSet(withSet(filter, from.text, { ...b, slot: a.slot }), to.text, { ...a, slot: b.slot });
};

/** One command that is not about entries. */
const carriedOut = (
  filter: PacketFilter,
  line: Line,
  now: number,
): { readonly filter: PacketFilter; readonly stdout: string } => {
  const {
    command,
    words: [first, second],
  } = line;
  const quiet = (after: PacketFilter) => ({ filter: after, stdout: '' });
  switch (command) {
    case 'create':
      return quiet(create(filter, line));
    case 'destroy':
      return quiet(destroy(filter, first, line.whole));
    case 'rename':
      return quiet(rename(filter, first!, second!));
    case 'swap':
      return quiet(swap(filter, first!, second!));
    case 'flush': {
      if (first) foundSet(filter, first);
      return quiet(
        setsOf(filter)
          .filter(([name]) => !first || name === first.text)
          .reduce((left, [name, set]) => withSet(left, name, flushed(set)), filter),
      );
    }
    case 'list':
    case 'save':
      return {
        filter,
        stdout: printSets(
          filter,
          first ? [[first.text, foundSet(filter, first)]] : setsOf(filter),
          line,
          now,
        ),
      };
    case 'version':
      return { filter, stdout: `${version}, protocol version: 7\n` };
    case 'help':
      throw notHere(line.whole, 'help', 'man ipset says in short what it does.');
    case 'add':
    case 'del':
    case 'test':
    case 'restore':
    case 'quit':
      return quiet(filter);
  }
};

const isEntries = (command: Command): command is OnEntries['command'] =>
  command === 'add' || command === 'del' || command === 'test';

const sayTest = (asked: OnEntries, found: boolean): string =>
  found
    ? `Warning: ${asked.elements.text} is in set ${asked.name}.\n`
    : `${asked.elements.text} is NOT in set ${asked.name}.\n`;

const refusal = (filter: PacketFilter, mistake: Mistake, stdout = '', said = '', number = 0): SetRun => {
  const { at, message, hint, status, replacement } = mistake;
  const here = message.endsWith('is not simulated here');
  const text = here
    ? `ipset: ${message}`
    : `${version}: ${number > 0 && status === 1 ? `Error in line ${number}: ` : ''}${message}${status === 2 ? "\nTry `ipset help' for more information." : ''}`;
  const problem: Problem = {
    from: at.from,
    to: at.to,
    message: text,
    hint,
    status,
    ...(replacement !== undefined && { replacement }),
  };
  return { filter, stdout, stderr: `${said}${text}\n`, status, problems: [problem] };
};

/** The words of a line of a saved text: double quotes hold one together. */
const splitLine = (line: string, start: number): readonly Word[] =>
  [...line.matchAll(/"([^"]*)"|\S+/g)].map((m) => ({
    text: m[1] ?? m[0],
    from: start + m.index,
    to: start + m.index + m[0].length,
  }));

/**
 * Reads lines as `ipset restore` does: those that add to one set, or delete from it, go to the kernel
 * together, so that a line that cannot be read takes those in front of it with it.
 */
const restored = (before: PacketFilter, text: string, outer: ReadonlySet<Flag>, now: number): SetRun => {
  let filter = before;
  let stdout = '';
  let said = '';
  let waiting: { readonly asked: OnEntries; readonly number: number }[] = [];
  const send = (): SetRun | null => {
    for (const { asked, number } of waiting) {
      const done = onEntries(filter, asked, now);
      filter = done.filter;
      if (done.mistake) return refusal(filter, done.mistake, stdout, said, number);
    }
    waiting = [];
    return null;
  };
  let start = 0;
  for (const [i, written] of text.split('\n').entries()) {
    const at = start;
    start += written.length + 1;
    if (written.trim() === '' || written.startsWith('#')) continue;
    if (written.trim() === 'COMMIT') {
      const wrong = send();
      if (wrong) return wrong;
      continue;
    }
    try {
      const line = readLine(splitLine(written, at));
      const given = new Set([...outer, ...line.flags]);
      if (line.command === 'quit') break;
      if (['restore', 'version', 'help'].includes(line.command))
        throw usage(
          line.whole,
          `Command \`${line.command}' is invalid in restore mode.`,
          'A saved text has create and add.',
        );
      if (isEntries(line.command)) {
        const [name, element, ...rest] = line.words as [Word, Word, ...Word[]];
        const { asked: last } = waiting.at(-1) ?? {};
        if (last && (last.command !== line.command || last.name !== name.text)) {
          const wrong = send();
          if (wrong) return wrong;
        }
        const asked = readEntries(filter, line.command, name, element, rest, given.has('exist'));
        if (line.command !== 'test') {
          waiting.push({ asked, number: i + 1 });
          continue;
        }
        const { found } = onEntries(filter, asked, now);
        said += sayTest(asked, found);
        if (!found) return { filter, stdout, stderr: said, status: 1, problems: [] };
        continue;
      }
      const wrong = send();
      if (wrong) return wrong;
      const done = carriedOut(filter, { ...line, flags: given }, now);
      filter = done.filter;
      stdout += done.stdout;
    } catch (mistake) {
      if (!(mistake instanceof Mistake)) throw mistake;
      return refusal(filter, mistake, stdout, said, i + 1);
    }
  }
  return send() ?? { filter, stdout, stderr: said, status: 0, problems: [] };
};

const ran = (filter: PacketFilter, words: readonly Word[], input: string, now: number): SetRun => {
  try {
    const line = readLine(words);
    if (line.command === 'restore') return restored(filter, input, line.flags, now);
    if (line.command === 'quit')
      throw usage(
        line.whole,
        "Command `quit' is invalid in command line mode",
        'It ends a text that restore reads.',
      );
    if (!isEntries(line.command))
      return { ...carriedOut(filter, line, now), stderr: '', status: 0, problems: [] };
    const [name, element, ...rest] = line.words as [Word, Word, ...Word[]];
    const asked = readEntries(filter, line.command, name, element, rest, line.flags.has('exist'));
    const done = onEntries(filter, asked, now);
    if (done.mistake) return refusal(done.filter, done.mistake);
    const test = line.command === 'test';
    return {
      filter: done.filter,
      stdout: '',
      stderr: test ? sayTest(asked, done.found) : '',
      status: test && !done.found ? 1 : 0,
      problems: [],
    };
  } catch (mistake) {
    if (mistake instanceof Mistake) return refusal(filter, mistake);
    throw mistake;
  }
};

/**
 * `ipset create|add|del|test|destroy|list|save|restore|flush|rename|swap|version` on a host's sets, at a time
 * in milliseconds since the Unix epoch. Never throws on any words. Reference: ipset 7.17, lib/ipset.c.
 */
export const ipsetCommand = (
  filter: PacketFilter,
  words: readonly Word[],
  input: string,
  now: number,
): SetRun => {
  const done = ran(filter, words, input, now);
  return words.some((w) => flagOf(w.text) === 'quiet') ? { ...done, stderr: '' } : done;
};
