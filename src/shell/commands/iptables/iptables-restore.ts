import type { Backend } from '../../../netfilter/command/backend.ts';
import { backendOf } from '../../../netfilter/command/backendOf.ts';
import { type RestoreOptions, restore } from '../../../netfilter/command/restore.ts';
import type { PacketFilter } from '../../../netfilter/types.ts';
import { complaint, longGroup, type ShortOptions, WordReader } from '../../../text/getopt.ts';
import type { Word } from '../../../text/words.ts';
import { readText } from '../../fileSystem.ts';
import { errorWords } from '../../files.ts';
import { problemAt, refused } from '../shared/result.ts';
import { defineCommand } from '../shellCommand.ts';
import { type FilterRun, onFilter, refusedRun } from './filterRun.ts';

type Option =
  | 'binary'
  | 'counters'
  | 'verbose'
  | 'version'
  | 'test'
  | 'help'
  | 'noflush'
  | 'modprobe'
  | 'table'
  | 'wait'
  | 'wait-interval'
  | 'ipv4';
const short: ShortOptions<Option> = {
  b: { takes: 'none', owner: 'binary' },
  c: { takes: 'none', owner: 'counters' },
  v: { takes: 'none', owner: 'verbose' },
  V: { takes: 'none', owner: 'version' },
  t: { takes: 'none', owner: 'test' },
  h: { takes: 'none', owner: 'help' },
  n: { takes: 'none', owner: 'noflush' },
  w: { takes: 'none', owner: 'wait' },
  W: { takes: 'none', owner: 'wait-interval' },
  M: { takes: 'required', owner: 'modprobe' },
  T: { takes: 'required', owner: 'table' },
};
const both = (['counters', 'verbose', 'version', 'test', 'help', 'noflush'] as const).map((name) => ({
  name,
  takes: 'none' as const,
  owner: name,
}));
const legacy = longGroup<Option>([
  ...both,
  { name: 'modprobe', takes: 'required', owner: 'modprobe' },
  { name: 'table', takes: 'required', owner: 'table' },
  { name: 'wait', takes: 'optional', owner: 'wait' },
  { name: 'wait-interval', takes: 'optional', owner: 'wait-interval' },
]);
const nft = longGroup<Option>([
  ...legacy.list,
  { name: 'ipv4', takes: 'none', owner: 'ipv4' },
  { name: 'ipv6', takes: 'none', owner: 'ipv4' },
]);

const usage = ({
  name,
}: Backend): string => `Usage: iptables-restore [-c] [-v] [-V] [-t] [-h] [-n] ${name === 'legacy' ? '[-w secs] [-W usecs] ' : ''}[-T table] [-M command]${name === 'legacy' ? '' : ' [-4] [-6]'} [file]
${['counters ]', 'verbose ]', 'version]', 'test ]', 'help ]', 'noflush ]', ...(name === 'legacy' ? ['wait=<seconds>'] : []), 'table=<TABLE> ]', 'modprobe=<command> ]', ...(name === 'legacy' ? [] : ['ipv4 ]', 'ipv6 ]'])].map((o) => `\t   [ --${o}\n`).join('')}`;

/**
 * The file it reads: the first word that no option takes; null where it reads its standard input, or an option
 * ends it before that.
 */
export const restoredFrom = (words: readonly Word[]): Word | null => {
  let file: Word | null = null;
  for (const reader = new WordReader<Option>(words); !reader.done; ) {
    const read = reader.read(short, [nft]);
    if (read.kind === 'word') file ??= read.at;
    else if (read.kind === 'end') file ??= read.rest[0] ?? null;
    else if (read.kind !== 'option' || read.owner === 'help' || read.owner === 'version') return null;
    else if (waits(read.owner) && !read.argument) takenBy(reader);
  }
  return file?.text === '/dev/stdin' ? null : file;
};
const waits = (owner: Option) => owner === 'wait' || owner === 'wait-interval';
/** The word after `-w`, which getopt does not know about. */
const takenBy = (reader: WordReader<Option>): Word | null =>
  reader.peek && !/^[-!]/.test(reader.peek.text) ? reader.take() : null;

/**
 * `iptables-restore [-c] [-n] [-t] [-T TABLE] [-v] [-w [SECONDS]] [FILE]` on the text that it reads.
 * Reference: iptables/iptables-restore.c.
 */
export const runIptablesRestore = (
  filter: PacketFilter,
  words: readonly Word[],
  input: string,
): FilterRun => {
  const backend = backendOf(filter);
  const long = backend.name === 'legacy' ? legacy : nft;
  const options: { -readonly [K in keyof RestoreOptions]: RestoreOptions[K] } = {};
  let said = '';
  let files = 0;
  let wait = false;
  let interval: Word | null = null;
  const refuse = ({ from, to }: Word, message: string, hint: string, status = 1): FilterRun =>
    refusedRun(filter, { from, to, status, message: said + message, hint });
  const help = (at: Word, message: string) =>
    refuse(
      at,
      `${message}Try \`iptables-restore -h' for more information.`,
      'iptables-restore takes -c, -n, -t, -v, -w, -T TABLE and a file.',
    );
  const wrong = (at: Word, message: string) =>
    refuse(
      at,
      `${backend.nameAndVersion('iptables-restore')}: ${message}\nError occurred at line: 0\nTry \`iptables-restore -h' or 'iptables-restore --help' for more information.`,
      'Write a number after it, or nothing.',
      2,
    );
  for (const reader = new WordReader<Option>(words); !reader.done; ) {
    const read = reader.read(short, [long]);
    if (read.kind === 'word' || read.kind === 'end') {
      const here = read.kind === 'word' ? [read.at] : read.rest;
      files += here.length;
      if (files > 1)
        return refuse(
          here.at(-1)!,
          'Unknown arguments found on commandline',
          'iptables-restore reads one file.',
        );
      continue;
    }
    if (read.kind !== 'option') return help(read.at, `iptables-restore: ${complaint(read, long)}\n`);
    switch (read.owner) {
      case 'binary':
        said += '-b/--binary option is not implemented\n';
        break;
      case 'counters':
      case 'verbose':
      case 'test':
      case 'noflush':
        options[read.owner] = true;
        break;
      case 'version':
        return {
          filter,
          stdout: `${backend.nameAndVersion('iptables-restore')}\n`,
          stderr: said,
          status: 0,
          problems: [],
        };
      case 'help':
        return { filter, stdout: '', stderr: said + usage(backend), status: 0, problems: [] };
      // OptionTable, and then forgotten: nf_tables' own restore knows no such option.
      case 'ipv4':
        return help(read.at, '');
      case 'modprobe':
        break;
      case 'table':
        options.table = read.argument!.text;
        break;
      case 'wait':
      case 'wait-interval': {
        const amount = read.argument ?? takenBy(reader);
        if (backend.name === 'nft') break;
        const plain = read.owner === 'wait';
        if (plain) wait = true;
        else interval = read.at;
        if (!plain && !amount) return wrong(read.at, 'wait interval value required');
        if (amount && !/^\s*[-+]?\d/.test(amount.text))
          return wrong(amount, `wait ${plain ? 'seconds' : 'interval'} not numeric`);
        if (!plain) said += 'Ignoring deprecated --wait-interval option.\n';
      }
    }
  }
  if (interval && !wait)
    return refuse(
      interval,
      'Option --wait-interval requires option --wait',
      'No other command holds the lock here: leave both out.',
    );
  const { filter: after, stdout, stderr, status, problems } = restore(filter, input, options);
  return { filter: after, stdout, stderr: said + stderr, status, problems };
};

/** nf_tables' command says the name that it was called by; legacy's says its plain one. */
const sayingName = (name: string, run: FilterRun): FilterRun => {
  if (!name.includes('-nft')) return run;
  const said = (text: string): string => text.replaceAll('iptables-restore', name);
  return {
    ...run,
    stdout: said(run.stdout),
    stderr: said(run.stderr),
    problems: run.problems.map((p) => ({ ...p, message: said(p.message) })),
  };
};

export const iptablesRestore = defineCommand({
  name: 'iptables-restore',
  usage: 'iptables-restore [-c] [-n] [-t] [-T TABLE] [FILE]',
  summary: 'Loads rules from the text that iptables-save prints.',
  needs: ['world', 'files', 'input'],
  readsInput: (words) => restoredFrom(words) === null,
  run(call) {
    const { name, world, host, words } = call;
    const load = (text: string) =>
      onFilter(world, host, name, (filter) => sayingName(name, runIptablesRestore(filter, words, text)));
    const file = restoredFrom(words);
    if (!file) return load(call.input());
    const read = readText(call, file.text);
    if (read.ok) return load(read.text);
    // A folder opens, and has nothing to read.
    return read.error === 'EISDIR'
      ? load('')
      : refused(
          problemAt(
            file,
            `Can't open ${file.text}: ${errorWords[read.error]}`,
            1,
            'There is no such file or folder.',
          ),
        );
  },
});
