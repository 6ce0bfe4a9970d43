import { type Parsed, parsed, refused } from '../../text/problem.ts';
import { defineMatch, type Given, type GivenOption, type Value } from '../extension.ts';
import { printAddress } from '../values/address.ts';
import { type Network, network, printNetwork } from '../values/host.ts';
import { protocolName, protocolNamed } from '../values/protocol.ts';
import { uint } from '../values/uint.ts';
import { check } from './check.ts';

const oneOf = <T extends string>(words: readonly T[], bad: (text: string) => string): Value<T> => ({
  form: words.join('|'),
  suggestions: words,
  parse(text) {
    const found = words.find((w) => w === text);
    return found ? parsed(found) : refused(bad(text), `Choose from ${words.join(', ')}.`);
  },
});
const protocol: Value<number> = {
  form: 'ah|esp|ipcomp',
  suggestions: ['esp', 'ah', 'ipcomp'],
  parse(text) {
    const n = protocolNamed(text);
    if (n === null)
      return refused(
        `unknown protocol "${text}" specified`,
        'The protocols of IPsec are ah, esp and ipcomp.',
      );
    return [50, 51, 108].includes(n)
      ? parsed(n)
      : refused(
          'policy match: protocol must be ah/esp/ipcomp',
          'The protocols of IPsec are ah, esp and ipcomp.',
        );
  },
};

const keys = ['reqid', 'spi', 'proto', 'mode', 'daddr', 'saddr'] as const;
type Part = {
  readonly key: (typeof keys)[number];
  readonly value: string | number | Network;
  readonly inverted: boolean;
};
type Element = readonly Part[];

const words: Readonly<Record<Part['key'], string>> = {
  reqid: 'reqid',
  spi: 'spi',
  proto: 'proto',
  mode: 'mode',
  daddr: 'tunnel-dst',
  saddr: 'tunnel-src',
};

/** Once for each step; `--next` begins another. */
const once = (key: Part['key']) => (before: Readonly<Record<string, unknown>>) => {
  const last = (name: string) =>
    (before[name] as readonly { readonly order: number }[] | undefined)?.at(-1)?.order ?? -1;
  return last(key) > last('next')
    ? refused(`policy match: double --${words[key]} option`, 'Once for each step; --next begins another.')
    : null;
};

const options = {
  dir: {
    names: ['--dir'],
    takes: oneOf(['in', 'out'], (t) => `policy_match: invalid dir "${t}"`),
    help: 'Whether to look at how the packet arrived (in) or at how it will leave (out).',
    means: (v: string) =>
      v === 'in' ? 'Look at how the packet arrived.' : 'Look at how the packet will leave.',
  },
  pol: {
    names: ['--pol'],
    takes: oneOf(['none', 'ipsec'], (t) => `policy match: invalid policy "${t}"`),
    help: 'Whether IPsec is used (ipsec) or not (none).',
    means: (v: string) => (v === 'none' ? 'IPsec is not used.' : 'IPsec is used.'),
  },
  strict: { names: ['--strict'], takes: null, help: 'Every step of the policy has to match, in order.' },
  reqid: {
    names: ['--reqid'],
    atOnce: once('reqid'),
    valueFirst: true,
    takes: uint(0xffffffff),
    invertible: true,
    repeatable: true,
    help: 'Matches a policy with this reqid.',
    means: (v: number, not: boolean) => `The policy’s reqid is ${not ? 'not ' : ''}${v}.`,
  },
  spi: {
    names: ['--spi'],
    atOnce: once('spi'),
    valueFirst: true,
    takes: uint(0xffffffff),
    invertible: true,
    repeatable: true,
    help: 'Matches a security association with this SPI.',
    means: (v: number, not: boolean) => `The SPI is ${not ? 'not ' : ''}0x${v.toString(16)}.`,
  },
  saddr: {
    names: ['--tunnel-src'],
    atOnce: once('saddr'),
    valueFirst: true,
    takes: network,
    invertible: true,
    repeatable: true,
    help: 'Matches a tunnel from this address.',
    means: (v: Network, not: boolean) =>
      `The tunnel ${not ? 'does not begin' : 'begins'} at ${printNetwork(v)}.`,
  },
  daddr: {
    names: ['--tunnel-dst'],
    atOnce: once('daddr'),
    valueFirst: true,
    takes: network,
    invertible: true,
    repeatable: true,
    help: 'Matches a tunnel to this address.',
    means: (v: Network, not: boolean) => `The tunnel ${not ? 'does not end' : 'ends'} at ${printNetwork(v)}.`,
  },
  proto: {
    names: ['--proto'],
    atOnce: once('proto'),
    valueFirst: true,
    takes: protocol,
    invertible: true,
    repeatable: true,
    help: 'Matches this protocol of IPsec.',
    means: (v: number, not: boolean) => `The protocol is ${not ? 'not ' : ''}${protocolName(v)}.`,
  },
  mode: {
    names: ['--mode'],
    atOnce: once('mode'),
    takes: oneOf(['transport', 'tunnel'], (t) => `policy match: invalid mode "${t}"`),
    invertible: true,
    repeatable: true,
    help: 'Matches transport or tunnel mode.',
    means: (v: string, not: boolean) => `${not ? 'Not in' : 'In'} ${v} mode.`,
  },
  next: {
    names: ['--next'],
    takes: null,
    repeatable: true,
    also: ['strict'],
    help: 'What follows is about the next step of the policy.',
  },
} as const;

/** The options in the order they were written, cut at each `--next`. */
const elementsOf = (g: Given<typeof options>): readonly Element[] => {
  const ends = (g.next ?? []).map((n) => n.order);
  const parts = keys.flatMap((key) =>
    ((g[key] ?? []) as readonly GivenOption<Part['value']>[]).map(({ value, inverted, order }) => ({
      key,
      value,
      inverted,
      order,
    })),
  );
  return [...ends, Number.POSITIVE_INFINITY].map((end, i) =>
    parts
      .filter((p) => p.order < end && p.order > (ends[i - 1] ?? -1))
      .map(({ key, value, inverted }) => ({ key, value, inverted })),
  );
};
const print = (p: Part, numeric: boolean): string => {
  if (p.key === 'spi') return `0x${(p.value as number).toString(16)}`;
  if (p.key === 'proto') return numeric ? String(p.value) : protocolName(p.value as number);
  if (typeof p.value === 'object')
    return p.value.length === 32 ? printAddress(p.value.address) : printNetwork(p.value);
  return String(p.value);
};

/** Matches what IPsec does with a packet. Reference: net/netfilter/xt_policy.c, extensions/libxt_policy.c */
export const policy = defineMatch({
  name: 'policy',
  summary: 'Matches packets that arrived, or will leave, through IPsec.',
  options,
  demand(g): Parsed<never> | null {
    if (!g.dir)
      return refused('policy match: neither --dir in nor --dir out specified', 'Say which way: --dir in.');
    if (g.pol?.value === 'none') {
      if (g.strict)
        return refused(
          'policy match: policy none but --strict given',
          'Without IPsec there are no steps to be strict about.',
        );
      return g.next
        ? refused(
            'policy match: policy none but policy given',
            'Without IPsec there are no steps to go on to.',
          )
        : null;
    }
    for (const [i, element] of elementsOf(g).entries()) {
      if (g.strict && element.length === 0)
        return refused(
          `policy match: empty policy element ${i}. --strict is in effect, but at least one of reqid, spi, tunnel-src, tunnel-dst, proto or mode is required.`,
          'Say what the step is like, such as --proto esp.',
        );
      const mode = element.find((p) => p.key === 'mode');
      const tunnel = mode !== undefined && (mode.value === 'tunnel') !== mode.inverted;
      if (element.some((p) => p.key === 'saddr' || p.key === 'daddr') && !tunnel)
        return refused(
          'policy match: --tunnel-src/--tunnel-dst is only valid in tunnel mode',
          'Put --mode tunnel in front.',
        );
    }
    return null;
  },
  parse: (g) =>
    parsed({
      dir: g.dir!.value,
      pol: g.pol?.value ?? ('ipsec' as const),
      strict: g.strict !== undefined,
      elements: g.pol?.value === 'none' ? [] : elementsOf(g),
    }),
  check(d, { hooks }) {
    const wrong = d.dir === 'in' ? ['OUTPUT', 'POSTROUTING'] : ['PREROUTING', 'INPUT'];
    if (hooks!.some((h) => wrong.includes(h)))
      return { errno: 'Invalid argument', hint: `--dir ${d.dir} has no answer in ${wrong.join(' and ')}.` };
    return d.elements.length > 4
      ? { errno: 'Invalid argument', hint: 'A policy has at most four steps.' }
      : null;
  },
  save: (d) =>
    ` --dir ${d.dir} --pol ${d.pol}${d.strict ? ' --strict' : ''}${d.elements.map((e) => e.map((p) => `${p.inverted ? ' !' : ''} --${words[p.key]} ${print(p, false)}`).join('')).join(' --next')}`,
  list: (d, { numeric }) =>
    `policy match dir ${d.dir} pol ${d.pol}${d.strict ? ' strict' : ''}${d.elements.map((e, i) => `${d.elements.length > 1 ? ` [${i}]` : ''}${e.map((p) => ` ${p.inverted ? '! ' : ''}${words[p.key]} ${print(p, numeric)}`).join('')}`).join('')}`,
  phrase(d) {
    const steps = d.elements.flatMap((e) =>
      e.map((p) => `${p.inverted ? 'not ' : ''}${words[p.key]} ${print(p, false)}`),
    );
    const way = d.dir === 'in' ? 'arrived through IPsec' : 'will leave through IPsec';
    return { that: `${way}${steps.length ? ` (${steps.join(', ')})` : ''}`, not: d.pol === 'none' };
  },
  explain: (d) => `IPsec ${d.pol === 'none' ? 'is not used' : d.dir === 'in' ? 'was used' : 'will be used'}`,
  // No host here speaks IPsec.
  test: (d) => d.pol === 'none',
  checks: (d, _, __, met) => [
    check(
      met,
      `a packet ${d.pol === 'none' ? 'without' : 'with'} IPsec`,
      'the packet has nothing to do with IPsec',
    ),
  ],
});
