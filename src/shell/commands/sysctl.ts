import { parameters, valueWritten, withParameter } from '../../network/sysctl.ts';
import { type Host, type World, withHost } from '../../network/world.ts';
import type { Problem } from '../../text/problem.ts';
import { suggest } from '../../text/suggest.ts';
import type { Word } from '../../text/words.ts';
import { readText } from '../fileSystem.ts';
import { errorWords } from '../files.ts';
import { type OptionTable, readOptions } from './shared/options.ts';
import { Report } from './shared/report.ts';
import { endOf, printed, problemAt, refused } from './shared/result.ts';
import { type Call, type CommandResult, defineCommand } from './shellCommand.ts';

const options: OptionTable = {
  all: { names: ['-a', '-A', '-X', '--all'] },
  write: { names: ['-w', '--write'] },
  values: { names: ['-n', '--values'] },
  names: { names: ['-N', '--names'] },
  quiet: { names: ['-q', '--quiet'] },
  ignore: { names: ['-e', '--ignore'] },
  pattern: { names: ['-r', '--pattern'], takes: 'required' },
  load: { names: ['-p', '-f', '--load'], takes: 'optional' },
  system: { names: ['--system'] },
  version: { names: ['-V', '--version'] },
};
const unsupported = 'bhdox --binary --help --deprecated --dry-run';
const real = /^(net\.(ipv4|ipv6|core|netfilter|bridge|unix|mptcp)|kernel|vm|fs|dev|user|abi|debug)\./;

/** `net/ipv4/ip_forward` is another spelling of `net.ipv4.ip_forward`. */
const dotted = (key: string): string => (/^[^.]*\//.test(key) ? key.replaceAll('/', '.') : key);

const missing = (host: Host, at: Pick<Word, 'from' | 'to'>, key: string): Problem => {
  const keys = [...parameters(host).keys()];
  const near =
    suggest(
      key.slice(0, 40),
      keys.filter((k) => k.length <= 40),
    ) ??
    keys.find((k) => k.endsWith(`.${key}`)) ??
    null;
  if (!near && real.test(key))
    return problemAt(at, `sysctl: ${key} is not simulated here`, 1, 'sysctl -a lists what there is here.');
  return problemAt(
    at,
    `sysctl: cannot stat /proc/sys/${key.replaceAll('.', '/')}: No such file or directory`,
    1,
    near ? `Did you mean ${near}?` : 'sysctl -a lists what there is here.',
    near ?? undefined,
  );
};

/** A parameter that is shown or set: `value` is null where it is shown. */
interface Wish {
  readonly key: string;
  readonly value: string | null;
  /** Where it is written. */
  readonly at: Pick<Word, 'from' | 'to'>;
  /** Where its value is written. */
  readonly valueAt: Pick<Word, 'from' | 'to'>;
  /** With a hyphen in front, a line of a file is no failure where it cannot be set. */
  readonly forgiven: boolean;
}

const wishOf = (word: Word): Wish => {
  const equals = word.text.indexOf('=');
  const named = equals < 0 ? word.text : word.text.slice(0, equals);
  return {
    key: dotted(named.trim()),
    value: equals < 0 ? null : word.text.slice(equals + 1).trim(),
    at: { from: word.from, to: word.from + named.length },
    valueAt: { from: word.from + equals + 1, to: word.to },
    forgiven: false,
  };
};

/** The lines of a file of settings. Reference: procps 4.0.2, src/sysctl.c, Preload */
const wishesIn = (text: string, name: string, at: Word, report: Report): readonly Wish[] =>
  text.split('\n').flatMap((written, i): readonly Wish[] => {
    const line = written.trim();
    if (line === '' || /^[#;]/.test(line)) return [];
    const equals = line.indexOf('=');
    if (equals < 0) {
      report.warn(`sysctl: ${name}(${i + 1}): invalid syntax, continuing...`, report.status);
      return [];
    }
    const key = line.slice(0, equals).trim();
    const value = line.slice(equals + 1).trim();
    const forgiven = key.startsWith('-');
    return [{ key: dotted(forgiven ? key.slice(1) : key), value, at, valueAt: at, forgiven }];
  });

/** The settings of the files that `-p` and `--system` name. */
const loaded = (
  call: Call<'files'>,
  of: Readonly<Record<string, Word>>,
  rest: readonly Word[],
  report: Report,
): readonly Wish[] => {
  const at = of['load'] ?? of['system']!;
  const attached = of['load'] && !of['load'].text.startsWith('-') ? [of['load']] : [];
  const given = [...attached, ...rest];
  const files = given.length ? given : [{ ...at, text: '/etc/sysctl.conf' }];
  return files.flatMap((file): readonly Wish[] => {
    if (of['system'] && !of['quiet']) report.print(`* Applying ${file.text} ...\n`);
    const read = readText(call, file.text);
    if (read.ok) return wishesIn(read.text, file.text, file, report);
    report.mistake(
      file,
      `sysctl: cannot open "${file.text}": ${errorWords[read.error]}`,
      'There is no such file. ls lists those that there are.',
    );
    return [];
  });
};

/**
 * `sysctl [-n] [-q] [-e] KEY…`, `sysctl [-w] KEY=VALUE…`, `sysctl -p [FILE]`, `sysctl -a`: kernel parameters.
 * Reference: procps 4.0.2, src/sysctl.c.
 */
export const sysctl = defineCommand({
  name: 'sysctl',
  usage: 'sysctl [-w] NAME[=VALUE]…, sysctl -p [FILE], sysctl -a',
  summary: 'Shows and sets parameters of the kernel, such as net.ipv4.ip_forward.',
  needs: ['world', 'files'],
  run(call): CommandResult {
    const { host: name, words } = call;
    const read = readOptions('sysctl', words, options, unsupported, 1);
    if ('message' in read) return refused(read);
    const { of, rest } = read;
    let world: World = call.world;
    if (of['version']) return printed('sysctl from procps-ng 4.0.2\n');
    const loads = of['load'] !== undefined || of['system'] !== undefined;
    if (!of['all'] && !loads && rest.length === 0)
      return refused(
        problemAt(
          endOf(words),
          'sysctl: no variables specified',
          1,
          'Name a parameter: net.ipv4.ip_forward.',
        ),
      );
    const host = (): Host => world.hosts[name]!;
    const say = (key: string, value: string) =>
      of['values'] ? `${value}\n` : of['names'] ? `${key}\n` : `${key} = ${value}\n`;
    let pattern: RegExp | null = null;
    try {
      pattern = of['pattern'] ? new RegExp(of['pattern'].text) : null;
    } catch {
      return refused(
        problemAt(
          of['pattern']!,
          `sysctl: the pattern ${of['pattern']!.text} cannot be read`,
          1,
          'Write a part of the name.',
        ),
      );
    }
    if (of['all'])
      return printed(
        [...parameters(host())]
          .filter(([key]) => !pattern || pattern.test(key))
          .map(([key, value]) => say(key, value))
          .join(''),
      );
    const report = new Report();
    const wishes = loads ? loaded(call, of, rest, report) : rest.map(wishOf);
    for (const [i, { key, value, at, valueAt, forgiven }] of wishes.entries()) {
      const status = report.status;
      if (key === '' && value !== null && !of['write']) {
        // Of a lone =, nothing is said.
        if (value === '') report.status = 1;
        else
          report.mistake(
            at,
            'sysctl: Path is not under /proc/sys/: /proc/sys/',
            'The name is missing before the =.',
          );
        continue;
      }
      const old = parameters(host()).get(key);
      if (of['write'] && value === null) {
        report.mistake(
          at,
          'sysctl: command line(0): invalid syntax, continuing...',
          `-w takes ${key}=VALUE, without a space.`,
          1,
          old === undefined ? undefined : `${key}=1`,
        );
        // The real one reads no further.
        break;
      }
      if (old === undefined) {
        const below = value === null ? [...parameters(host())].filter(([k]) => k.startsWith(`${key}.`)) : [];
        const { message, hint, replacement } = missing(host(), at, key);
        if (below.length) report.print(below.map(([k, v]) => say(k, v)).join(''));
        else if (!of['ignore']) {
          const spaced = i > 1 && wishes[i - 1]!.key === '' && `${wishes[i - 2]!.key}=${key}`;
          report.mistake(
            at,
            message,
            spaced ? `A space before or after = makes this a name of its own. Write ${spaced}.` : hint,
            value === null ? status + 1 : 1,
            spaced ? undefined : replacement,
          );
        }
      } else if (value === null) report.print(say(key, old));
      else {
        const written = value === '' ? null : valueWritten(old, value);
        if (written === null)
          report.mistake(
            valueAt,
            `sysctl: setting key "${key}": Invalid argument`,
            /^-?\d/.test(old) ? 'This parameter is a whole number.' : 'It cannot be empty.',
          );
        else {
          world = withHost(world, name, (h) => withParameter(h, key, written));
          if (!of['quiet']) report.print(say(key, value));
        }
      }
      if (forgiven) report.status = status;
    }
    return report.done({ world });
  },
});
