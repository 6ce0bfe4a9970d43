import { setsOf } from '../netfilter/sets/ipSet.ts';
import { setCommandNames } from '../netfilter/sets/readSetLine.ts';
import { setTypes } from '../netfilter/sets/setTypes.ts';
import { tableNames } from '../netfilter/types.ts';
import type { Choice, Completion } from './choice.ts';
import { commands } from './commands/index.ts';
import { plainName } from './commands/shellCommand.ts';
import { complete } from './complete.ts';
import { kindAt, list } from './fileSystem.ts';
import { filesOf } from './files.ts';
import { scalar } from './language/variables.ts';
import { type ShellSession, shellOf } from './session.ts';
import { surroundingsOf } from './surroundings.ts';

/** Words in front of a command that are not commands themselves. */
const before = new Set([
  'sudo',
  'watch',
  'xargs',
  'then',
  'do',
  'else',
  'elif',
  'if',
  'while',
  'until',
  '!',
  '{',
  '(',
]);

/**
 * The simple command that the cursor is in: after the last `|`, `;`, `&&`, `(` or newline that no quotation
 * holds.
 */
const commandAt = (
  line: string,
  cursor: number,
): { readonly start: number; readonly quote: string | null } => {
  let start = 0;
  let quote: string | null = null;
  for (let i = 0; i < cursor; i++) {
    const c = line[i]!;
    if (quote === "'") quote = c === "'" ? null : quote;
    else if (c === '\\') i++;
    else if (quote === '"' && c === '"') quote = null;
    else if (c === '$' && line[i + 1] === '(') {
      start = i + 2;
      quote = null;
    } else if (quote === null && (c === "'" || c === '"')) quote = c;
    else if (quote === null && '|;&(\n'.includes(c) && line[i - 1] !== '>') start = i + 1;
  }
  return { start, quote };
};

/** Every command; one that is not loaded has no description. */
const commandChoices = (): Choice[] =>
  commands.names.map((label) => ({
    label,
    detail: '',
    info: commands.isLoaded(label) ? commands.find(label)!.summary : '',
  }));

/** Quotes letters in names that mean something to the shell. */
const quoted = (name: string): string => name.replace(/[^\w@%+=:,./~-]/g, '\\$&');

const files = (session: ShellSession, typed: string, foldersOnly: boolean): Choice[] => {
  const { host, cwd, variables } = shellOf(session);
  const place = { world: session.world, host, cwd, files: filesOf(session.world, host) };
  const plain = typed.replace(/\\(.)/g, '$1');
  const slash = plain.lastIndexOf('/') + 1;
  const written = plain.slice(0, slash);
  const folder = written.startsWith('~/')
    ? `${scalar(variables.get('HOME')?.value) ?? '/root'}/${written.slice(2)}`
    : written === ''
      ? '.'
      : written;
  if (kindAt(place, folder) !== 'folder') return [];
  return list(place, folder)
    .filter((name) => !name.startsWith('.') || plain.slice(slash).startsWith('.'))
    .map((name) => ({ name, isFolder: kindAt(place, `${folder}/${name}`) === 'folder' }))
    .filter((e) => !foldersOnly || e.isFolder)
    .map(({ name, isFolder }) => ({
      label: quoted(written + name) + (isFolder ? '/' : ''),
      detail: '',
      info: '',
    }));
};

/**
 * What the word at the cursor may become: commands, hosts, files, and in an iptables command its options,
 * tables, chains, matches and targets. Null where nothing is known to match. Nothing is run.
 */
export const completeLine = (session: ShellSession, line: string, cursor: number): Completion | null => {
  const { start, quote } = commandAt(line, cursor);
  if (quote !== null) return null;
  const from = start + /(?:\\.|[^\s<>\\])*$/.exec(line.slice(start, cursor))!.index;
  const typed = line.slice(from, cursor);
  const words = line.slice(start, from).split(/\s+/).filter(Boolean);
  const found = (choices: readonly Choice[]): Completion | null => {
    const seen = new Set<string>();
    const matching = choices.filter(
      (c) => c.label.startsWith(typed) && c.label !== typed && !seen.has(c.label) && seen.add(c.label),
    );
    return matching.length ? { from, choices: matching } : null;
  };
  if (/[<>]\s*$/.test(line.slice(start, from))) return found(files(session, typed, false));
  let rest = words;
  while (rest[0] !== undefined && (before.has(rest[0]) || /^[A-Za-z_]\w*=/.test(rest[0])))
    rest = rest.slice(1);
  const [command] = rest;
  if (command === undefined) {
    if (typed.includes('/')) return found(files(session, typed, false));
    return found(commandChoices().filter(({ label }) => /^[a-z]/.test(label)));
  }
  const name = plainName(command).replace(/^iptables-(legacy|nft)(?=-|$)/, 'iptables');
  const sets = (): Choice[] =>
    setsOf(session.world.hosts[shellOf(session).host]!.filter).map(([label, set]) => ({
      label,
      detail: set.type,
      info: '',
    }));
  if (name === 'iptables' && /^--(match|add|del|map)-set$/.test(rest.at(-1)!)) return found(sets());
  if (name === 'iptables') return inFilter(session, line, start, cursor, typed, found);
  if (name === 'ipset' && rest.length < 3)
    return found(
      rest.length === 1 ? setCommandNames.map((label) => ({ label, detail: '', info: '' })) : sets(),
    );
  if (name === 'ipset' && rest.length === 3 && rest[1] === 'create')
    return found(setTypes.map((label) => ({ label, detail: '', info: '' })));
  if (name === 'ssh' && rest.length === 1)
    return found(
      Object.keys(session.world.hosts).map((label) => ({
        label,
        detail: '',
        info: 'A host of this network.',
      })),
    );
  if ((name === 'man' || name === 'help' || name === 'type' || name === 'which') && rest.length === 1)
    return found(commandChoices());
  if (/^iptables-(save|restore)$/.test(name) && ['-t', '-T', '--table'].includes(rest.at(-1)!))
    return found(tableNames.map((label) => ({ label, detail: '', info: '' })));
  return found(files(session, typed, name === 'cd' || name === 'rmdir'));
};

/** A place in an iptables command: what the editor offers there, with what there is around this host. */
const inFilter = (
  session: ShellSession,
  line: string,
  start: number,
  cursor: number,
  typed: string,
  found: (choices: readonly Choice[]) => Completion | null,
): Completion | null => {
  const text = line.slice(start, cursor);
  const around = surroundingsOf(session.world, shellOf(session).host);
  const completion = complete(text, text.length, 'commands', around);
  if (!completion) return null;
  const from = completion.from + start;
  return from === cursor - typed.length ? found(completion.choices) : { ...completion, from };
};
