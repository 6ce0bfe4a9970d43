import { defineMatch, type Value } from '../extension.ts';
import { parsed, refused } from '../problem.ts';
import { icmpName, icmpNames } from '../values/icmpType.ts';
import { readUint } from '../values/uint.ts';

const icmpType: Value<{ readonly type: number; readonly code: number | null }> = {
  form: 'type[/code]',
  suggestions: ['echo-request', 'echo-reply', 'destination-unreachable', 'time-exceeded', 'fragmentation-needed'],
  parse(text) {
    const found = icmpNames.filter(([name]) => name.toLowerCase().startsWith(text.toLowerCase()));
    const exact = found.find(([name]) => name.toLowerCase() === text.toLowerCase());
    const one = exact ?? (found.length === 1 ? found[0] : undefined);
    if (one) return parsed({ type: one[1], code: one[2] });
    if (found.length > 1) return refused(`Ambiguous ICMP type \`${text}': \`${found[0]![0]}' or \`${found[1]![0]}'?`, 'Write the name out.');
    const unknown = refused(`Unknown ICMP type \`${text}'`, 'A type is a name such as echo-request, or a number up to 255.');
    const type = readUint(text);
    if (!type || type.value > 255n) return unknown;
    const mark = type.rest[0];
    if (mark === undefined) return parsed({ type: Number(type.value), code: null });
    if (mark === ':') return refused('ICMP type range not supported', 'Write one rule for each type.');
    const trailing = (rest: string) => refused(`unknown character ${rest[0]}`, 'A type is a number, and perhaps a code behind a slash: 3/4.');
    if (mark !== '/') return trailing(type.rest);
    const code = readUint(type.rest.slice(1));
    if (!code || code.value > 255n) return refused(`Unknown ICMP code \`${text}'`, 'A code is a number up to 255.');
    return code.rest === '' ? parsed({ type: Number(type.value), code: Number(code.value) }) : trailing(code.rest);
  },
};

/** Matches the type of an ICMP packet. Reference: net/ipv4/netfilter/ip_tables.c (icmp_match), extensions/libipt_icmp.c */
export const icmp = defineMatch({
  name: 'icmp',
  protocol: 1,
  summary: 'Asks for the type of an ICMP packet, such as a ping.',
  options: {
    type: { names: ['--icmp-type'], takes: icmpType, invertible: true, required: true, help: 'Fits ICMP packets of this type, by name or number.' },
  },
  parse: (given) => parsed({ ...given.type!.value, inverted: given.type!.inverted }),
  save: (d) => `${d.inverted ? ' !' : ''} --icmp-type ${d.type === 255 ? 'any' : `${d.type}${d.code === null ? '' : `/${d.code}`}`}`,
  list(d, { numeric }) {
    const name = numeric ? null : icmpName(d.type, d.code);
    const sign = d.inverted ? '!' : '';
    if (name) return `icmp ${sign}${name}`;
    return `icmp${d.inverted ? ' !' : ''}type ${d.type}${d.code === null ? '' : ` code ${d.code}`}`;
  },
  explain: (d) => `the ICMP type is ${d.inverted ? 'not ' : ''}${icmpName(d.type, d.code) ?? `${d.type}${d.code === null ? '' : `, code ${d.code}`}`}`,
  test(d, skb) {
    const { transport: t, fragment } = skb.packet;
    return t.kind === 'icmp' && !fragment?.offset && (d.type === 255 || (t.type === d.type && (d.code === null || t.code === d.code))) !== d.inverted;
  },
  saw(_, skb) {
    const t = skb.packet.transport;
    return t.kind === 'icmp' ? `ICMP type ${icmpName(t.type, null) ?? t.type}, code ${t.code}` : 'no ICMP type';
  },
});
