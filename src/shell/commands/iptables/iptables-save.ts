import { backendOf } from '../../../netfilter/command/backendOf.ts';
import { listWarnings } from '../../../netfilter/print/list.ts';
import { save } from '../../../netfilter/print/save.ts';
import { useTable } from '../../../netfilter/ruleset.ts';
import type { PacketFilter, TableName } from '../../../netfilter/types.ts';
import { isTable, tableNames } from '../../../netfilter/types.ts';
import { complaint, longGroup, type ShortOptions, WordReader } from '../../../text/getopt.ts';
import type { Word } from '../../../text/words.ts';
import { writeText } from '../../fileSystem.ts';
import { errorWords } from '../../files.ts';
import { ctime } from '../shared/calendar.ts';
import { problemAt, refused } from '../shared/result.ts';
import { defineCommand } from '../shellCommand.ts';
import { type FilterRun, onFilter, refusedRun } from './filterRun.ts';

type Option = 'binary' | 'counters' | 'version' | 'dump' | 'table' | 'modprobe' | 'file';
const short: ShortOptions<Option> = {
  b: { takes: 'none', owner: 'binary' },
  c: { takes: 'none', owner: 'counters' },
  V: { takes: 'none', owner: 'version' },
  d: { takes: 'none', owner: 'dump' },
  t: { takes: 'required', owner: 'table' },
  M: { takes: 'required', owner: 'modprobe' },
  f: { takes: 'required', owner: 'file' },
};
const long = longGroup<Option>([
  { name: 'counters', takes: 'none', owner: 'counters' },
  { name: 'version', takes: 'none', owner: 'version' },
  { name: 'dump', takes: 'none', owner: 'dump' },
  { name: 'table', takes: 'required', owner: 'table' },
  { name: 'modprobe', takes: 'required', owner: 'modprobe' },
  { name: 'file', takes: 'required', owner: 'file' },
]);

/** The file that `-f` names, the last of several; null without one. */
export const savedTo = (words: readonly Word[]): Word | null => {
  let file: Word | null = null;
  for (const reader = new WordReader<Option>(words); !reader.done; ) {
    const read = reader.read(short, [long]);
    if (read.kind === 'option' && read.owner === 'file') file = read.argument;
  }
  return file?.text === '/dev/stdout' ? null : file;
};

/** How iptables-save was called, and when (ms). */
interface Called {
  readonly name: string;
  readonly now: number;
}

/**
 * `iptables-save [-c] [-t TABLE]`: what it prints or writes into the file of `-f`. The comment lines around each
 * table hold the time, and are left out without `called`. Reference: iptables/iptables-save.c.
 */
export const runIptablesSave = (filter: PacketFilter, words: readonly Word[], called?: Called): FilterRun => {
  const backend = backendOf(filter);
  // Legacy says its plain name, whatever it was called, except where getopt speaks.
  const name = called?.name ?? 'iptables-save';
  const program = backend.name === 'legacy' ? 'iptables-save' : name;
  const stamp = called && {
    program: backend.name === 'legacy' ? `${program} v1.8.9` : backend.nameAndVersion(program),
    time: ctime(called.now),
  };
  const refuse = (at: Word, message: string, hint: string): FilterRun =>
    refusedRun(filter, { from: at.from, to: at.to, message, hint, status: 1 });
  let counters = false;
  let table: Word | null = null;
  let stray: Word | null = null;
  let said = '';
  const printed = (table: TableName | null): FilterRun => {
    const used = table && backend.tablesExistFromStart ? useTable(filter, table) : filter;
    const chains = Object.values(used.tables)
      .filter((t) => table === null || t.name === table)
      .flatMap((t) => Object.values(t.chains));
    return {
      filter: used,
      stdout: save(used, { counters, ...(table && { table }), ...(stamp && { stamp }) }),
      stderr: said + listWarnings(chains.flatMap((c) => c.rules)),
      status: 0,
      problems: [],
    };
  };
  for (const reader = new WordReader<Option>(words); !reader.done; ) {
    const read = reader.read(short, [long]);
    if (read.kind === 'word') stray ??= read.at;
    else if (read.kind === 'end') stray ??= read.rest[0] ?? null;
    else if (read.kind !== 'option')
      return refuse(
        read.at,
        `${name}: ${complaint(read, long)}\nLook at manual page \`${program}.8' for more information.`,
        'iptables-save takes -c, -t TABLE and -f FILE.',
      );
    else if (read.owner === 'binary') said += '-b/--binary option is not implemented\n';
    else if (read.owner === 'counters') counters = true;
    else if (read.owner === 'version')
      return {
        filter,
        stdout: `${backend.nameAndVersion(program)}\n`,
        stderr: said,
        status: 0,
        problems: [],
      };
    // Legacy prints everything at once and goes; nf_tables takes the letter and does nothing with it.
    else if (read.owner === 'dump' && backend.tablesExistFromStart) return printed(null);
    else if (read.owner === 'table') table = read.argument;
  }
  if (stray)
    return refuse(
      stray,
      'Unknown arguments found on commandline',
      'iptables-save takes -c, -t TABLE and -f FILE, nothing else.',
    );
  if (table === null) return printed(null);
  return isTable(table.text)
    ? printed(table.text)
    : refuse(table, backend.unknownTableToSave(table.text), `The tables are ${tableNames.join(', ')}.`);
};

export const iptablesSave = defineCommand({
  name: 'iptables-save',
  usage: 'iptables-save [-c] [-t TABLE] [-f FILE]',
  summary: 'Prints all rules as a text that iptables-restore reads.',
  needs: ['world', 'files'],
  run(call) {
    const { name, world, host, words } = call;
    const called = { name, now: world.now };
    const done = onFilter(world, host, name, (filter) => runIptablesSave(filter, words, called));
    const file = savedTo(words);
    if (!file || done.status !== 0) return done;
    const text = done.output.flatMap((o) => (o.stream === 'stdout' ? [o.text] : [])).join('');
    const messages = done.output.filter((o) => o.stream === 'stderr');
    const written = writeText({ ...call, world: done.world ?? world }, file.text, text);
    const changes = { world: written.world, files: written.files };
    if (!written.error) return { ...done, ...changes, output: messages };
    const refusal = refused(
      problemAt(
        file,
        `Failed to open file, error: ${errorWords[written.error]}`,
        1,
        'There is no such file or folder.',
      ),
    );
    return { ...refusal, ...changes, output: [...messages, ...refusal.output] };
  },
});
