/** Random rules, right and wrong ones, out of the options that extensions declare. The same seed gives the same rules. */
import type { Option } from '../../src/netfilter/extension.ts';
import { matchRegistry, targetRegistry } from '../../src/netfilter/registry.ts';
import { builtInChains, type TableName } from '../../src/netfilter/types.ts';
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
    seen.set(word, [...(seen.get(word) ?? []), words[i + 1]!]);
  }
}

const odd = ['0', '1', '-1', 'x', '""', '65535', '65536', '4294967295', '4294967296', '0x10', '010', '1:2', '2:1', ':', '5:', ':5', '1,2', ',', '10.0.0.1', '10.0.0.0/8', '1/2', 'a/b', '99999999999999999999', '"a b"', 'eth0', 'ALL', 'all', '+1', '1.5', '!'];
const tables: readonly TableName[] = ['filter', 'filter', 'filter', 'nat', 'mangle', 'mangle', 'raw', 'security'];
const protocols = ['tcp', 'tcp', 'udp', 'icmp', 'ah', 'esp', 'sctp', 'dccp', 'all', '6', '0', '47', '255', '256', 'foo', 'TCP'];
const addresses = ['10.0.0.1', '10.0.0.0/8', '10.1.2.3/16', '0.0.0.0/0', '192.168.1.0/255.255.255.0', '10.0.0.0/255.0.255.0', '127.0.0.1', '1.2.3.4,5.6.7.8', '10/8', '10.1', '1.2.3.4/33', '256.0.0.1', '1.2.3'];
const devices = ['eth0', 'eth+', 'lo', '+', 'wlan0', 'a234567890123456', 'docker0'];
const verdicts = ['ACCEPT', 'DROP', 'RETURN', 'QUEUE', 'NOPE', 'LOG', 'REJECT'];

/** An endless supply of rules. */
export const generator = (seed: number): (() => Generated) => {
  const random = randomOf(seed);
  const chance = (p: number) => random() < p;
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const value = (option: Option): string => {
    const own = option.names.flatMap((n) => seen.get(n) ?? []);
    const known = option.takes?.suggestions ?? [];
    if (own.length && chance(0.8)) return pick(own);
    return known.length && chance(0.6) ? pick(known) : pick(odd);
  };
  const written = (option: Option): string => {
    const not = option.invertible ? chance(0.3) : chance(0.03);
    const argument = option.takes === null ? '' : chance(0.01) ? '' : ` ${value(option)}${option.words === 2 ? ` ${pick(['SYN', 'NONE', 'ALL', 'SYN,ACK', 'src', 'dst,src', 'DATA,INIT', 'DATA:Be', 'x'])}` : ''}`;
    return `${not ? '! ' : ''}${pick(option.names)}${argument}`;
  };
  const options = (declared: readonly Option[]): string[] => {
    const wanted = declared.filter((o) => (o.required ? chance(0.9) : chance(Math.min(0.5, 1.6 / declared.length))));
    const list = wanted.length || declared.length === 0 || chance(0.2) ? wanted : [pick(declared)];
    const shuffled = chance(0.3) ? [...list].sort(() => random() - 0.5) : list;
    return chance(0.03) && shuffled.length ? [...shuffled, pick(shuffled)].map(written) : shuffled.map(written);
  };
  const extensionOptions = (e: { readonly options: object }) => options(Object.values(e.options) as Option[]);
  return () => {
    const table = pick(tables);
    const chain = pick(builtInChains(table));
    const parts: string[] = [];
    const matches = [...matchRegistry.values()];
    const chosen = Array.from({ length: Math.floor(random() * 2.6) }, () => pick(matches));
    const named = chosen.find((m) => m.protocol !== undefined);
    if (named && chance(0.85)) parts.push(`-p ${{ 1: 'icmp', 6: 'tcp', 17: 'udp', 33: 'dccp', 50: 'esp', 51: 'ah', 132: 'sctp' }[named.protocol!]}`);
    else if (chance(0.5)) parts.push(`${chance(0.1) ? '! ' : ''}-p ${pick(protocols)}`);
    if (chance(0.2)) parts.push(`${chance(0.2) ? '! ' : ''}-s ${pick(addresses)}`);
    if (chance(0.15)) parts.push(`${chance(0.2) ? '! ' : ''}-d ${pick(addresses)}`);
    if (chance(0.12)) parts.push(`${chance(0.2) ? '! ' : ''}-i ${pick(devices)}`);
    if (chance(0.12)) parts.push(`${chance(0.2) ? '! ' : ''}-o ${pick(devices)}`);
    if (chance(0.03)) parts.push(chance(0.5) ? '-f' : '! -f');
    for (const match of chosen) parts.push(`${chance(0.03) ? '' : `-m ${match.name}`} ${extensionOptions(match).join(' ')}`.trim());
    if (chance(0.7)) {
      const target = chance(0.6) ? pick([...targetRegistry.values()]) : null;
      parts.push(target ? `-j ${target.name} ${extensionOptions(target).join(' ')}`.trim() : `-j ${pick(verdicts)}`);
    }
    return { table, chain, rule: parts.filter(Boolean).join(' ') };
  };
};
