import { firstBytes } from '../../text/bytes.ts';
import { type Parsed, parsed, refused } from '../../text/problem.ts';
import { eventBits } from '../datapath/connectionEvents.ts';
import { commonZone } from '../datapath/conntrack.ts';
import { defineTarget, type GivenOption, type Value } from '../extension.ts';
import type { Template } from '../packet.ts';
import { text } from '../values/text.ts';
import { parseUint } from '../values/uint.ts';
import { goesOn } from './goesOn.ts';
import { isSettled, untrack, untrackedDeed } from './untrack.ts';

const events = Object.keys(eventBits).slice(0, -1) as readonly (keyof typeof eventBits)[];
const list = (words: readonly string[]): Value<readonly string[]> => ({
  form: 'event,event…',
  suggestions: words,
  parse(given): Parsed<readonly string[]> {
    const wrong = given.split(',').find((w) => !words.includes(w));
    return wrong === undefined
      ? parsed(words.filter((w) => given.split(',').includes(w)))
      : refused(`Unknown event type "${wrong}"`, `Events are ${words.join(', ')}.`);
  },
});
const zone: Value<string> = {
  form: 'number|mark',
  parse(given) {
    const id = given === 'mark' ? null : parseUint(given, 0, 65535);
    return given === 'mark'
      ? parsed('mark')
      : id === null
        ? refused(`Cannot parse ${given} as a zone ID`, 'A zone is a number up to 65535, or the word mark.')
        : parsed(String(id));
  },
};

type Zones = { readonly [K in 'zone' | 'zoneOrig' | 'zoneReply']?: GivenOption<string> };
/** The three share a number, and the one given last says it; both directions together are none. */
const zoneGiven = (g: Zones): { readonly name: keyof typeof directions; readonly value: string } | null => {
  const given = [g.zone, g.zoneOrig, g.zoneReply].filter((z) => z !== undefined);
  const last = given.sort((a, b) => b.order - a.order)[0];
  if (!last) return null;
  return {
    name: !g.zoneOrig === !g.zoneReply ? 'zone' : g.zoneOrig ? 'zone-orig' : 'zone-reply',
    value: given.some((z) => z.value === 'mark') ? 'mark' : last.value,
  };
};

/** Zone 0 is where everything is anyway, and is not printed. */
const named = (zone: ReturnType<typeof zoneGiven>, sign: string) =>
  zone && zone.value !== '0' && `${sign}${zone.name} ${zone.value}`;

const zoneWays = {
  zone: '',
  'zone-orig': ' (original direction)',
  'zone-reply': ' (reply direction)',
} as const;
const directions = { zone: 'both', 'zone-orig': 'original', 'zone-reply': 'reply' } as const;
const zoneOf = (
  zone: { readonly name: keyof typeof directions; readonly value: string } | null,
): Template['zone'] =>
  zone === null
    ? commonZone
    : { id: zone.value === 'mark' ? 'mark' : Number(zone.value), direction: directions[zone.name] };

/**
 * What `--ctevents` lets through; `--expevents` alone leaves nothing of connections. Reference:
 * net/netfilter/nf_conntrack_ecache.c, nf_ct_ecache_ext_add
 */
const told = (ofConnection: readonly string[], ofExpected: readonly string[]): Template['events'] =>
  ofConnection.length + ofExpected.length === 0
    ? null
    : ofConnection.reduce((bits, name) => bits | eventBits[name as keyof typeof eventBits], 0);

/** Helpers this kernel has, with the protocol and port of each. */
const helpers: Readonly<Record<string, number>> = {
  ftp: 6,
  'ftp-0': 6,
  irc: 6,
  sip: 17,
  tftp: 17,
  amanda: 17,
  'netbios-ns': 17,
  snmp: 17,
  pptp: 6,
  'Q.931': 6,
  RAS: 17,
  sane: 6,
};

/**
 * Says how connection tracking is to treat the packet. Reference: net/netfilter/xt_CT.c,
 * extensions/libxt_CT.c
 */
export const CT = defineTarget({
  name: 'CT',
  summary: 'Sets how connection tracking handles the packet: not at all, with a helper, or in a zone.',
  tables: ['raw'],
  options: {
    notrack: { names: ['--notrack'], takes: null, help: 'Leaves the packet untracked.' },
    helper: {
      names: ['--helper'],
      takes: text({ keep: 15, form: 'name' }),
      help: 'Lets this helper watch the connection.',
      means: (v: string) => `Let the helper ${v} watch the connection.`,
    },
    timeout: {
      names: ['--timeout'],
      takes: text({ keep: 31, form: 'name' }),
      help: 'Uses the timeouts of this policy for the connection.',
      means: (v: string) => `Use the timeouts of the policy ${v}.`,
    },
    ctevents: {
      names: ['--ctevents'],
      takes: list(events),
      help: 'Reports only these events of the connection.',
      means: (v: readonly string[]) => `Report only these events of the connection: ${v.join(', ')}.`,
    },
    expevents: {
      names: ['--expevents'],
      takes: list(['new']),
      help: 'Reports only these events of expected connections.',
      means: (v: readonly string[]) => `Report only these events of expected connections: ${v.join(', ')}.`,
    },
    zoneOrig: {
      names: ['--zone-orig'],
      takes: zone,
      help: 'Uses this zone in the original direction.',
      means: (v: string) => `Use zone ${v} in the original direction.`,
    },
    zoneReply: {
      names: ['--zone-reply'],
      takes: zone,
      help: 'Uses this zone in the reply direction.',
      means: (v: string) => `Use zone ${v} in the reply direction.`,
    },
    zone: {
      names: ['--zone'],
      takes: zone,
      help: 'Tracks the packet in this zone.',
      means: (v: string) =>
        v === 'mark' ? 'Track the packet in the zone of its mark.' : `Track the packet in zone ${v}.`,
    },
  },
  parse: (g) =>
    parsed({
      notrack: g.notrack !== undefined,
      helper: g.helper?.value ?? '',
      timeout: g.timeout?.value ?? '',
      ctevents: g.ctevents?.value ?? [],
      expevents: g.expevents?.value ?? [],
      zone: zoneGiven(g),
    }),
  // The kernel notes no connection where a timeout's name goes on.
  loaded: (d) => (d.notrack ? { ...d, timeout: firstBytes(d.timeout, 4) } : d),
  check(d, { rule }) {
    if (d.notrack) return null;
    const unknown = (hint: string) => ({ errno: 'No chain/target/match by that name' as const, hint });
    const any = rule.protocol === null || rule.protocol.inverted;
    if (d.helper && any)
      return unknown('A helper needs to know the protocol. Put -p tcp or -p udp before it.');
    if (d.helper && helpers[d.helper] !== rule.protocol!.number)
      return unknown(`There is no helper ${d.helper} for this protocol.`);
    if (d.timeout && any)
      return {
        errno: 'Invalid argument',
        hint: 'A timeout policy is for one protocol. Put -p tcp or -p udp before it.',
      };
    return d.timeout
      ? unknown(`There is no timeout policy ${d.timeout}. nfct would make one, and this course has no nfct.`)
      : null;
  },
  save: (d) =>
    [
      d.notrack && ' --notrack',
      d.helper && ` --helper ${d.helper}`,
      d.timeout && ` --timeout ${d.timeout}`,
      d.ctevents.length && ` --ctevents ${d.ctevents.join(',')}`,
      d.expevents.length && ` --expevents ${d.expevents.join(',')}`,
      named(d.zone, ' --'),
    ]
      .filter(Boolean)
      .join(''),
  list: (d) =>
    [
      'CT',
      d.notrack && 'notrack',
      d.helper && `helper ${d.helper}`,
      d.timeout && `timeout ${d.timeout}`,
      d.ctevents.length && `ctevents ${d.ctevents.join(',')}`,
      d.expevents.length && `expevents ${d.expevents.join(',')}`,
      named(d.zone, ''),
    ]
      .filter(Boolean)
      .join(' '),
  tracks: (d) => !d.notrack,
  deed(d) {
    if (d.notrack) return untrackedDeed;
    const zone =
      d.zone && d.zone.value !== '0'
        ? ` in ${d.zone.value === 'mark' ? 'the zone of their mark' : `zone ${d.zone.value}`}${zoneWays[d.zone.name]}`
        : '';
    const helper = d.helper ? ` with the helper ${d.helper}` : '';
    const special = d.timeout || d.ctevents.length || d.expevents.length ? ' with settings of their own' : '';
    return { they: `are tracked${zone}${helper}${special}`, goesOn: true };
  },
  apply(d, skb) {
    if (d.notrack) return untrack(skb);
    return isSettled(skb)
      ? goesOn(skb)
      : goesOn({
          ...skb,
          template: { zone: zoneOf(d.zone), helper: d.helper || null, events: told(d.ctevents, d.expevents) },
        });
  },
});
