import { type Parsed, parsed, refused } from '../../text/problem.ts';
import { packetBytes, wordAt } from '../datapath/packetBytes.ts';
import { defineMatch, type Value } from '../extension.ts';
import { quoted } from '../print/sentence/words.ts';
import { readUint } from '../values/uint.ts';
import { check } from './check.ts';

/** XT_U32_MAXSIZE. */
const most = 10;
type Operator = '&' | '<<' | '>>' | '@';
type Test = {
  readonly location: readonly { readonly operator: Operator | null; readonly number: number }[];
  readonly values: readonly { readonly from: number; readonly to: number }[];
};

/** Ends reading where the text is wrong; caught in `parse`. */
class Wrong extends Error {}

/**
 * Reads `6&0xFF=1&&0>>22&0x3C@0>>24=0`. Reference: extensions/libxt_u32.c, u32_parse: its messages name the
 * place, counted from 0.
 */
const read = (text: string): readonly Test[] => {
  const tests: Test[] = [];
  let at = 0;
  let location: { operator: Operator | null; number: number }[] = [];
  let values: { from: number; to: number }[] = [];
  const blank = () => {
    while (/\s/.test(text[at] ?? '')) at++;
  };
  const fail = (message: string): never => {
    throw new Wrong(`u32: ${message}`);
  };
  const number = (): number => {
    const found = readUint(text.slice(at));
    if (!found || found.value > 0xffffffffn) return fail(`at char ${at}: not a number or out of range`);
    at = text.length - found.rest.length;
    return Number(found.value);
  };
  const double = (c: '<' | '>' | '&') => {
    at++;
    if (text[at] !== c) fail(`at char ${at}: a second '${c}' was expected`);
    at++;
  };
  const operator = (): Operator => {
    const c = text[at];
    if (c === '<' || c === '>') {
      double(c);
      return c === '<' ? '<<' : '>>';
    }
    if (c !== '&' && c !== '@') return fail(`at char ${at}: operator expected`);
    at++;
    return c;
  };
  for (let inValues = false; ; ) {
    blank();
    if (at >= text.length) {
      if (!inValues) fail('abrupt end of input after location specifier');
      if (values.length === 0) fail('test ended with no value specified');
      tests.push({ location, values });
      return tests;
    }
    if (!inValues && text[at] === '=') {
      if (location.length === 0) fail(`at char ${at}: location spec missing`);
      at++;
      inValues = true;
    } else if (!inValues) {
      const before = location.length ? operator() : null;
      location.push({ operator: before, number: number() });
      if (location.length > most) fail(`at char ${at}: too many operators`);
    } else if (text[at] === '&') {
      double('&');
      if (values.length === 0) fail(`at char ${at}: value spec missing`);
      tests.push({ location, values });
      if (tests.length > most) fail(`at char ${at}: too many "&&"s`);
      location = [];
      values = [];
      inValues = false;
    } else {
      if (values.length) {
        if (text[at] !== ',') fail(`at char ${at}: expected "," or "&&"`);
        at++;
      }
      const from = number();
      blank();
      if (text[at] === ':') at++;
      values.push({ from, to: text[at - 1] === ':' ? number() : from });
      if (values.length > most) fail(`at char ${at}: too many ","s`);
    }
  }
};

const expression: Value<readonly Test[]> = {
  form: '"offset&mask=value"',
  parse(text): Parsed<readonly Test[]> {
    try {
      return parsed(read(text));
    } catch (error) {
      if (error instanceof Wrong)
        return refused(
          error.message,
          'A test is a place and a value: "6&0xFF=1". Several are joined with &&.',
        );
      throw error;
    }
  },
};
const hex = (n: number) => `0x${n.toString(16)}`;
const print = (tests: readonly Test[]) =>
  `"${tests.map((t) => `${t.location.map((l) => `${l.operator ?? ''}${hex(l.number)}`).join('')}=${t.values.map((v) => (v.from === v.to ? hex(v.from) : `${hex(v.from)}:${hex(v.to)}`)).join(',')}`).join('&&')}"`;

/**
 * The value that a test's location leads to; null where the packet ends before. Reference:
 * net/netfilter/xt_u32.c, u32_match_it.
 */
const valueAt = ({ location }: Test, bytes: Uint8Array): number | null => {
  let start = 0;
  let value: number | null = 0;
  for (const { operator, number } of location) {
    switch (operator) {
      case null:
        value = wordAt(bytes, number);
        break;
      case '&':
        value = (value & number) >>> 0;
        break;
      case '<<':
        value = (value << number) >>> 0;
        break;
      case '>>':
        value = value >>> number;
        break;
      case '@':
        start += value;
        value = wordAt(bytes, start + number);
        break;
    }
    if (value === null) return null;
  }
  return value;
};
const holds = (t: Test, bytes: Uint8Array): boolean => {
  const value = valueAt(t, bytes);
  return value !== null && t.values.some((v) => v.from <= value && value <= v.to);
};

/** Matches four bytes anywhere in the packet. Reference: net/netfilter/xt_u32.c, extensions/libxt_u32.c */
export const u32 = defineMatch({
  name: 'u32',
  summary: 'Compares four bytes anywhere in the packet.',
  options: {
    u32: {
      names: ['--u32'],
      takes: expression,
      invertible: true,
      required: true,
      help: 'What to compare: an offset, operations on the four bytes there, and values.',
      means: (v: readonly Test[], not: boolean) =>
        `The packet’s bytes ${not ? 'do not pass' : 'pass'} the test ${print(v)}.`,
    },
  },
  parse: (g) => parsed({ tests: g.u32!.value, inverted: g.u32!.inverted }),
  save: (d) => `${d.inverted ? ' !' : ''} --u32 ${print(d.tests)}`,
  list: (d) => `u32 ${d.inverted ? '! ' : ''}${print(d.tests)}`,
  phrase: (d) => ({ that: `pass the u32 test ${quoted(print(d.tests).slice(1, -1))}`, not: d.inverted }),
  explain: (d) => `the packet's bytes ${d.inverted ? 'do not pass' : 'pass'} the test ${print(d.tests)}`,
  test: (d, skb) => d.tests.every((t) => holds(t, packetBytes(skb.packet))) !== d.inverted,
  checks(d, skb, _, met) {
    const seen = d.tests.map((t) => valueAt(t, packetBytes(skb.packet)));
    return [
      check(
        met,
        `bytes that ${d.inverted ? 'fail' : 'pass'} the test ${print(d.tests)}`,
        `the packet has ${seen.map((v) => (v === null ? 'nothing' : hex(v))).join(' and ')} there`,
      ),
    ];
  },
});
