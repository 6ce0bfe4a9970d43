import { parsed, refused } from '../../text/problem.ts';
import { defineMatch, type Value } from '../extension.ts';
import { type Estimator, estimatorKey, type Rates, ratesOf } from '../state/estimator.ts';
import { readFloat } from '../values/float.ts';
import { text } from '../values/text.ts';
import { parseUint } from '../values/uint.ts';
import { check } from './check.ts';

const count: Value<number> = {
  form: 'number',
  parse(given) {
    const n = parseUint(given, 0, 0xffffffff);
    return n === null
      ? refused(`rateest: could not parse pps \`${given}'`, 'Give a number of packets.')
      : parsed(Number(n));
  },
};
const units: Readonly<Record<string, number>> = {
  '': 1,
  k: 1e3,
  m: 1e6,
  g: 1e9,
  t: 1e12,
  ki: 2 ** 10,
  mi: 2 ** 20,
  gi: 2 ** 30,
  ti: 2 ** 40,
};
const rate: Value<number> = {
  form: 'rate',
  parse(given) {
    const read = readFloat(given);
    const unit = /^(|[kmgt]?i?)(bit|bps|)$/.exec(read?.rest.toLowerCase() ?? 'x');
    const scale = unit && units[unit[1]!];
    if (read && scale && (unit[1] === '' || unit[2] !== ''))
      return parsed(Math.trunc((read.value * scale * (unit[2] === 'bps' ? 8 : 1)) / 8) >>> 0);
    return refused(
      `rateest: could not parse rate \`${given}'`,
      'A rate is a number with a unit: 8bit, 1mbit, 10kbps.',
    );
  },
};

const twice =
  (what: string, ...keys: string[]) =>
  (before: Readonly<Record<string, unknown>>) =>
    keys.some((k) => before[k]) ? refused(`rateest: can't specify ${what} twice`, 'Once is enough.') : null;
/** It looks for a ! before it looks for a second one. */
const straight =
  (name: string, what: string, ...keys: string[]) =>
  (before: Readonly<Record<string, unknown>>, inverted: boolean) =>
    inverted ? refused(`rateest: ${name} can't be inverted`, 'Remove the !.') : twice(what, ...keys)(before);
const names = ['rateest', 'rateest1'];

/** Reference: extensions/libxt_rateest.c, rateest_print_rate. */
const bits = (bytes: number): string => {
  const all = bytes * 8;
  const [unit, size] = all >= 1e9 ? ['Mbit', 1e6] : all >= 1e6 ? ['Kbit', 1e3] : ['bit', 1];
  const [whole, over] = [Math.floor(all / size), all % size];
  // As printf rounds: a half goes to the even one.
  return ` ${over * 2 > size || (over * 2 === size && whole % 2 === 1) ? whole + 1 : whole}${unit}`;
};
const compare: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  lt: (a, b) => a < b,
  gt: (a, b) => a > b,
  eq: (a, b) => a === b,
};
type Asked = {
  readonly name: string;
  readonly other: string | null;
  readonly mode: string;
  readonly delta: boolean;
  readonly bps: readonly number[] | null;
  readonly pps: readonly number[] | null;
};

/** `a rate of web above 1000 bytes a second`. */
const needed = (d: Asked): string => {
  const than = { lt: 'below', gt: 'above', eq: 'equal to' }[d.mode.slice(-2)];
  const part = (values: readonly number[] | null, unit: string): readonly string[] =>
    values === null
      ? []
      : [
          `${than} ${d.other === null ? `${values[1]} ${unit} a second` : `that of ${d.other} in ${unit} a second`}`,
        ];
  const parts = [...part(d.bps, 'bytes'), ...part(d.pps, 'packets')];
  const limits = [...(d.bps ? [`${d.bps[0]} bytes`] : []), ...(d.pps ? [`${d.pps[0]} packets`] : [])];
  const what = d.delta ? `a distance of ${d.name} from ${limits.join(' and ')}` : `a rate of ${d.name}`;
  return `${what} ${d.mode.startsWith('!') ? (parts.length > 1 ? 'not both ' : 'not ') : ''}${parts.join(' and ')}`;
};

const namesOf = (d: { readonly name: string; readonly other: string | null }): readonly string[] =>
  d.other === null ? [d.name] : [d.name, d.other];

type Data = {
  readonly name: string;
  readonly other: string | null;
  readonly delta: boolean;
  readonly mode: string;
  readonly bps: readonly number[] | null;
  readonly pps: readonly number[] | null;
};

/** What is compared with what, as a clause. */
const compares = (d: Data): string => {
  const than = { lt: 'below', gt: 'above', eq: 'the same as' }[d.mode.slice(-2)];
  const what = (values: readonly number[] | null, unit: string) =>
    values &&
    `${than} ${d.other === null ? `${values[1]} ${unit} a second` : `that of ${d.other} in ${unit} a second`}`;
  const parts = [what(d.bps, 'bytes'), what(d.pps, 'packets')].filter(Boolean);
  const left = d.delta
    ? `what the rate of ${d.name} leaves of ${[d.bps && `${d.bps[0]} bytes`, d.pps && `${d.pps[0]} packets`].filter(Boolean).join(' and ')}`
    : `the rate of ${d.name}`;
  return `${left} is ${d.mode.startsWith('!') ? (parts.length > 1 ? 'not both ' : 'not ') : ''}${parts.join(' and ')}`;
};

/**
 * Asks an estimator that a RATEEST rule keeps. Reference: net/netfilter/xt_rateest.c,
 * extensions/libxt_rateest.c
 */
export const rateest = defineMatch({
  name: 'rateest',
  summary: 'Compares a rate that RATEEST rules measure.',
  options: {
    rateest: {
      names: ['--rateest'],
      atOnce: straight('rateest', '--rateest1', ...names),
      takes: text({ keep: 15, form: 'name' }),
      help: 'The name of the measured rate.',
      means: (v: string) => `The rate measured as ${v}.`,
    },
    rateest1: {
      names: ['--rateest1'],
      atOnce: straight('rateest', '--rateest1', ...names),
      takes: text({ keep: 15, form: 'name' }),
      help: 'The name of the first of two rates.',
      means: (v: string) => `The first rate is the one measured as ${v}.`,
    },
    rateest2: {
      names: ['--rateest2'],
      atOnce: straight('rateest', '--rateest2', 'rateest2'),
      takes: text({ keep: 15, form: 'name' }),
      help: 'The name of the second of two rates.',
      means: (v: string) => `The second rate is the one measured as ${v}.`,
    },
    bps: {
      names: ['--rateest-bps'],
      atOnce: straight('rateest-bps', '--rateest-bps2', 'bps', 'bps2'),
      takes: rate,
      optional: true,
      help: 'Compares bytes a second.',
      means: (v: number | null) =>
        v === null ? 'Compare bytes a second.' : `Compare with ${v} bytes a second.`,
    },
    bps1: {
      names: ['--rateest-bps1'],
      atOnce: straight('rateest-bps', '--rateest-bps1', 'bps1'),
      takes: rate,
      optional: true,
      help: 'The byte rate to compare the first rate with.',
      means: (v: number | null) => `Compare the first rate with ${v ?? 0} bytes a second.`,
    },
    bps2: {
      names: ['--rateest-bps2'],
      atOnce: straight('rateest-bps', '--rateest-bps2', 'bps', 'bps2'),
      takes: rate,
      optional: true,
      help: 'The byte rate to compare the second rate with.',
      means: (v: number | null) => `Compare the second rate with ${v ?? 0} bytes a second.`,
    },
    pps: {
      names: ['--rateest-pps'],
      atOnce: straight('rateest-pps', '--rateest-pps2', 'pps', 'pps2'),
      takes: count,
      optional: true,
      help: 'Compares packets a second.',
      means: (v: number | null) =>
        v === null ? 'Compare packets a second.' : `Compare with ${v} packets a second.`,
    },
    pps1: {
      names: ['--rateest-pps1'],
      atOnce: straight('rateest-pps', '--rateest-pps1', 'pps1'),
      takes: count,
      optional: true,
      help: 'The packet rate to compare the first rate with.',
      means: (v: number | null) => `Compare the first rate with ${v ?? 0} packets a second.`,
    },
    pps2: {
      names: ['--rateest-pps2'],
      atOnce: straight('rateest-pps', '--rateest-pps2', 'pps', 'pps2'),
      takes: count,
      optional: true,
      help: 'The packet rate to compare the second rate with.',
      means: (v: number | null) => `Compare the second rate with ${v ?? 0} packets a second.`,
    },
    delta: {
      names: ['--rateest-delta'],
      atOnce: straight('rateest-delta', '--rateest-delta', 'delta'),
      takes: null,
      help: 'Compares how far the rates are below the given numbers.',
    },
    eq: {
      names: ['--rateest-eq'],
      atOnce: twice('lt/gt/eq', 'eq'),
      takes: null,
      invertible: true,
      help: 'Matches if the two are the same.',
      means: (_: true, not: boolean) => `Matches if the two are ${not ? 'different' : 'the same'}.`,
    },
    lt: {
      names: ['--rateest-lt'],
      atOnce: twice('lt/gt/eq', 'lt'),
      takes: null,
      invertible: true,
      help: 'Matches if the first is less.',
      means: (_: true, not: boolean) => `Matches if the first is ${not ? 'not less' : 'less'}.`,
    },
    gt: {
      names: ['--rateest-gt'],
      atOnce: twice('lt/gt/eq', 'gt'),
      takes: null,
      invertible: true,
      help: 'Matches if the first is more.',
      means: (_: true, not: boolean) => `Matches if the first is ${not ? 'not more' : 'more'}.`,
    },
  },
  parse: (g) =>
    parsed({
      name: g.rateest?.value ?? g.rateest1?.value ?? '',
      other: g.rateest2?.value ?? null,
      delta: g.delta !== undefined,
      mode: g.eq
        ? `${g.eq.inverted ? '! ' : ''}eq`
        : g.lt
          ? `${g.lt.inverted ? '! ' : ''}lt`
          : g.gt
            ? `${g.gt.inverted ? '! ' : ''}gt`
            : '',
      bps: g.bps || g.bps1 || g.bps2 ? [g.bps1?.value ?? 0, (g.bps2 ?? g.bps)?.value ?? 0] : null,
      pps: g.pps || g.pps1 || g.pps2 ? [g.pps1?.value ?? 0, (g.pps2 ?? g.pps)?.value ?? 0] : null,
      asks: [g.eq, g.lt, g.gt].some(Boolean) && [g.bps, g.pps, g.bps1, g.pps1, g.bps2, g.pps2].some(Boolean),
    }),
  shares: (d) => namesOf(d).map(estimatorKey),
  check(d, context) {
    if (!d.asks)
      return {
        errno: 'Invalid argument',
        hint: 'Say what to compare (--rateest-bps or --rateest-pps) and how (--rateest-lt, -gt or -eq).',
      };
    const missing = namesOf(d).find((name) => !context.usersOf?.(estimatorKey(name)).length);
    return missing === undefined
      ? null
      : { errno: 'No chain/target/match by that name', hint: `No RATEEST rule keeps ${missing} yet.` };
  },
  save(d) {
    const asked = (what: string, values: readonly number[] | null, print: (n: number) => string) =>
      values &&
      [
        d.delta && ` --rateest-${what}1${print(values[0]!)}`,
        d.mode.replace(/(\w+)$/, ' --rateest-$1').replace('! ', ' !'),
        d.delta
          ? ` --rateest-${what}2${print(values[1]!)}`
          : ` --rateest-${what}${d.other === null ? print(values[1]!) : ''}`,
      ]
        .filter(Boolean)
        .join('');
    return [
      d.delta && ' --rateest-delta',
      ` --rateest${d.other === null ? '' : '1'} ${d.name}`,
      asked('bps', d.bps, bits),
      asked('pps', d.pps, (n) => ` ${n}`),
      d.other !== null && ` --rateest2 ${d.other}`,
    ]
      .filter(Boolean)
      .join('');
  },
  list(d, { numeric }) {
    const { name, other, delta, mode, pps } = d;
    const bps = d.bps?.map((bytes) => (numeric ? bytes : bits(bytes).trim()));
    const all = (index: 0 | 1) => [
      bps && `bps${delta ? ` ${bps[index]}` : ''}`,
      pps && `pps${delta ? ` ${pps[index]}` : ''}`,
    ];
    const compared =
      other === null
        ? [
            bps && `bps${delta ? ` ${bps[0]}` : ''} ${bps[1]} ${mode}`,
            pps && `pps${delta ? ` ${pps[0]}` : ''} ${mode} ${pps[1]}`,
          ]
        : [...all(0), mode, other, ...all(1)];
    return [`rateest match ${name}`, delta && 'delta', ...compared].filter(Boolean).join(' ');
  },
  phrase: (d) => ({ when: d.asks ? compares(d) : 'the rates compare as the rule says' }),
  explain: (d) => compares(d),
  test(d, _, environment) {
    const rates = (name: string): Rates =>
      ratesOf(environment.recall(estimatorKey(name)) as Estimator | undefined, environment.now);
    const [one, two] = [rates(d.name), d.other === null ? null : rates(d.other)];
    const holds = (key: 'bps' | 'pps', values: readonly number[] | null): boolean => {
      if (!values) return true;
      const far = (rate: number, from: number) => (d.delta ? Math.max(0, from - rate) : rate);
      return compare[d.mode.slice(-2)]!(
        far(one[key], values[0]!),
        two ? far(two[key], values[1]!) : values[1]!,
      );
    };
    return (holds('bps', d.bps) && holds('pps', d.pps)) !== d.mode.startsWith('!');
  },
  checks(d, _, environment, met) {
    const rates = namesOf(d).map((name) => {
      const { bps, pps } = ratesOf(
        environment.recall(estimatorKey(name)) as Estimator | undefined,
        environment.now,
      );
      return `${name} is at ${bps} bytes and ${pps} packets a second`;
    });
    return [check(met, needed(d), rates.join(', '))];
  },
});
