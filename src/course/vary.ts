/**
 * An exercise with other numbers: each learner of a class has ports and addresses of their own. What varies is named by the
 * author (`- varies: `8080`, `192.168.1.40``), and is replaced wherever it is written: in the network, the task, the rules,
 * the packets, the hints and the reasons. Seed 0 is what is written.
 */
import type { Lab } from './lab.ts';
import { wholeId } from './wholeId.ts';

/** What each value that varies is for one learner. */
export type Numbers = ReadonlyMap<string, string>;

/** The largest seed that a learner has. */
export const mostSeed = 9999;

const isAddress = (value: string): boolean =>
  /^\d{1,3}(\.\d{1,3}){3}$/.test(value) && value.split('.').every((part) => Number(part) < 256);
const isPort = (value: string): boolean =>
  /^\d{1,5}$/.test(value) && Number(value) > 0 && Number(value) < 65536;

/** Whether a value can vary: a port or an IPv4 address. */
export const canVary = (value: string): boolean => isAddress(value) || isPort(value);

/** Ports that no service has a name for, so that listings show their numbers, and that no client begins from. */
const firstPort = 18_000;
const ports = 4000;

/** A whole number that looks random and follows from a text (FNV-1a, stirred). */
const hash = (text: string): number => {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  return (h ^ (h >>> 13)) >>> 0;
};

/** The values that one may become, in no order. */
const candidates = (value: string, prefixes: readonly string[]): readonly string[] => {
  if (!isAddress(value)) return Array.from({ length: ports }, (_, i) => String(firstPort + i));
  const [, before = '', last = ''] = /^(.*\.)(\d+)$/.exec(value)!;
  // In a smaller network than /24 the last part has to stay in its part of it.
  const lengths = prefixes.flatMap((p) =>
    p.startsWith(`${value}/`) ? [Number(p.slice(value.length + 1))] : [],
  );
  const size = 2 ** (32 - Math.min(30, Math.max(24, ...lengths)));
  const base = Math.floor(Number(last) / size) * size;
  return Array.from({ length: size - 2 }, (_, i) => before + (base + i + 1));
};

/** What is known of a lab where its numbers are worked out. */
type Varying = Pick<Lab, 'id' | 'varies' | 'whole' | 'seed'>;

/** What of a lab its numbers follow from: its name, and all that is written in it but wrong answers, which no page has. */
const writtenIn = (lab: Varying): string => {
  const { wrong: _, ...shown } = lab as Varying & { readonly wrong?: unknown };
  return `${lab.id} ${[...new Set(JSON.stringify(shown).match(/\d+(\.\d+){3}(\/\d+)?|\d+/g))].join(' ')}`;
};

/** What a step of a ladder carries of the whole: it has the same numbers, though less or more is written in it. */
export const wholeOf = (lab: Lab): Pick<Lab, 'whole'> => (lab.varies ? { whole: writtenIn(lab) } : {});

/**
 * What the values of a lab that vary are with each seed: other than all that is written in the lab, and at the hosts of its
 * network.
 */
export const allNumbers = (lab: Varying, hosts: object): ((seed: number) => Numbers) => {
  const { varies = [] } = lab;
  const whole = lab.whole ?? writtenIn(lab);
  const id = wholeId(lab);
  const text = `${whole} ${JSON.stringify(hosts)}`;
  const written = new Set(text.match(/\d+(\.\d+){3}|\d+/g));
  const prefixes = text.match(/\d+(\.\d+){3}\/\d+/g) ?? [];
  const choices = varies.map((value) => [value, candidates(value, prefixes)] as const);
  return (seed) => {
    const numbers = new Map<string, string>();
    const given = new Set<string>();
    for (const [value, all] of seed === 0 ? [] : choices) {
      const from = hash(`${seed}/${id}/${value}`);
      for (let i = 0; i < all.length && !numbers.has(value); i++) {
        const other = all[(from + i) % all.length]!;
        if (written.has(other) || given.has(other)) continue;
        given.add(other);
        numbers.set(value, other);
      }
    }
    return numbers;
  };
};

/** The same with one seed. */
export const numbersOf = (lab: Varying, hosts: object, seed: number): Numbers => allNumbers(lab, hosts)(seed);

const escaped = (value: string): string => value.replaceAll('.', '\\.');

/** A value where it is meant: no part of a longer number or name, and a port is no length of a prefix and no rate. */
const patternOf = (value: string): string =>
  isAddress(value)
    ? `(?<![\\d.])${escaped(value)}(?!\\d|\\.\\d)`
    : `(?<![A-Za-z\\d.-]|\\d/)${value}(?![A-Za-z\\d-]|\\.\\d|/(?:\\d|sec|min|hour|day))`;

/** A word, and the spaces that fill its column where it is in a listing: the next column begins where it did. */
const columns = /(\S+)( {2,})?/g;

/** Names, which stay as they are. */
const names = new Set(['id', 'varies', 'whole', 'network', 'host', 'kind', 'language']);

/** A value with other numbers in all its texts. */
export const withNumbers = <T>(value: T, numbers: Numbers): T => {
  if (numbers.size === 0) return value;
  const pattern = new RegExp([...numbers.keys()].map(patternOf).join('|'), 'g');
  const replace = (part: unknown, key: string): unknown => {
    if (typeof part === 'string')
      return part.replace(columns, (all: string, word: string, spaces?: string) => {
        const other = word.replace(pattern, (found) => numbers.get(found) ?? found);
        return spaces === undefined ? other : `${other.padEnd(all.length - 1)} `;
      });
    if (typeof part === 'number') return key === 'sport' ? Number(numbers.get(String(part)) ?? part) : part;
    if (Array.isArray(part)) return part.map((item) => replace(item, key));
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(
      Object.entries(part).map(([name, item]) => [
        name,
        names.has(name) && typeof item === 'string' ? item : name === 'varies' ? item : replace(item, name),
      ]),
    );
  };
  return replace(value, '') as T;
};

/** A lab and its network, and whatever else was worked out of them, with the numbers of a seed; once, and not again. */
export const varied = <G extends { readonly lab: Varying; readonly network: { readonly hosts: object } }>(
  given: G,
  seed: number,
): G => {
  const { lab, network } = given;
  if (lab.seed !== undefined) return given;
  const numbers = numbersOf(lab, network.hosts, seed);
  if (numbers.size === 0) return given;
  const other = withNumbers(given, numbers);
  return { ...other, lab: { ...other.lab, seed } };
};
