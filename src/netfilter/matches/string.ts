import { type Parsed, parsed, refused } from '../../text/problem.ts';
import { packetBytes } from '../datapath/packetBytes.ts';
import { defineMatch, type Value } from '../extension.ts';
import { quoted } from '../print/sentence/words.ts';
import { text } from '../values/text.ts';
import { uint } from '../values/uint.ts';
import { check } from './check.ts';

/** XT_STRING_MAX_PATTERN_SIZE. */
const longest = 128;
const tooLong = (given: string) =>
  refused(`STRING too long "${given}"`, `A pattern has at most ${longest} bytes.`);
const bytesOf = (given: string): readonly number[] => [...new TextEncoder().encode(given)];

const plain: Value<readonly number[]> = {
  form: 'pattern',
  parse: (given) => (bytesOf(given).length > longest ? tooLong(given) : parsed(bytesOf(given))),
};

/** `|0d0a|abc`: bytes in hexadecimal between bars. Reference: extensions/libxt_string.c, parse_hex_string. */
const hexadecimal: Value<readonly number[]> = {
  form: 'pattern',
  parse(given): Parsed<readonly number[]> {
    if (given === '')
      return refused('STRING must contain at least one char', 'Say what to look for: "|0d0a|".');
    const bytes: number[] = [];
    let inside = false;
    for (let i = 0; i < given.length; ) {
      const literal = given[i] === '\\' && !inside;
      // What follows a bar is read at once: after a closing one, even another bar is only a character.
      if (given[i] === '|') {
        inside = !inside;
        while (inside && given[i + 1] === ' ') i++;
        if (++i >= given.length) break;
      }
      if (literal) {
        if (i + 1 >= given.length)
          return refused('Bad literal placement at end of string', 'A backslash needs a character after it.');
        bytes.push(...bytesOf(given[i + 1]!));
        i += 2;
      } else if (inside) {
        if (i + 1 >= given.length) return refused('Odd number of hex digits', 'Two digits make a byte.');
        if (i + 2 >= given.length) return refused('Invalid hex block', 'Close the bytes with another |.');
        const pair = given.slice(i, i + 2);
        const wrong = [...pair].find((d) => !/[0-9a-f]/i.test(d));
        if (wrong !== undefined)
          return refused(
            `Invalid hex char '${wrong}'`,
            'Bytes are written with the digits 0 to 9 and a to f.',
          );
        bytes.push(Number.parseInt(pair, 16));
        i += given[i + 2] === ' ' ? 3 : 2;
      } else {
        bytes.push(...bytesOf(given[i]!));
        i++;
      }
      if (bytes.length > longest) return tooLong(given);
    }
    return parsed(bytes);
  },
};

const small = (b: number): number => (b >= 65 && b <= 90 ? b + 32 : b);
const isPlain = (bytes: readonly number[]) => bytes.every((b) => b >= 0x20 && b < 0x7f);
const show = (bytes: readonly number[]) =>
  isPlain(bytes)
    ? `"${String.fromCharCode(...bytes).replace(/["\\]/g, '\\$&')}"`
    : `"|${bytes.map((b) => b.toString(16).padStart(2, '0')).join('')}|"`;
const say = (bytes: readonly number[]) =>
  isPlain(bytes)
    ? `“${String.fromCharCode(...bytes)}”`
    : `the bytes ${bytes.map((b) => b.toString(16).padStart(2, '0')).join(' ')}`;

/** Matches text inside the packet. Reference: net/netfilter/xt_string.c, extensions/libxt_string.c */
export const string = defineMatch({
  name: 'string',
  summary: 'Looks for text or bytes inside the packet.',
  options: {
    from: {
      names: ['--from'],
      takes: uint(65535),
      help: 'Where to begin looking, in bytes from the start of the IP packet.',
      means: (v: number) => `Begin ${v} bytes into the IP packet.`,
    },
    to: {
      names: ['--to'],
      takes: uint(65535),
      help: 'Where to stop looking.',
      means: (v: number) => `Stop ${v} bytes into the IP packet.`,
    },
    algo: {
      names: ['--algo'],
      takes: text({ keep: 15, form: 'bm|kmp' }),
      required: true,
      help: 'The search algorithm: bm (Boyer-Moore) or kmp (Knuth-Morris-Pratt).',
      means: (v: string) =>
        `Search with ${v === 'bm' ? 'the Boyer-Moore algorithm' : v === 'kmp' ? 'the Knuth-Morris-Pratt algorithm' : v}.`,
    },
    plain: {
      names: ['--string'],
      takes: plain,
      invertible: true,
      excludes: ['hex'],
      help: 'Matches packets that contain this text.',
      means: (v: readonly number[], not: boolean) =>
        `The packet ${not ? 'does not contain' : 'contains'} ${say(v)}.`,
    },
    hex: {
      names: ['--hex-string'],
      takes: hexadecimal,
      invertible: true,
      excludes: ['plain'],
      help: 'Matches packets that contain these bytes; between bars they are hexadecimal.',
      means: (v: readonly number[], not: boolean) =>
        `The packet ${not ? 'does not contain' : 'contains'} ${say(v)}.`,
    },
    icase: { names: ['--icase'], takes: null, help: 'Ignores upper and lower case.' },
  },
  demand: (g) =>
    g.plain || g.hex
      ? null
      : refused(
          "STRING match: You must specify `--string' or `--hex-string'",
          'Say what to look for: --string GET.',
        ),
  parse(g) {
    const pattern = (g.plain ?? g.hex)!;
    return parsed({
      pattern: pattern.value,
      inverted: pattern.inverted,
      algo: g.algo!.value,
      from: g.from?.value ?? 0,
      to: g.to?.value ?? 65535,
      icase: g.icase !== undefined,
    });
  },
  check(d) {
    if (d.from > d.to) return { errno: 'Invalid argument', hint: '--from has to lie in front of --to.' };
    if (d.pattern.length === 0)
      return { errno: 'Invalid argument', hint: 'An empty text is in every packet. Write what to look for.' };
    return ['bm', 'kmp', 'fsm'].includes(d.algo)
      ? null
      : { errno: 'No chain/target/match by that name', hint: 'The algorithms are bm and kmp.' };
  },
  save: (d) =>
    `${d.inverted ? ' !' : ''} --${isPlain(d.pattern) ? 'string' : 'hex-string'} ${show(d.pattern)} --algo ${d.algo}${d.from ? ` --from ${d.from}` : ''}${d.to === 65535 ? '' : ` --to ${d.to}`}${d.icase ? ' --icase' : ''}`,
  list: (d) =>
    `STRING match ${d.inverted ? '!' : ''} ${show(d.pattern)} ALGO name ${d.algo}${d.from ? ` FROM ${d.from}` : ''}${d.to === 65535 ? '' : ` TO ${d.to}`}${d.icase ? ' ICASE' : ''}`,
  phrase(d) {
    const text = isPlain(d.pattern) ? quoted(String.fromCharCode(...d.pattern)) : say(d.pattern.slice(0, 16));
    const where = d.from || d.to < 65535 ? ` between bytes ${d.from} and ${d.to}` : '';
    const more = !isPlain(d.pattern) && d.pattern.length > 16 ? '…' : '';
    return { that: `contain ${text}${more}${d.icase ? ' in any case' : ''}${where}`, not: d.inverted };
  },
  explain: (d) =>
    `the packet has ${d.inverted ? 'not ' : ''}${say(d.pattern)} in it${d.from || d.to < 65535 ? `, from byte ${d.from} to ${d.to}` : ''}`,
  test(d, skb) {
    // The headers are looked through like the payload.
    const bytes = packetBytes(skb.packet);
    const same = d.icase
      ? (a: number, b: number) => small(a) === small(b)
      : (a: number, b: number) => a === b;
    const last = Math.min(bytes.length, d.to) - d.pattern.length;
    let at = d.from;
    while (at <= last && !d.pattern.every((b, i) => same(b, bytes[at + i]!))) at++;
    return at <= last !== d.inverted;
  },
  checks: (d, skb, _, met) => [
    check(
      met,
      `a packet ${d.inverted ? 'without' : 'with'} the text ${say(d.pattern)}${d.from || d.to < 65535 ? ` between bytes ${d.from} and ${d.to}` : ''}`,
      skb.packet.payload === ''
        ? 'the packet has no text'
        : `the packet has “${skb.packet.payload.slice(0, 40)}”`,
    ),
  ],
});
