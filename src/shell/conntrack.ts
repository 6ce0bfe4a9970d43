import { type Connection, type Conntrack, connectionOf, connectionsAt, emptyConntrack, expectationsAt, withoutConnections, type TcpState } from '../netfilter/conntrack.ts';
import type { Problem } from '../netfilter/problem.ts';
import { conntrackParameter } from '../netfilter/sysctl.ts';
import type { Tuple } from '../netfilter/packet.ts';
import { maskOf, masked, parseAddress, parseMask, printAddress } from '../netfilter/values/address.ts';
import type { Word } from '../netfilter/words.ts';
import { type Host, withHost } from '../network/world.ts';
import { type Declared, type Options, readOptions } from './options.ts';
import { behind, printed, type Program, problemAt, refused } from './shell.ts';

const commands = ['list', 'delete', 'flush', 'count'] as const;
const value = (...names: string[]) => ({ names, takes: 'required' as const });
const options: Declared = {
  list: { names: ['-L', '--dump'], takes: 'optional' }, delete: { names: ['-D', '--delete'], takes: 'optional' }, flush: { names: ['-F', '--flush'], takes: 'optional' }, count: { names: ['-C', '--count'], takes: 'optional' },
  version: { names: ['-V', '--version'] }, protocol: value('-p', '--protonum'), source: value('-s', '--orig-src', '--src'), destination: value('-d', '--orig-dst', '--dst'), replySource: value('-r', '--reply-src'), replyDestination: value('-q', '--reply-dst'),
  family: value('-f', '--family'), mark: value('-m', '--mark'), status: value('-u', '--status'), output: value('-o', '--output'), zone: value('-w', '--zone'),
  sourceNat: { names: ['-n', '--src-nat'] }, destinationNat: { names: ['-g', '--dst-nat'] }, anyNat: { names: ['-j', '--any-nat'] },
  sport: value('--sport', '--orig-port-src'), dport: value('--dport', '--orig-port-dst'), replySport: value('--reply-port-src'), replyDport: value('--reply-port-dst'), state: value('--state'), id: value('--icmp-id'),
};
const unacted = 'EISUGARXhtziakbBcl --event --create --update --get --stats --help --timeout --zero --secmark --id --label --label-add --label-del --buffer-size --mask-src --mask-dst --orig-zone --reply-zone --tuple-src --tuple-dst --nat-range --add --load-file --icmp-type --icmp-code';
const who = 'conntrack v1.4.7 (conntrack-tools)';
const protocols: Readonly<Record<string, number>> = { tcp: 6, udp: 17, icmp: 1, udplite: 136, sctp: 132, dccp: 33, gre: 47, icmpv6: 58 };
const states: readonly TcpState[] = ['NONE', 'SYN_SENT', 'SYN_RECV', 'ESTABLISHED', 'FIN_WAIT', 'CLOSE_WAIT', 'LAST_ACK', 'TIME_WAIT', 'CLOSE', 'SYN_SENT2'];

/** What the real command says behind its name, and where to find help. */
const wrong = (at: Pick<Word, 'from' | 'to'>, message: string, hint: string, replacement?: string): Problem =>
  problemAt(at, `${who}: ${message}\nTry \`conntrack -h' or 'conntrack --help' for more information.`, 2, hint, replacement);

const sayTuple = (t: Tuple, answer: boolean): string => {
  const ends = `src=${printAddress(t.source)} dst=${printAddress(t.destination)} `;
  if (t.protocol === 1) return `${ends}type=${answer ? 0 : 8} code=0 id=${t.sport} `;
  return t.sport === null ? ends : `${ends}sport=${t.sport} dport=${t.dport} `;
};

/** A zone stands behind what it is for: a tuple, or the whole. */
const sayZone = ({ id, direction }: Connection['zone'], place: Connection['zone']['direction']): string =>
  id === 0 || direction !== place ? '' : `${{ both: 'zone', original: 'zone-orig', reply: 'zone-reply' }[direction]}=${id} `;

/** How an entry is printed: by `conntrack`, or by the kernel in /proc/net/nf_conntrack. */
type Printer = { readonly extended: boolean; readonly id: boolean } | 'kernel';

/** One entry. Reference: libnetfilter_conntrack 1.0.9, src/conntrack/snprintf_default.c; net/netfilter/nf_conntrack_standalone.c, ct_seq_show. */
export const entryLine = (host: Host, c: Connection, now: number, by: Printer): string => {
  const { protocol } = c.original;
  const counted = conntrackParameter(host.sysctl, 'net.netfilter.nf_conntrack_acct') !== 0;
  const name = Object.keys(protocols).find((n) => protocols[n] === protocol) ?? 'unknown';
  // An entry is in use by each that it has foretold.
  const foretold = c.helper === null ? 0 : connectionsAt(host.conntrack, now).filter((other) => other.foretoldBy?.master === c.id).length;
  const count = (direction: 'original' | 'reply') => (counted ? `packets=${c.carried[direction].packets} bytes=${c.carried[direction].bytes} ` : '');
  return [
    by === 'kernel' || by.extended ? 'ipv4     2 ' : '', `${name.padEnd(8)} ${protocol} ${Math.floor((c.expires - now) / 1000)} `, c.tcp === null ? '' : `${c.tcp} `,
    sayTuple(c.original, false), sayZone(c.zone, 'original'), count('original'), c.seenReply ? '' : '[UNREPLIED] ',
    sayTuple(c.reply, true), sayZone(c.zone, 'reply'), count('reply'), c.assured ? '[ASSURED] ' : '',
    `mark=${c.mark} `, by === 'kernel' ? `zone=${c.zone.direction === 'both' ? c.zone.id : 0} ` : sayZone(c.zone, 'both') + (c.helper === null ? '' : `helper=${c.helper} `),
    `use=${(by === 'kernel' ? 2 : 1) + foretold}`, by !== 'kernel' && by.id ? ` id=${c.id}` : '', '\n',
  ].join('');
};

/** Every expectation of a host. Reference: libnetfilter_conntrack 1.0.9, src/expect/snprintf_default.c */
const expectationLines = (table: Conntrack, now: number): readonly string[] =>
  expectationsAt(table, now).map((e) => {
    const { original, helper } = connectionOf(table, e.master)!;
    return `${Math.floor((e.expires - now) / 1000)} proto=6 src=${printAddress(e.source)} dst=${printAddress(e.destination)} sport=0 dport=${e.port} mask-src=255.255.255.255 mask-dst=255.255.255.255 sport=0 dport=65535 master-src=${printAddress(original.source)} master-dst=${printAddress(original.destination)} sport=${original.sport} dport=${original.dport} class=0 helper=${helper}\n`;
  });

/** `10.0.0.1` or `10.0.0.0/8` as a test of addresses. */
const readNet = (word: Word): ((address: number) => boolean) | Problem => {
  const [host = '', length] = word.text.split('/');
  const address = parseAddress(host);
  const mask = length === undefined ? maskOf(32) : parseMask(length);
  if (address === null || mask === null) return wrong(word, `Invalid IP address \`${word.text}'`, 'Write an address such as 10.0.0.1.');
  return (a) => masked(a, mask) === masked(address, mask);
};

const statuses: Readonly<Record<string, (c: Connection) => boolean>> = {
  SEEN_REPLY: (c) => c.seenReply, ASSURED: (c) => c.assured, CONFIRMED: () => true, UNREPLIED: (c) => !c.seenReply, UNSET: (c) => !c.seenReply, SRC_NAT: (c) => c.sourceNat, DST_NAT: (c) => c.destinationNat, FIXED_TIMEOUT: () => false, EXPECTED: (c) => c.foretoldBy !== null,
};

/** What the options ask of an entry. */
const readFilter = ({ of }: Options): ((c: Connection) => boolean) | Problem => {
  const tests: ((c: Connection) => boolean)[] = [];
  if (of['protocol']) {
    const text = of['protocol'].text;
    const number = /^\d{1,3}$/.test(text) ? Number(text) : protocols[text.toLowerCase()];
    if (number === undefined) return wrong(of['protocol'], `\`${text}' unsupported protocol`, 'Protocols are tcp, udp and icmp.');
    tests.push((c) => c.original.protocol === number);
  }
  for (const key of ['sport', 'dport', 'replySport', 'replyDport', 'state', 'id'] as const) {
    const word = of[key];
    if (word && !of['protocol']) {
      const name = options[key]!.names[0]!;
      return wrong(word, `unknown option \`${name}'`, `${name} is known behind -p tcp or -p udp.`);
    }
  }
  if (of['family'] && of['family'].text !== 'ipv4') {
    if (of['family'].text !== 'ipv6') return wrong(of['family'], `\`${of['family'].text}' unsupported protocol`, 'The family is ipv4.');
    tests.push(() => false);
  }
  for (const [key, pick] of [['source', (c: Connection) => c.original.source], ['destination', (c: Connection) => c.original.destination], ['replySource', (c: Connection) => c.reply.source], ['replyDestination', (c: Connection) => c.reply.destination]] as const) {
    if (!of[key]) continue;
    const net = readNet(of[key]);
    if (typeof net !== 'function') return net;
    tests.push((c) => net(pick(c)));
  }
  for (const [key, pick] of [['sport', (c: Connection) => c.original.sport], ['dport', (c: Connection) => c.original.dport], ['replySport', (c: Connection) => c.reply.sport], ['replyDport', (c: Connection) => c.reply.dport], ['id', (c: Connection) => c.original.sport]] as const) {
    if (!of[key]) continue;
    const port = Number.parseInt(of[key].text, 10) || 0;
    tests.push((c) => pick(c) === port);
  }
  if (of['state']) {
    const state = states.find((s) => s === of['state']!.text);
    if (!state) return wrong(of['state'], `unknown TCP state \`${of['state'].text}'`, `The states are ${states.join(', ')}.`);
    tests.push((c) => c.tcp === state);
  }
  if (of['mark']) {
    const [mark, mask] = of['mark'].text.split('/').map((t) => Number(/^(0x[\da-f]+|\d+)/i.exec(t)?.[0] ?? 0));
    tests.push((c) => ((c.mark ^ mark!) & (mask ?? 0xffffffff)) === 0);
  }
  if (of['zone']) {
    const zone = Number.parseInt(of['zone'].text, 10) || 0;
    tests.push((c) => c.zone.id === zone && c.zone.direction === 'both');
  }
  for (const text of of['status']?.text.split(',') ?? []) {
    const status = Object.hasOwn(statuses, text) ? statuses[text]! : null;
    if (!status) return wrong(of['status']!, `Bad parameter \`${text}'`, `A status is one of ${Object.keys(statuses).join(', ')}.`);
    tests.push(status);
  }
  // An ICMP entry counts as DNAT where it has SNAT: its type and id stand where ports would, and never agree (recorded).
  const destinationNat = (c: Connection) => c.destinationNat || (c.original.protocol === 1 && c.sourceNat);
  if (of['sourceNat']) tests.push((c) => c.sourceNat);
  if (of['destinationNat']) tests.push(destinationNat);
  if (of['anyNat']) tests.push((c) => c.sourceNat || destinationNat(c));
  return (c) => tests.every((t) => t(c));
};

const inItsWords = (p: Problem): Problem => {
  const missing = /requires an argument(?:: | -- )?/.test(p.message) || p.message.includes('requires an argument');
  const [, name] = /'([^']*)'/.exec(p.message) ?? [];
  if (name === undefined) return p.message.endsWith('not simulated here') && /-(E|-event)\b/.test(p.message) ? { ...p, hint: 'Nobody can press Ctrl-C here. conntrack -L shows what there is behind a packet.' } : p;
  const spelt = name.startsWith('--') ? name.replace(/=.*/, '') : `-${name}`;
  return wrong(p, missing ? `option \`${spelt}' requires an argument` : `unknown option \`${spelt}'`, p.hint);
};

/**
 * `conntrack -L|-D|-F|-C` with `-p -s -d -r -q --sport --dport --state -m -u -w -n -g -j` and `-o extended,id`: the entries of this
 * host, oldest first (the kernel's order is that of its hash). Reference: conntrack-tools 1.4.7, src/conntrack.c.
 */
export const conntrack: Program = (world, name, words) => {
  const host = world.hosts[name]!;
  const read = readOptions('conntrack', words, options, unacted, 2);
  if ('message' in read) return refused(world, inItsWords(read));
  const { of, rest } = read;
  if (of['version']) return printed(world, `${who}\n`);
  const [command, second] = commands.filter((c) => of[c]);
  if (!command) return refused(world, problemAt(behind(words), 'conntrack: without a command it prints its help, which is not here', 2, 'Begin with -L.'));
  if (second) return refused(world, wrong(of[second]!, 'Invalid commands combination', 'Say one of -L, -D, -F and -C.'));
  const table = rest[0];
  if (table && table.from < (of['protocol']?.from ?? Infinity) && table.text !== 'conntrack') {
    const foretold = expectationLines(host.conntrack, world.now);
    if (table.text === 'expect') return command === 'list' ? printed(world, foretold.join(''), `${who}: ${foretold.length} expectations have been shown.\n`) : refused(world, problemAt(table, 'conntrack: the table expect is not simulated here', 2, 'The table is conntrack.'));
    return refused(world, wrong(table, `unknown type \`${table.text}'`, 'The table is conntrack, and need not be named.'));
  }
  const asked = Object.keys(of).filter((k) => !(commands as readonly string[]).includes(k));
  const now = world.now;
  const all = connectionsAt(host.conntrack, now);
  switch (command) {
    case 'count':
      return printed(world, `${all.length}\n`);
    case 'flush': {
      if (asked[0]) return refused(world, wrong(of[asked[0]]!, `Illegal option \`${options[asked[0]]!.names.find((n) => n.startsWith('--'))}' with this command`, '-F takes everything. conntrack -D deletes what fits.'));
      return printed(withHost(world, name, (h) => ({ ...h, conntrack: { ...emptyConntrack, next: h.conntrack.next } })), '', `${who}: connection tracking table has been emptied.\n`);
    }
    case 'list': case 'delete': {
      const formats = of['output']?.text.split(',') ?? [];
      const known = ['extended', 'id', 'timestamp', 'ktimestamp'];
      const bad = formats.find((f) => !known.includes(f));
      if (bad !== undefined) return refused(world, ['xml', 'save', 'labels', 'userspace'].includes(bad) ? problemAt(of['output']!, `conntrack: -o ${bad} is not simulated here`, 2, 'Here -o takes extended and id.') : wrong(of['output']!, `Bad parameter \`${bad}'`, 'Here -o takes extended and id.'));
      const fits = readFilter(read);
      if (typeof fits !== 'function') return refused(world, fits);
      const chosen = all.filter(fits);
      const style = { extended: formats.includes('extended'), id: formats.includes('id') };
      const text = chosen.map((c) => entryLine(host, c, now, style)).join('');
      if (command === 'list') return printed(world, text, `${who}: ${chosen.length} flow entries have been shown.\n`);
      const ids = new Set(chosen.map((c) => c.id));
      const left = withHost(world, name, (h) => ({ ...h, conntrack: withoutConnections(h.conntrack, (c) => ids.has(c.id)) }));
      return printed(chosen.length ? left : world, text, `${who}: ${chosen.length} flow entries have been deleted.\n`, chosen.length ? 0 : 1);
    }
  }
};
