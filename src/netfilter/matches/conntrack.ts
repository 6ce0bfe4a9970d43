import { parsed, refused } from '../../text/problem.ts';
import { connectionSeen } from '../datapath/connectionView.ts';
import { defineMatch, type Value } from '../extension.ts';
import type { ConnectionView, Skb, Tuple } from '../packet.ts';
import { sayProtocol } from '../print/sentence/names.ts';
import { listed } from '../print/sentence/words.ts';
import { masked, maskOf, printAddress } from '../values/address.ts';
import { network } from '../values/host.ts';
import { looseRange, type PortRange } from '../values/port.ts';
import { protocolNamed } from '../values/protocol.ts';
import { sayRange, uintRange } from '../values/uint.ts';
import { wordList } from '../values/wordList.ts';
import { check, noConnection } from './check.ts';
import { ends, meansEnd, needed, type Part, type Prefix, phraseOf, said, value } from './conntrackParts.ts';
import { meansStates } from './states.ts';

const states = ['INVALID', 'NEW', 'RELATED', 'ESTABLISHED', 'UNTRACKED', 'SNAT', 'DNAT'] as const;
const statuses = ['EXPECTED', 'SEEN_REPLY', 'ASSURED', 'CONFIRMED', 'NONE'] as const;

const prefix: Value<Prefix> = {
  ...network,
  parse(text, place) {
    const read = network.parse(text, place);
    return read.ok ? parsed({ address: read.value.address, mask: maskOf(read.value.length) }) : read;
  },
};
const seconds = uintRange(0xffffffff);
const protocol: Value<number> = {
  form: 'protocol',
  parse(text) {
    const number = protocolNamed(text);
    return number === null
      ? refused(
          `unknown protocol "${text}" specified`,
          'Protocols are tcp, udp, icmp, or a number up to 255.',
        )
      : parsed(number);
  },
};
const direction: Value<'ORIGINAL' | 'REPLY'> = {
  form: 'ORIGINAL|REPLY',
  parse(text, place) {
    const name = text.toUpperCase();
    return name === 'ORIGINAL' || name === 'REPLY'
      ? parsed(name)
      : refused(
          `${place.extension}: Bad value for "--${place.option}" option: "${text}"`,
          'A direction is ORIGINAL or REPLY.',
        );
  },
};

/** What the connection has of what a part needs. */
const hasNow = (p: Part, c: ConnectionView | null): string => {
  if (c === null || c.id === null)
    return p.key === 'ctstate' ? `the packet's state is ${c?.state ?? 'INVALID'}` : noConnection;
  const seen = sees(p.key, c);
  switch (p.key) {
    case 'ctstate':
      return `the packet's state is ${String(seen).replaceAll(' ', ' and ')}`;
    case 'ctstatus':
      return seen === '' ? 'the connection has no status' : `the connection's status is ${seen}`;
    case 'ctproto':
      return `the connection's protocol is ${seen}`;
    case 'ctexpire':
      return `it expires in ${seen} seconds`;
    case 'ctdir':
      return `the packet goes in the ${seen} direction`;
    default:
      return `the connection was ${ends[p.key]} ${seen === null ? 'no port' : 'prefix' in p ? printAddress(Number(seen)) : seen}`;
  }
};

/** Type and code of a ping, as one number. */
const echoRequest = 0x0800;
/** For ICMP type and code stand where others have their destination port; protocols without ports have 0. */
const dportOf = (t: Tuple | null, icmp: number): number | null =>
  t && (t.protocol === 1 ? icmp : (t.dport ?? 0));

const sees = (key: Part['key'], c: ConnectionView): string | number | null => {
  switch (key) {
    case 'ctstate':
      return [c.state, c.status.sourceNat && 'SNAT', c.status.destinationNat && 'DNAT']
        .filter(Boolean)
        .join(' ');
    case 'ctstatus':
      return [
        c.masterHelper !== null && 'EXPECTED',
        c.status.seenReply && 'SEEN_REPLY',
        c.status.assured && 'ASSURED',
        c.status.confirmed && 'CONFIRMED',
      ]
        .filter(Boolean)
        .join(' ');
    case 'ctproto':
      return c.original?.protocol ?? null;
    case 'ctorigsrc':
      return c.original?.source ?? null;
    case 'ctorigdst':
      return c.original?.destination ?? null;
    case 'ctreplsrc':
      return c.reply?.source ?? null;
    case 'ctrepldst':
      return c.reply?.destination ?? null;
    case 'ctorigsrcport':
      return c.original?.sport ?? null;
    case 'ctorigdstport':
      return dportOf(c.original, echoRequest);
    case 'ctreplsrcport':
      return c.reply?.sport ?? null;
    case 'ctrepldstport':
      return dportOf(c.reply, 0);
    case 'ctdir':
      return c.direction.toUpperCase();
    // Before it is confirmed an entry has no time yet.
    case 'ctexpire':
      return c.status.confirmed ? c.expires : 0;
  }
};

const holds = (p: Part, c: ConnectionView): boolean => {
  const seen = sees(p.key, c);
  switch (p.key) {
    case 'ctstate':
    case 'ctstatus': {
      const has = String(seen)
        .split(' ')
        .filter((w) => w !== '');
      // NONE asks for no bit, and so never holds.
      return p.words.some((w) => has.includes(w)) !== p.inverted;
    }
    case 'ctproto':
      return (seen === p.number) !== p.inverted;
    case 'ctorigsrc':
    case 'ctorigdst':
    case 'ctreplsrc':
    case 'ctrepldst':
      return (
        typeof seen === 'number' &&
        (masked(seen, p.prefix.mask) === masked(p.prefix.address, p.prefix.mask)) !== p.inverted
      );
    case 'ctdir':
      return seen === p.direction;
    case 'ctorigsrcport':
    case 'ctorigdstport':
    case 'ctreplsrcport':
    case 'ctrepldstport':
    case 'ctexpire':
      return typeof seen === 'number' && (seen >= p.range.from && seen <= p.range.to) !== p.inverted;
  }
};

/**
 * Without an entry the state alone decides, and a rule without one misses. Before tracking, the state is
 * INVALID.
 * Reference: net/netfilter/xt_conntrack.c, conntrack_mt.
 */
const passes = (p: Part, skb: Skb, asksState: boolean): boolean => {
  const c = connectionSeen(skb);
  if (c !== null && c.id !== null) return holds(p, c);
  return p.key === 'ctstate' ? p.words.includes(c?.state ?? 'INVALID') !== p.inverted : asksState;
};

const asksState = (d: { readonly parts: readonly Part[] }): boolean =>
  d.parts.some((p) => p.key === 'ctstate');

const order: readonly Part['key'][] = [
  'ctstate',
  'ctproto',
  'ctorigsrc',
  'ctorigdst',
  'ctreplsrc',
  'ctrepldst',
  'ctorigsrcport',
  'ctorigdstport',
  'ctreplsrcport',
  'ctrepldstport',
  'ctstatus',
  'ctexpire',
  'ctdir',
];
const nat = (t: 'src' | 'dst', way: string) =>
  `Matches packets of connections ${way} ${t === 'src' ? 'from' : 'to'} this address or network.`;

/** What a rule keeps of one option. The value is of the kind that the option's declaration reads. */
const partOf = (key: Part['key'], value: unknown, inverted: boolean): Part => {
  switch (key) {
    case 'ctstate':
      return { key, words: value as string[], inverted };
    case 'ctstatus':
      return {
        key,
        words: (value as string[]).filter((w, _, all) => w !== 'NONE' || all.length === 1),
        inverted,
      };
    case 'ctproto':
      return { key, number: value as number, inverted };
    case 'ctorigsrc':
    case 'ctorigdst':
    case 'ctreplsrc':
    case 'ctrepldst':
      return { key, prefix: value as Prefix, inverted };
    case 'ctdir':
      return { key, direction: value as 'ORIGINAL' | 'REPLY', inverted };
    case 'ctorigsrcport':
    case 'ctorigdstport':
    case 'ctreplsrcport':
    case 'ctrepldstport':
    case 'ctexpire':
      return { key, range: value as PortRange, inverted };
  }
};

/**
 * Matches what connection tracking knows. Reference: net/netfilter/xt_conntrack.c,
 * extensions/libxt_conntrack.c
 */
export const conntrack = defineMatch({
  name: 'conntrack',
  summary: 'Looks at the connection this packet belongs to.',
  tracks: () => true,
  options: {
    ctstate: {
      names: ['--ctstate'],
      takes: wordList(states, (w) => `Bad ctstate "${w}"`),
      invertible: true,
      help: 'Matches packets whose connection is in one of these states.',
      means: (v: readonly string[], not: boolean) => meansStates(v, not),
    },
    ctstatus: {
      names: ['--ctstatus'],
      takes: wordList(statuses, (w) => `Bad ctstatus "${w}"`),
      invertible: true,
      help: 'Matches packets whose connection has one of these statuses.',
      means: (v: readonly string[], not: boolean) =>
        `The status of the connection ${not ? 'does not include' : 'includes'} ${listed(v, 'or')}.`,
    },
    ctproto: {
      names: ['--ctproto'],
      takes: protocol,
      invertible: true,
      help: 'Matches packets of connections of this protocol.',
      means: (v: number, not: boolean) =>
        `The connection ${not ? 'does not use' : 'uses'} ${sayProtocol(v)}.`,
    },
    ctorigsrc: {
      names: ['--ctorigsrc'],
      takes: prefix,
      invertible: true,
      help: nat('src', 'opened'),
      means: (v: Prefix, not: boolean) => meansEnd('opened from', v, not),
    },
    ctorigdst: {
      names: ['--ctorigdst'],
      takes: prefix,
      invertible: true,
      help: nat('dst', 'opened'),
      means: (v: Prefix, not: boolean) => meansEnd('opened to', v, not),
    },
    ctreplsrc: {
      names: ['--ctreplsrc'],
      takes: prefix,
      invertible: true,
      help: nat('src', 'answered'),
      means: (v: Prefix, not: boolean) => meansEnd('answered from', v, not),
    },
    ctrepldst: {
      names: ['--ctrepldst'],
      takes: prefix,
      invertible: true,
      help: nat('dst', 'answered'),
      means: (v: Prefix, not: boolean) => meansEnd('answered to', v, not),
    },
    ctorigsrcport: {
      names: ['--ctorigsrcport'],
      takes: looseRange,
      invertible: true,
      help: 'Matches packets of connections opened from this port.',
      means: (v: PortRange, not: boolean) =>
        `The connection was ${not ? 'not ' : ''}opened from port ${sayRange(v)}.`,
    },
    ctorigdstport: {
      names: ['--ctorigdstport'],
      takes: looseRange,
      invertible: true,
      help: 'Matches packets of connections opened to this port, before any translation.',
      means: (v: PortRange, not: boolean) =>
        `The connection was ${not ? 'not ' : ''}opened to port ${sayRange(v)}, before any translation.`,
    },
    ctreplsrcport: {
      names: ['--ctreplsrcport'],
      takes: looseRange,
      invertible: true,
      help: 'Matches packets of connections answered from this port.',
      means: (v: PortRange, not: boolean) =>
        `Replies ${not ? 'do not come' : 'come'} from port ${sayRange(v)}.`,
    },
    ctrepldstport: {
      names: ['--ctrepldstport'],
      takes: looseRange,
      invertible: true,
      help: 'Matches packets of connections answered to this port.',
      means: (v: PortRange, not: boolean) => `Replies ${not ? 'do not go' : 'go'} to port ${sayRange(v)}.`,
    },
    ctexpire: {
      names: ['--ctexpire'],
      takes: seconds,
      invertible: true,
      help: 'Matches packets of connections whose entry expires in this many seconds.',
      means: (v: PortRange, not: boolean) =>
        `The connection’s entry ${not ? 'does not expire' : 'expires'} in ${sayRange(v)} seconds.`,
    },
    ctdir: {
      names: ['--ctdir'],
      takes: direction,
      help: 'Matches packets that go in this direction, seen from the side that opened the connection.',
      means: (v: 'ORIGINAL' | 'REPLY') =>
        v === 'REPLY' ? 'Replies only.' : 'Only packets from the side that opened the connection.',
    },
  },
  parse(given) {
    const parts = order.flatMap((key) =>
      given[key] ? [partOf(key, given[key].value, given[key].inverted)] : [],
    );
    return parts.length
      ? parsed({ parts })
      : refused('conntrack: At least one option is required', 'Say what to look at: --ctstate NEW.');
  },
  save: (d) => d.parts.map((p) => `${p.inverted ? ' !' : ''} --${p.key} ${value(p)}`).join(''),
  list: (d, { numeric }) =>
    d.parts.map((p) => `${p.inverted ? '! ' : ''}${p.key} ${value(p, numeric)}`).join(' '),
  phrase: (d, { table }) => d.parts.map((p) => phraseOf(p, table === 'nat')),
  explain: (d) =>
    d.parts
      .map((p) => `${said[p.key]} ${p.inverted ? 'not ' : ''}${value(p).replaceAll(',', ' or ')}`)
      .join(', and '),
  test: (d, skb) => d.parts.every((p) => passes(p, skb, asksState(d))),
  asks: ({ parts: [part, ...more] }) =>
    part && 'words' in part && part.key === 'ctstate' && !more.length
      ? [{ kind: 'state', states: part.words, inverted: part.inverted }]
      : null,
  checks: (d, skb) =>
    d.parts.map((p) => check(passes(p, skb, asksState(d)), needed(p), hasNow(p, connectionSeen(skb)))),
});
