import { parameters, withParameter } from '../../network/sysctl.ts';
import { type Host, type World, withHost } from '../../network/world.ts';
import type { Problem } from '../../text/problem.ts';
import { suggest } from '../../text/suggest.ts';
import type { Word } from '../../text/words.ts';
import { type OptionTable, readOptions } from './shared/options.ts';
import { endOf, printed, problemAt, refused } from './shared/result.ts';
import { defineCommand } from './shellCommand.ts';

const options: OptionTable = {
  all: { names: ['-a', '-A', '-X', '--all'] },
  write: { names: ['-w', '--write'] },
  values: { names: ['-n', '--values'] },
  names: { names: ['-N', '--names'] },
  quiet: { names: ['-q', '--quiet'] },
  ignore: { names: ['-e', '--ignore'] },
  pattern: { names: ['-r', '--pattern'], takes: 'required' },
  version: { names: ['-V', '--version'] },
};
const unsupported = 'bpfhdox --binary --load --system --help --deprecated --dry-run';
const real = /^(net\.(ipv4|ipv6|core|netfilter|bridge|unix|mptcp)|kernel|vm|fs|dev|user|abi|debug)\./;

/** `net/ipv4/ip_forward` is another spelling of `net.ipv4.ip_forward`. */
const dotted = (key: string): string => (/^[^.]*\//.test(key) ? key.replaceAll('/', '.') : key);

const missing = (host: Host, word: Word, key: string): Problem => {
  const keys = [...parameters(host).keys()];
  const near =
    suggest(
      key.slice(0, 40),
      keys.filter((k) => k.length <= 40),
    ) ??
    keys.find((k) => k.endsWith(`.${key}`)) ??
    null;
  const at = { from: word.from, to: word.from + word.text.split('=')[0]!.length };
  if (!near && real.test(key))
    return problemAt(
      at,
      `sysctl: ${key} is not simulated here`,
      1,
      'sysctl -a lists what something here obeys.',
    );
  return problemAt(
    at,
    `sysctl: cannot stat /proc/sys/${key.replaceAll('.', '/')}: No such file or directory`,
    1,
    near ? `Did you mean ${near}?` : 'sysctl -a lists what there is here.',
    near ?? undefined,
  );
};

/**
 * `sysctl [-n] [-q] [-e] KEY…`, `sysctl [-w] KEY=VALUE…`, `sysctl -a`: kernel parameters under net.
 * Reference: procps 4.0.2, src/sysctl.c.
 */
export const sysctl = defineCommand({
  name: 'sysctl',
  usage: 'sysctl [-w] NAME[=VALUE]',
  summary: 'Shows and sets parameters of the kernel, such as net.ipv4.ip_forward.',
  needs: ['world'],
  run({ world: before, host: name, words }) {
    const read = readOptions('sysctl', words, options, unsupported, 1);
    if ('message' in read) return refused(read);
    const { of, rest } = read;
    let world: World = before;
    if (of['version']) return printed('sysctl from procps-ng 4.0.2\n');
    if (!of['all'] && rest.length === 0)
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
    let out = '';
    const problems: Problem[] = [];
    for (const word of rest) {
      const equals = word.text.indexOf('=');
      const key = dotted(equals < 0 ? word.text : word.text.slice(0, equals));
      const value = equals < 0 ? null : word.text.slice(equals + 1).trim();
      const old = parameters(host()).get(key);
      if (of['write'] && value === null)
        problems.push(
          problemAt(
            word,
            `sysctl: command line(0): invalid syntax, continuing...`,
            1,
            `-w takes ${key}=VALUE, without a space.`,
            old === undefined ? undefined : `${word.text}=1`,
          ),
        );
      else if (old === undefined) {
        const below = value === null ? [...parameters(host())].filter(([k]) => k.startsWith(`${key}.`)) : [];
        if (below.length) out += below.map(([k, v]) => say(k, v)).join('');
        else if (!of['ignore']) problems.push(missing(host(), word, key));
      } else if (value === null) out += say(key, old);
      else if (!/^-?\d+$/.test(value))
        problems.push(
          problemAt(
            { from: word.from + equals + 1, to: word.to },
            `sysctl: setting key "${key}": Invalid argument`,
            1,
            'This parameter is a whole number.',
          ),
        );
      else {
        world = withHost(world, name, (h) => withParameter(h, key, value));
        if (!of['quiet']) out += say(key, value);
      }
    }
    return {
      ...printed(out, {
        stderr: problems
          .map(
            (p) => `${p.message}
`,
          )
          .join(''),
        status: problems.length ? 1 : 0,
        world,
      }),
      problems,
    };
  },
});
