import '../../src/netfilter/allExtensions.ts';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BackendName } from '../../src/netfilter/types.ts';
import { type Line, runOurs } from './ours.ts';
import { type Printed, runReal, withoutComments } from './real.ts';
import { office } from './rulesets/office.ts';
import { hostWithSets } from './standingSets.ts';

const folder = join(import.meta.dirname, 'rulesets');
const files = readdirSync(folder);
const read = (file: string): string | null =>
  files.includes(file) ? readFileSync(join(folder, file), 'utf8') : null;

const tables = ['filter', 'nat', 'mangle', 'raw'];
const listings = ['-S', '-vS', '-L', '-nL', '-vL --line-numbers', '-nvxL', '-nL --line-numbers'];

/**
 * What is asked of one machine: NAME.rules is loaded with its counters, NAME.then.rules on top of it,
 * NAME.commands run one by one; then everything is printed, and the first file loaded once more, without
 * counters.
 */
const linesOf = (rules: string | null, more: string | null, commands: string | null): readonly Line[] => [
  ...(rules === null
    ? []
    : [{ command: 'iptables-restore -c', input: rules }, { command: 'iptables-save -c' }]),
  ...(more === null ? [] : [{ command: 'iptables-restore -c -n', input: more }]),
  ...(commands ?? '')
    .split('\n')
    .filter((l) => l !== '' && !l.startsWith('#'))
    .map((command) => ({ command })),
  { command: 'iptables-save' },
  { command: 'iptables-save -c -t nat' },
  ...tables
    .filter((table) => new RegExp(`([*]|-t |--table )${table}\\b`).test(`*filter${rules}${commands}`))
    .flatMap((table) => listings.map((flags) => ({ command: `iptables -t ${table} ${flags}` }))),
  ...(rules === null ? [] : [{ command: 'iptables-restore', input: rules }, { command: 'iptables-save -c' }]),
];

/** What the real commands said, by the ruleset's name. */
export type RulesetRecording = Readonly<Record<string, Readonly<Record<BackendName, readonly string[]>>>>;

/** The rulesets by name, each with what is asked of it. */
export const rulesets: ReadonlyMap<string, readonly Line[]> = new Map([
  ...[...new Set(files.filter((f) => /\.(rules|commands)$/.test(f)).map((f) => f.replace(/\..*/, '')))]
    .sort()
    .map(
      (name) =>
        [name, linesOf(read(`${name}.rules`), read(`${name}.then.rules`), read(`${name}.commands`))] as const,
    ),
  ['office', linesOf(office(), null, null)],
]);

/** A line, and what was printed. */
export interface Said extends Printed {
  readonly command: string;
}

/** In the form of the recording: the status and a short text as they are, of a long one its hash. */
export const inShort = (said: readonly Said[]): readonly string[] =>
  said.map(({ command, status, stdout, stderr }) => {
    const text = stdout + stderr;
    const kept =
      text.length <= 240
        ? text
        : `${text.split('\n').length - 1} lines, sha256 ${createHash('sha256').update(text).digest('base64url').slice(0, 20)}`;
    return `${command.length > 60 ? `${command.slice(0, 60)}…` : command} = ${status} ${kept}`;
  });

/** What the real command says. */
export const realOf = (lines: readonly Line[], backend: BackendName): readonly Said[] =>
  runReal(lines, backend).map(({ status, stdout, stderr }, i) => {
    const { command } = lines[i]!;
    return {
      command,
      status,
      stdout: command.startsWith('iptables-save') ? withoutComments(stdout) : stdout,
      stderr,
    };
  });

/** What ours says. */
export const oursOf = (lines: readonly Line[], backend: BackendName): readonly Said[] => {
  let filter = hostWithSets(backend);
  return lines.map((line) => {
    const { filter: after, status, stdout, stderr } = runOurs(filter, line);
    filter = after;
    return { command: line.command, status, stdout, stderr };
  });
};
