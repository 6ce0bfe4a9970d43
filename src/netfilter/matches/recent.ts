import { defineMatch } from '../extension.ts';
import { parsed, refused } from '../problem.ts';
import { masked, printAddress } from '../values/address.ts';
import { host } from '../values/host.ts';
import { text } from '../values/text.ts';
import { uint } from '../values/uint.ts';

const actions = ['set', 'rcheck', 'update', 'remove'] as const;
const others = (key: string) => actions.filter((a) => a !== key);
const words = { set: 'SET', rcheck: 'CHECK', update: 'UPDATE', remove: 'REMOVE' } as const;
/** ip_pkt_list_tot, rounded up: how many times of one address are kept. */
const kept = 32;

/** What a list holds: the times (ms) an address was seen, and with how many hops left. */
type List = Readonly<Record<string, { readonly ttl: number; readonly times: readonly number[] }>>;

/** Keeps lists of addresses and asks them. Reference: net/netfilter/xt_recent.c, extensions/libxt_recent.c */
export const recent = defineMatch({
  name: 'recent',
  summary: 'Keeps a list of addresses with the times they were seen, and asks it.',
  options: {
    set: { names: ['--set'], takes: null, invertible: true, excludes: others('set'), help: 'Puts the address on the list, and fits.' },
    rcheck: { names: ['--rcheck'], takes: null, invertible: true, excludes: others('rcheck'), help: 'Fits if the address is on the list.' },
    update: { names: ['--update'], takes: null, invertible: true, excludes: others('update'), help: 'Fits if the address is on the list, and notes this time too.' },
    remove: { names: ['--remove'], takes: null, invertible: true, excludes: others('remove'), help: 'Takes the address off the list, and fits if it was there.' },
    seconds: { names: ['--seconds'], takes: uint(0xffffffff, 1), help: 'Counts only what was seen in the last so many seconds.' },
    reap: { names: ['--reap'], takes: null, also: ['seconds'], help: 'Forgets what is older than --seconds.' },
    hitcount: { names: ['--hitcount'], takes: uint(0xffffffff), help: 'Fits only if the address was seen so many times.' },
    rttl: { names: ['--rttl'], takes: null, excludes: ['set', 'remove'], help: 'Fits only if the hops left are those of the first time.' },
    name: { names: ['--name'], takes: text({ keep: 199, form: 'name' }), help: 'The list’s name; DEFAULT if you leave it out.' },
    rsource: { names: ['--rsource'], takes: null, help: 'Keeps source addresses, as it does if you say nothing.' },
    rdest: { names: ['--rdest'], takes: null, help: 'Keeps destination addresses.' },
    mask: { names: ['--mask'], takes: host, help: 'Keeps only these bits of an address.' },
  },
  demand: (g) => (actions.some((a) => g[a]) ? null : refused("recent: you must specify one of `--set', `--rcheck' `--update' or `--remove'", 'Say what to do: --set, --rcheck, --update or --remove.')),
  parse(g) {
    const action = actions.find((a) => g[a])!;
    return parsed({
      action, inverted: g[action]!.inverted, seconds: g.seconds?.value ?? 0, reap: g.reap !== undefined, hitcount: g.hitcount?.value ?? 0, rttl: g.rttl !== undefined,
      name: g.name?.value ?? 'DEFAULT', destination: (g.rdest?.order ?? -1) > (g.rsource?.order ?? -1), mask: g.mask?.value ?? 0xffffffff,
    });
  },
  check(d) {
    const invalid = (hint: string) => ({ errno: 'Invalid argument' as const, hint });
    if ((d.action === 'set' || d.action === 'remove') && (d.seconds || d.hitcount || d.reap || d.rttl)) return invalid(`--${d.action} asks nothing, so --seconds and --hitcount mean nothing beside it.`);
    if (d.hitcount >= 65536) return invalid('--hitcount goes up to 65535.');
    return d.name === '' || d.name.includes('/') ? invalid('A list’s name is not empty and has no slash.') : null;
  },
  save: (d) =>
    `${d.inverted ? ' !' : ''} --${d.action}${d.seconds ? ` --seconds ${d.seconds}` : ''}${d.reap ? ' --reap' : ''}${d.hitcount ? ` --hitcount ${d.hitcount}` : ''}${d.rttl ? ' --rttl' : ''} --name ${d.name} --mask ${printAddress(d.mask)} --r${d.destination ? 'dest' : 'source'}`,
  list: (d) =>
    `${d.inverted ? '! ' : ''}recent: ${words[d.action]}${d.seconds ? ` seconds: ${d.seconds}` : ''}${d.reap ? ' reap' : ''}${d.hitcount ? ` hit_count: ${d.hitcount}` : ''}${d.rttl ? ' TTL-Match' : ''} name: ${d.name} side: ${d.destination ? 'dest' : 'source'} mask: ${printAddress(d.mask)}`,
  explain(d) {
    const which = `the ${d.destination ? 'destination' : 'source'} address`;
    const when = `${d.hitcount ? `, seen ${d.hitcount} times or more` : ''}${d.seconds ? `, in the last ${d.seconds} seconds` : ''}`;
    if (d.action === 'set') return `${which} is put on the list ${d.name}`;
    return `${which} is ${d.inverted ? 'not ' : ''}on the list ${d.name}${when}${d.action === 'update' ? '; this time is noted too' : d.action === 'remove' ? '; it is taken off' : ''}`;
  },
  test(d, skb, environment) {
    const key = `recent ${d.name}`;
    const list = (environment.recall(key) as List | undefined) ?? {};
    // Forwarded packets have lost a hop already; the list has the hops from before.
    const ttl = skb.packet.ttl + (skb.output !== null && skb.owner === null ? 1 : 0);
    const address = printAddress(masked(d.destination ? skb.packet.destination : skb.packet.source, d.mask));
    const entry = list[address] && (!d.rttl || list[address].ttl === ttl) ? list[address] : undefined;
    const write = (times: readonly number[]) => environment.remember(key, { ...list, [address]: { ttl, times: times.slice(-kept) } });
    if (!entry) {
      if (d.action !== 'set') return d.inverted;
      write([environment.now]);
      return !d.inverted;
    }
    if (d.action === 'remove') {
      const { [address]: _, ...rest } = list;
      environment.remember(key, rest);
      return !d.inverted;
    }
    const since = environment.now - d.seconds * 1000;
    const fresh = entry.times.filter((t) => d.seconds === 0 || t >= since);
    const hit = d.action === 'set' || (d.hitcount ? fresh.length >= d.hitcount : fresh.length > 0);
    const fits = hit !== d.inverted;
    const times = d.reap ? fresh : entry.times;
    if (d.action === 'set' || (d.action === 'update' && fits)) write([...times, environment.now]);
    return fits;
  },
  saw: (d, skb) => `the ${d.destination ? 'destination' : 'source'} ${printAddress(d.destination ? skb.packet.destination : skb.packet.source)}, which the list answers otherwise for`,
});
