import { parsed, refused } from '../../text/problem.ts';
import { defineMatch, type Value } from '../extension.ts';
import { icmpName, icmpNames } from '../values/icmpType.ts';
import { readUint } from '../values/uint.ts';
import { check } from './check.ts';

/** One number up to 255, or two with a colon between, and what follows. */
const readBytes = (
  text: string,
): { readonly from: number; readonly to: number; readonly rest: string } | null => {
  const first = readUint(text);
  const last = first?.rest[0] === ':' ? readUint(first.rest.slice(1)) : first;
  return !first || !last || first.value > 255n || last.value > 255n
    ? null
    : { from: Number(first.value), to: Number(last.value), rest: last.rest };
};

/** A range of codes is kept and listed, but saved as its first. */
const icmpType: Value<{
  readonly type: number;
  readonly code: number | null;
  readonly lastCode: number | null;
}> = {
  form: 'type[/code]',
  suggestions: [
    'echo-request',
    'echo-reply',
    'destination-unreachable',
    'time-exceeded',
    'fragmentation-needed',
  ],
  parse(text) {
    const found = icmpNames.filter(([name]) => name.toLowerCase().startsWith(text.toLowerCase()));
    const exact = found.find(([name]) => name.toLowerCase() === text.toLowerCase());
    const one = exact ?? (found.length === 1 ? found[0] : undefined);
    if (one) return parsed({ type: one[1], code: one[2], lastCode: null });
    if (found.length > 1)
      return refused(
        `Ambiguous ICMP type \`${text}': \`${found[0]![0]}' or \`${found[1]![0]}'?`,
        'Write the name out.',
      );
    const unknown = refused(
      `Unknown ICMP type \`${text}'`,
      'A type is a name such as echo-request, or a number up to 255.',
    );
    const type = readBytes(text);
    if (!type) return unknown;
    const trailing = (rest: string) =>
      refused(
        `unknown character ${rest[0]}`,
        'A type is a number, and optionally a code after a slash: 3/4.',
      );
    if (type.rest !== '' && type.rest[0] !== '/') return trailing(type.rest);
    if (type.from !== type.to)
      return refused('ICMP type range not supported', 'Write one rule for each type.');
    if (type.rest === '') return parsed({ type: type.from, code: null, lastCode: null });
    const code = readBytes(type.rest.slice(1));
    if (!code) return refused(`Unknown ICMP code \`${text}'`, 'A code is a number up to 255.');
    if (code.rest !== '') return trailing(code.rest);
    return parsed(
      code.from === 0 && code.to === 255
        ? { type: type.from, code: null, lastCode: null }
        : { type: type.from, code: code.from, lastCode: code.to === code.from ? null : code.to },
    );
  },
};

/**
 * Matches the type of an ICMP packet. Reference: net/ipv4/netfilter/ip_tables.c (icmp_match),
 * extensions/libipt_icmp.c
 */
export const icmp = defineMatch({
  name: 'icmp',
  protocol: 1,
  summary: 'Matches the type of an ICMP packet, such as a ping.',
  options: {
    type: {
      names: ['--icmp-type'],
      takes: icmpType,
      invertible: true,
      required: true,
      help: 'Matches ICMP packets of this type, by name or number.',
      means: (v: { readonly type: number; readonly code: number | null }, not: boolean) =>
        `ICMP ${v.type === 255 ? 'of any type' : `type ${v.type}${v.code === null ? '' : ` code ${v.code}`}${icmpName(v.type, v.code) ? ` (${icmpName(v.type, v.code)})` : ''}`}${not ? ' does not match, every other type does' : ''}.`,
    },
  },
  parse: (given) => parsed({ ...given.type!.value, inverted: given.type!.inverted }),
  save: (d) =>
    `${d.inverted ? ' !' : ''} --icmp-type ${d.type === 255 ? 'any' : `${d.type}${d.code === null ? '' : `/${d.code}`}`}`,
  list(d, { numeric }) {
    const name = numeric || d.lastCode !== null ? null : icmpName(d.type, d.code);
    const sign = d.inverted ? '!' : '';
    if (name) return `icmp ${sign}${name}`;
    return `icmp${d.inverted ? ' !' : ''}type ${d.type}${d.code === null ? '' : d.lastCode === null ? ` code ${d.code}` : ` codes ${d.code}-${d.lastCode}`}`;
  },
  phrase(d, { chain }) {
    if (d.type === 255 && !d.inverted) return {};
    const alike = d.code === null && !d.inverted;
    if (alike && d.type === 8) return { are: 'pings', ...(chain === 'INPUT' && { accept: 'Answer …' }) };
    if (alike && d.type === 0) return { are: 'ping replies' };
    const code = d.code === null ? '' : `, code ${d.code}${d.lastCode === null ? '' : ` to ${d.lastCode}`}`;
    const type = (d.lastCode === null ? icmpName(d.type, d.code) : null) ?? `type ${d.type}${code}`;
    const kind = [3, 4, 5, 11, 12].includes(d.type) ? 'errors' : 'messages';
    return d.type === 255
      ? { that: 'are of any ICMP type', not: true }
      : d.inverted
        ? { that: `are ICMP ${type} ${kind}`, not: true }
        : { are: `ICMP ${type} ${kind}` };
  },
  explain: (d) =>
    `the ICMP type is ${d.inverted ? 'not ' : ''}${icmpName(d.type, d.code) ?? `${d.type}${d.code === null ? '' : `, code ${d.code}${d.lastCode === null ? '' : ` to ${d.lastCode}`}`}`}`,
  test(d, skb) {
    const { transport: t, fragment } = skb.packet;
    return (
      t.kind === 'icmp' &&
      !fragment?.offset &&
      (d.type === 255 ||
        (t.type === d.type &&
          (d.code === null || (t.code >= d.code && t.code <= (d.lastCode ?? d.code))))) !== d.inverted
    );
  },
  checks(d, skb, _, met) {
    const t = skb.packet.transport;
    const code = d.code === null ? '' : `, code ${d.code}${d.lastCode === null ? '' : ` to ${d.lastCode}`}`;
    return [
      check(
        met,
        `ICMP type ${d.inverted ? 'other than ' : ''}${icmpName(d.type, d.code) ?? `${d.type}${code}`}`,
        t.kind === 'icmp'
          ? skb.packet.fragment?.offset
            ? 'this later fragment has no ICMP header'
            : `the packet is ICMP ${icmpName(t.type, null) ?? `type ${t.type}`}, code ${t.code}`
          : 'the packet is not ICMP',
      ),
    ];
  },
});
