/**
 * Random rules, right and wrong ones, out of the options that extensions declare. The same seed gives the
 * same rules. All options draw from one sequence of numbers, so they are one file.
 */
import '../../src/netfilter/allExtensions.ts';
import type { Option } from '../../src/netfilter/extension.ts';
import { builtInChains } from '../../src/netfilter/hookOrder.ts';
import { matchRegistry, targetRegistry } from '../../src/netfilter/registry.ts';
import type { TableName } from '../../src/netfilter/types.ts';
import { rules as cases } from './cases.ts';

/** A small seeded generator of numbers in [0, 1). Reference: mulberry32. */
export const randomOf = (seed: number) => {
  let state = seed >>> 0;
  return (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000;
  };
};

/** A rule where it is to stand. */
export interface Generated {
  readonly table: TableName;
  readonly chain: string;
  readonly rule: string;
}

/** Arguments that recorded cases give to an option: values people write, and the mistakes they make. */
const seen = new Map<string, string[]>();
for (const { rule } of cases) {
  const words = rule.match(/"(?:\\.|[^"\\])*"|\S+/g) ?? [];
  for (const [i, word] of words.entries()) {
    if (!word.startsWith('--') || words[i + 1] === undefined || /^(-|!)/.test(words[i + 1]!)) continue;
    seen.set(word, [
      ...(seen.get(word) ?? []),
      words[i + 1]!.replace(/^"(.*)"$/, '$1').replace(/\\\\(.)/g, '$1'),
    ]);
  }
}
const seenAnywhere = [...new Set([...seen.values()].flat())];
/** A word as a shell takes it. */
export const shellWord = (word: string): string =>
  /^[\w.,:/+=%@-]+$/.test(word) ? word : `'${word.replaceAll("'", `'"'"'`)}'`;

const odd = [
  '0',
  '1',
  '-1',
  'x',
  '',
  '65535',
  '65536',
  '4294967295',
  '4294967296',
  '0x10',
  '010',
  '1:2',
  '2:1',
  ':',
  '5:',
  ':5',
  '1,2',
  ',',
  '10.0.0.1',
  '10.0.0.0/8',
  '1/2',
  'a/b',
  '99999999999999999999',
  'a b',
  'eth0',
  'ALL',
  'all',
  '+1',
  '1.5',
  '!',
  ' 5',
  '5 ',
  '08',
  '0x',
  '0xg',
  '-0',
  '1e3',
  '--',
  '256',
  '128',
  '1/',
  '/1',
  '/',
  '1-2',
  '2-1',
  '-',
  '1:2:3',
  '1,2,3',
  'http',
  'domain',
  'é',
  '日本',
  '18446744073709551615',
  '18446744073709551616',
  '9223372036854775808',
  '2147483648',
  '4294967296:5',
  '10.0.0.9-10.0.0.1',
  '10.0.0.1:80',
  '0x1/0xff',
  '0xffffffff/0xffffffff',
  '255.255.0.0',
  '"',
  "'",
  'a"b',
  'a\\b',
  '#x',
  ';',
  'tcp',
  '3/minute',
  '1:65535',
  'x'.repeat(15),
  'x'.repeat(16),
  'x'.repeat(31),
  'x'.repeat(32),
  'x'.repeat(64),
  'x'.repeat(130),
  'x'.repeat(260),
];
const tables: readonly TableName[] = [
  'filter',
  'filter',
  'filter',
  'nat',
  'mangle',
  'mangle',
  'raw',
  'security',
];
const protocols = [
  'tcp',
  'tcp',
  'udp',
  'icmp',
  'ah',
  'esp',
  'sctp',
  'dccp',
  'all',
  '6',
  '0',
  '47',
  '255',
  '256',
  'foo',
  'TCP',
  '58',
  'icmpv6',
  'gre',
  'ospf',
  '135',
  '4',
  '41',
  '108',
  'UDPLite',
];
const addresses = [
  '10.0.0.1',
  '10.0.0.0/8',
  '10.1.2.3/16',
  '0.0.0.0/0',
  '192.168.1.0/255.255.255.0',
  '10.0.0.0/255.0.255.0',
  '127.0.0.1',
  '1.2.3.4,5.6.7.8',
  '10/8',
  '10.1',
  '1.2.3.4/33',
  '256.0.0.1',
  '1.2.3',
];
const devices = ['eth0', 'eth+', 'lo', '+', 'wlan0', 'a234567890123456', 'docker0'];
const verdicts = ['ACCEPT', 'DROP', 'RETURN', 'QUEUE', 'NOPE', 'LOG', 'REJECT'];

/** One option of a line, before it is written down. */
interface Piece {
  readonly not: boolean;
  readonly name: string;
  readonly values: readonly string[];
}

/** An endless supply of rules. Every third has a slip of the hand somewhere. */
export const generator = (seed: number): (() => Generated) => {
  const random = randomOf(seed);
  const chance = (p: number) => random() < p;
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const damaged = (text: string): string =>
    pick<() => string>([
      () => ` ${text}`,
      () => `${text} `,
      () => `+${text}`,
      () => `-${text}`,
      () => `0${text}`,
      () => `0x${text}`,
      () => `${text}x`,
      () => `${text}0`,
      () => `${text},${pick(odd)}`,
      () => `${text},${text}`,
      () => `${text}:${pick(odd)}`,
      () => `${text}-${text}`,
      () => `${text}/${pick(odd)}`,
      () => `!${text}`,
      () => text.toUpperCase(),
      () => text.toLowerCase(),
      () => text.slice(1),
      () => text.slice(0, -1),
      () => text.replace(/\d+/, (n) => String(BigInt(n) + 1n)),
      () => text.replace(/\d+/, () => pick(odd)),
      () => text.replace(/[^\w]/, ''),
      () => `${text}${text}`,
    ])();
  const value = (option: Option): string => {
    const own = option.names.flatMap((n) => seen.get(n) ?? []);
    const known = option.takes?.suggestions ?? [];
    const good =
      own.length && chance(0.8)
        ? pick(own)
        : known.length && chance(0.6)
          ? pick(known)
          : chance(0.85)
            ? pick(odd)
            : pick(seenAnywhere);
    return chance(0.06) ? damaged(good) : good;
  };
  const second = ['SYN', 'NONE', 'ALL', 'SYN,ACK', 'src', 'dst,src', 'DATA,INIT', 'DATA:Be', 'x', ''];
  const piece = (option: Option): Piece => ({
    not: option.invertible ? chance(0.3) : chance(0.03),
    name: pick(option.names),
    values:
      option.takes === null
        ? chance(0.01)
          ? [pick(odd)]
          : []
        : chance(0.01)
          ? []
          : [value(option), ...(option.words === 2 && chance(0.98) ? [pick(second)] : [])],
  });
  const options = (declared: readonly Option[]): Piece[] => {
    const wanted = declared.filter((o) =>
      o.required ? chance(0.9) : chance(Math.min(0.5, 1.6 / declared.length)),
    );
    const list = wanted.length || declared.length === 0 || chance(0.2) ? wanted : [pick(declared)];
    const shuffled = chance(0.3) ? [...list].sort(() => random() - 0.5) : list;
    return chance(0.03) && shuffled.length ? [...shuffled, pick(shuffled)].map(piece) : shuffled.map(piece);
  };
  const extensionOptions = (e: { readonly options: object }) => options(Object.values(e.options) as Option[]);
  const matches = [...matchRegistry.all()];
  const targets = [...targetRegistry.all()];
  const core = (name: string, not: number, ...values: readonly string[]): Piece => ({
    not: chance(not),
    name,
    values,
  });
  const address = () => (chance(0.9) ? pick(addresses) : chance(0.5) ? pick(odd) : damaged(pick(addresses)));
  const coreOption = (): Piece =>
    pick<() => Piece>([
      () => core(pick(['-p', '--protocol', '--proto']), 0.15, chance(0.9) ? pick(protocols) : pick(odd)),
      () => core(pick(['-s', '--source', '--src']), 0.2, address()),
      () => core(pick(['-d', '--destination', '--dst']), 0.2, address()),
      () => core(pick(['-i', '--in-interface']), 0.2, chance(0.9) ? pick(devices) : pick(odd)),
      () => core(pick(['-o', '--out-interface']), 0.2, chance(0.9) ? pick(devices) : pick(odd)),
      () => core(pick(['-f', '--fragments']), 0.4),
      () =>
        core(
          pick(['-j', '--jump', '-g', '--goto']),
          0.05,
          chance(0.9) ? pick([...verdicts, ...targets.map((t) => t.name)]) : pick(odd),
        ),
      () => core(pick(['-m', '--match']), 0.05, chance(0.9) ? pick(matches).name : pick(odd)),
      () =>
        core(
          pick([
            '-v',
            '--verbose',
            '-n',
            '-x',
            '-4',
            '-6',
            '--line-numbers',
            '-w',
            '-y',
            '-q',
            '--foo',
            '--set-x',
            '--',
            '-',
            '-V',
            '-nx',
            '-fn',
            '-fv',
            '-vf',
          ]),
          0.1,
        ),
      () =>
        core(
          '-c',
          0.02,
          pick(['1', '0', 'x', '1,2', '-1']),
          ...(chance(0.8) ? [pick(['2', '0', 'x', '-', '99999999999'])] : []),
        ),
      () => core(pick(['-t', '--table']), 0.1, pick(tables)),
      () => core(pick(['-A', '-I', '-L', '-D', '-F', '-Z', '-N', '-C']), 0.1, pick(['INPUT', 'OUTPUT', 'x'])),
      () => core(pick(odd), 0.1),
      () => core(pick(['-W', '-M', '--modprobe', '--wait', '--wait-interval']), 0.05, pick(['1', 'x'])),
    ])();
  const written = ({ not, name, values }: Piece): string =>
    [...(not ? ['!'] : []), name, ...values].map((word) => (word === '!' ? word : shellWord(word))).join(' ');
  const without = (list: readonly Piece[], at: number) => list.toSpliced(at, 1);
  /** A slip of the hand. */
  const slip = (list: readonly Piece[]): readonly Piece[] => {
    const at = Math.floor(random() * list.length);
    const here = list[at];
    if (!here) return [coreOption()];
    const other = (change: Partial<Piece>) => list.toSpliced(at, 1, { ...here, ...change });
    const elsewhere = (moved: Piece, rest: readonly Piece[]) =>
      rest.toSpliced(Math.floor(random() * (rest.length + 1)), 0, moved);
    return pick<() => readonly Piece[]>([
      () => elsewhere(here, without(list, at)),
      () => elsewhere(here, list),
      () => without(list, at),
      () => elsewhere(coreOption(), list),
      () => elsewhere(coreOption(), list),
      () =>
        elsewhere(
          pick(extensionOptions(pick<{ readonly options: object }>(chance(0.7) ? matches : targets))) ??
            coreOption(),
          list,
        ),
      () => other({ not: !here.not }),
      () => other({ values: ['!', ...here.values] }),
      () => other({ values: [...here.values, pick(['!', 'x', ...odd])] }),
      () => other({ values: here.values.map(() => pick(odd)) }),
      () => other({ values: here.values.map(damaged) }),
      () =>
        other({
          name: here.name.startsWith('--')
            ? here.name.slice(0, 3 + Math.floor(random() * (here.name.length - 2)))
            : here.name.slice(1),
        }),
      () =>
        other(
          here.values.length
            ? {
                name: `${here.name}${here.name.startsWith('--') ? '=' : chance(0.8) ? '' : '='}${here.values[0]}`,
                values: here.values.slice(1),
              }
            : { name: `${here.name}=${pick(odd)}` },
        ),
      () =>
        other({
          name: here.name.startsWith('--')
            ? pick([
                here.name.slice(1),
                `-${here.name}`,
                here.name.toUpperCase(),
                here.name.replaceAll('-', ''),
                `${here.name}s`,
              ])
            : pick([`-${here.name}`, here.name.toUpperCase(), here.name.toLowerCase()]),
        }),
      () =>
        other({
          name: here.name.startsWith('--')
            ? here.name
            : `${pick(['-n', '-v', '-f', '-nv', '-4'])}${here.name.slice(1)}`,
        }),
      () => [...list, core('!', 0)],
      () => [core('!', 0), ...list],
      () => [...list, core('-v', 0)],
      () => [core('-v', 0), ...list],
    ])();
  };
  const one = (): Generated => {
    const table = pick(tables);
    const chain = pick(builtInChains(table));
    let parts: Piece[] = [];
    const chosen = Array.from({ length: Math.floor(random() * 2.6) }, () => pick(matches));
    const named = chosen.find((m) => m.protocol !== undefined);
    if (named && chance(0.85))
      parts.push(
        core(
          '-p',
          0,
          { 1: 'icmp', 6: 'tcp', 17: 'udp', 33: 'dccp', 50: 'esp', 51: 'ah', 108: 'ipcomp', 132: 'sctp' }[
            named.protocol!
          ]!,
        ),
      );
    else if (chance(0.5)) parts.push(core('-p', 0.1, pick(protocols)));
    if (chance(0.2)) parts.push(core('-s', 0.2, address()));
    if (chance(0.15)) parts.push(core('-d', 0.2, address()));
    if (chance(0.12)) parts.push(core('-i', 0.2, pick(devices)));
    if (chance(0.12)) parts.push(core('-o', 0.2, pick(devices)));
    if (chance(0.03)) parts.push(core('-f', 0.5));
    for (const match of chosen)
      parts.push(...(chance(0.03) ? [] : [core('-m', 0, match.name)]), ...extensionOptions(match));
    if (chance(0.7)) {
      const target = chance(0.6) ? pick(targets) : null;
      parts.push(
        core('-j', 0, target ? target.name : chance(0.03) ? chain : pick(verdicts)),
        ...(target ? extensionOptions(target) : []),
      );
    }
    // -v prints the rule even where the kernel then refuses it.
    if (chance(0.3)) parts.push(core('-v', 0));
    for (let p = 0.33; chance(p); p = 0.25) parts = [...slip(parts)];
    return { table, chain, rule: parts.map(written).join(' ') };
  };
  return () => {
    let made = one();
    // Twice -v dumps the kernel's structures, and -h prints help: neither is about the rule. See "Where it
    // differs" for rateest.
    const verbose = (rule: string) =>
      (rule.match(/(^| )-(\w*v|-verb)/g) ?? []).length + (/(^| )-\w*v\w*v/.test(rule) ? 1 : 0);
    while (
      verbose(made.rule) > (/rateest( |$)/.test(made.rule) ? 0 : 1) ||
      /(^| )'?-(\w*h|-h)/.test(made.rule)
    )
      made = one();
    return made;
  };
};
