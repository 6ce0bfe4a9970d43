import { parsed, refused } from '../../text/problem.ts';
import type { Environment } from '../environment.ts';
import { defineMatch } from '../extension.ts';
import type { Skb } from '../packet.ts';
import { numeral } from '../print/sentence/words.ts';
import { masked, printAddress } from '../values/address.ts';
import { host } from '../values/host.ts';
import { text } from '../values/text.ts';
import { uint } from '../values/uint.ts';
import { check } from './check.ts';

const actions = ['set', 'rcheck', 'update', 'remove'] as const;
const others = (key: string) => actions.filter((a) => a !== key);
const words = { set: 'SET', rcheck: 'CHECK', update: 'UPDATE', remove: 'REMOVE' } as const;
/**
 * ip_list_tot: how many addresses a list holds. One more, and the one that was seen least recently has to go.
 */
const longest = 100;
/**
 * How many times of one address are kept: 32, or as many as a rule needs, rounded up to a power of 2.
 * Reference: recent_mt_check.
 */
const keptFor = (hitcount: number): number => (hitcount === 0 ? 32 : 2 ** Math.ceil(Math.log2(hitcount)));

/** One address of a list: the times (ms) it was seen, and with how many hops left. */
type Entry = { readonly ttl: number; readonly times: readonly number[] };
/** A list, the address that was seen last at its end. The mask is that of the rule that came first. */
type List = {
  readonly mask: number;
  readonly kept: number;
  readonly entries: Readonly<Record<string, Entry>>;
};

const keyOf = (d: { readonly name: string }) => `recent ${d.name}`;
const without = (entries: List['entries'], address: string): List['entries'] => {
  const { [address]: _, ...others } = entries;
  return others;
};
/** Puts an entry at the end of the list; the first one makes room. */
const put = (entries: List['entries'], address: string, entry: Entry): List['entries'] => {
  const first = Object.keys(entries)[0];
  const room =
    entries[address] || first === undefined || Object.keys(entries).length < longest
      ? entries
      : without(entries, first);
  return { ...without(room, address), [address]: entry };
};

type Data = {
  readonly name: string;
  readonly destination: boolean;
  readonly mask: number;
  readonly hitcount: number;
  readonly seconds: number;
  readonly rttl: boolean;
};

/** The list as the packet met it, what it has of the packet's address, and which of the times count. */
const lookedUp = (d: Data, skb: Skb, environment: Environment) => {
  const before = (environment.recall(keyOf(d)) as List | undefined) ?? { mask: d.mask, kept: 0, entries: {} };
  const list: List = { ...before, kept: Math.max(before.kept, keptFor(d.hitcount)) };
  // Forwarded packets have lost a hop already; the list has the hops from before.
  const ttl = skb.packet.ttl + (skb.output !== null && skb.owner === null ? 1 : 0);
  const address = printAddress(masked(d.destination ? skb.packet.destination : skb.packet.source, list.mask));
  const found = list.entries[address];
  const entry = found && (!d.rttl || found.ttl === 0 || found.ttl === ttl) ? found : undefined;
  const since = environment.now - d.seconds * 1000;
  const fresh = entry?.times.filter((t) => d.seconds === 0 || t >= since) ?? [];
  return { list, address, ttl, entry, since, fresh };
};

/** Keeps lists of addresses and asks them. Reference: net/netfilter/xt_recent.c, extensions/libxt_recent.c */
export const recent = defineMatch({
  name: 'recent',
  summary: 'Keeps a list of addresses with the times they were seen, and looks addresses up in it.',
  options: {
    set: {
      names: ['--set'],
      takes: null,
      invertible: true,
      excludes: others('set'),
      help: 'Adds the address to the list, or notes another time, and matches.',
    },
    rcheck: {
      names: ['--rcheck'],
      takes: null,
      invertible: true,
      excludes: others('rcheck'),
      help: 'Matches if the address is on the list.',
      means: (_: true, not: boolean) => `The address is ${not ? 'not ' : ''}on the list.`,
    },
    update: {
      names: ['--update'],
      takes: null,
      invertible: true,
      excludes: others('update'),
      help: 'Matches if the address is on the list, and notes this time too.',
      means: (_: true, not: boolean) =>
        `The address is ${not ? 'not on the list' : 'on the list; note this time too'}.`,
    },
    remove: {
      names: ['--remove'],
      takes: null,
      invertible: true,
      excludes: others('remove'),
      help: 'Matches if the address is on the list, and removes it.',
      means: (_: true, not: boolean) =>
        `The address is ${not ? 'not on the list' : 'on the list; remove it'}.`,
    },
    seconds: {
      names: ['--seconds'],
      takes: uint(0xffffffff, 1),
      help: 'Counts only the last so many seconds.',
      means: (v: number) => `Count only the last ${v} seconds.`,
    },
    reap: {
      names: ['--reap'],
      takes: null,
      also: ['seconds'],
      help: 'Deletes entries older than --seconds.',
    },
    hitcount: {
      names: ['--hitcount'],
      takes: uint(0xffffffff),
      help: 'Matches only if the address was seen at least this many times.',
      means: (v: number) => `Seen at least ${v} times.`,
    },
    rttl: {
      names: ['--rttl'],
      takes: null,
      excludes: ['set', 'remove'],
      help: 'Matches only if the TTL is the same as that of the first packet.',
    },
    name: {
      names: ['--name'],
      takes: text({ keep: 199, form: 'name' }),
      help: 'The list’s name; DEFAULT if you leave it out.',
      means: (v: string) => `The list is called ${v}.`,
    },
    rsource: {
      names: ['--rsource'],
      takes: null,
      help: 'Keeps source addresses, which is the default.',
    },
    rdest: { names: ['--rdest'], takes: null, help: 'Keeps destination addresses.' },
    mask: {
      names: ['--mask'],
      takes: host,
      help: 'Keeps only these bits of an address.',
      means: (v: number) =>
        v === 0xffffffff ? 'Keep whole addresses.' : `Keep only the bits ${printAddress(v)} of an address.`,
    },
  },
  demand: (g) =>
    actions.some((a) => g[a])
      ? null
      : refused(
          "recent: you must specify one of `--set', `--rcheck' `--update' or `--remove'",
          'Say what to do: --set, --rcheck, --update or --remove.',
        ),
  parse(g) {
    const action = actions.find((a) => g[a])!;
    return parsed({
      action,
      inverted: g[action]!.inverted,
      seconds: g.seconds?.value ?? 0,
      reap: g.reap !== undefined,
      hitcount: g.hitcount?.value ?? 0,
      rttl: g.rttl !== undefined,
      name: g.name?.value ?? 'DEFAULT',
      destination: (g.rdest?.order ?? -1) > (g.rsource?.order ?? -1),
      mask: g.mask?.value ?? 0xffffffff,
    });
  },
  check(d) {
    const invalid = (hint: string) => ({ errno: 'Invalid argument' as const, hint });
    if ((d.action === 'set' || d.action === 'remove') && (d.seconds || d.hitcount || d.reap || d.rttl))
      return invalid(`--${d.action} does not look at times, so it takes no --seconds and --hitcount.`);
    if (d.hitcount >= 65536) return invalid('--hitcount goes up to 65535.');
    return d.name === '' || d.name.includes('/')
      ? invalid('A list’s name is not empty and has no slash.')
      : null;
  },
  save: (d) =>
    `${d.inverted ? ' !' : ''} --${d.action}${d.seconds ? ` --seconds ${d.seconds}` : ''}${d.reap ? ' --reap' : ''}${d.hitcount ? ` --hitcount ${d.hitcount}` : ''}${d.rttl ? ' --rttl' : ''} --name ${d.name} --mask ${printAddress(d.mask)} --r${d.destination ? 'dest' : 'source'}`,
  list: (d) =>
    `${d.inverted ? '! ' : ''}recent: ${words[d.action]}${d.seconds ? ` seconds: ${d.seconds}` : ''}${d.reap ? ' reap' : ''}${d.hitcount ? ` hit_count: ${d.hitcount}` : ''}${d.rttl ? ' TTL-Match' : ''} name: ${d.name} side: ${d.destination ? 'dest' : 'source'} mask: ${printAddress(d.mask)}`,
  phrase(d) {
    const address = `the ${d.destination ? 'destination' : 'source'} address`;
    if (d.action === 'set')
      return {
        does: `note ${address} of … in the list ${d.name}`,
        done: `their ${d.destination ? 'destination' : 'source'} address is noted in the list ${d.name}`,
        ...(d.inverted && { when: 'that fails, which never happens' }),
      };
    const times = d.hitcount > 1 ? `${numeral(d.hitcount)} or more times` : '';
    const since = d.seconds ? `in the last ${d.seconds === 1 ? 'second' : `${d.seconds} seconds`}` : '';
    const list = d.name === 'DEFAULT' ? '' : ` (list ${d.name})`;
    const seen =
      times || since
        ? `${address} has ${d.inverted ? 'not ' : ''}been seen ${[times, since].filter(Boolean).join(' ')}${list}`
        : `${address} is ${d.inverted ? 'not ' : ''}on the list ${d.name}`;
    return {
      when: `${seen}${d.rttl ? ', with the same TTL' : ''}`,
      ...(d.action === 'remove' &&
        !d.inverted && {
          does: 'take that address of … off the list',
          done: 'the address is taken off the list',
        }),
      ...(d.action === 'update' &&
        !d.inverted && { does: 'note that address of … again', done: 'the address is noted again' }),
    };
  },
  explain(d) {
    const which = `the ${d.destination ? 'destination' : 'source'} address`;
    const when = `${d.hitcount ? `, seen ${d.hitcount} times or more` : ''}${d.seconds ? `, in the last ${d.seconds} seconds` : ''}`;
    if (d.action === 'set') return `${which} is put on the list ${d.name}`;
    return `${which} is ${d.inverted ? 'not ' : ''}on the list ${d.name}${when}${d.action === 'update' ? '; this time is noted too' : d.action === 'remove' ? '; it is taken off' : ''}`;
  },
  shares: (d) => [keyOf(d)],
  test(d, skb, environment) {
    const { list, address, ttl, entry, fresh, since } = lookedUp(d, skb, environment);
    const write = (entries: List['entries']) => environment.remember(keyOf(d), { ...list, entries });
    const seen = (entries: List['entries'], times: readonly number[]) =>
      put(entries, address, { ttl, times: [...times, environment.now].slice(-list.kept) });
    if (!entry) {
      write(d.action === 'set' ? seen(list.entries, []) : list.entries);
      return (d.action === 'set') !== d.inverted;
    }
    if (d.action === 'remove') {
      write(without(list.entries, address));
      return !d.inverted;
    }
    const matches = (d.action === 'set' || fresh.length >= Math.max(1, d.hitcount)) !== d.inverted;
    const noted = d.action === 'set' || (d.action === 'update' && matches);
    // Of the whole list only the one seen least recently is looked at, and not if it is about to be noted.
    const [oldest, old] = Object.entries(list.entries)[0]!;
    const reaped = d.reap && !(noted && oldest === address) && old.times.at(-1)! < since;
    const entries = reaped ? without(list.entries, oldest) : list.entries;
    write(noted ? seen(entries, entry.times) : entries);
    return matches;
  },
  checks(d, skb, environment, met) {
    const { address, entry, fresh } = lookedUp(d, skb, environment);
    const which = d.destination ? 'destination' : 'source';
    const times = d.hitcount ? ` ${d.hitcount} times or more` : '';
    const since = d.seconds ? ` in the last ${d.seconds} seconds` : '';
    return [
      check(
        met,
        d.action === 'set'
          ? `${d.inverted ? 'a' : 'any'} ${which} address${d.inverted ? ' that the list does not take' : ''}`
          : `a ${which} address ${d.inverted ? 'not ' : ''}on the list ${d.name}${times || since ? `, seen${times}${since}` : ''}`,
        entry
          ? `${address} is on the list, seen ${fresh.length === 1 ? 'once' : `${fresh.length} times`}${since}`
          : `${address} is not on the list${d.rttl ? ' with this TTL' : ''}`,
      ),
    ];
  },
});
