import { defineMatch, type GivenOption, type Value } from '../extension.ts';
import { parsed, refused } from '../problem.ts';
import { masked, maskOf, printAddress } from '../values/address.ts';
import { parsePrefixLength } from '../values/host.ts';
import { parseRate, printRate } from '../values/rate.ts';
import { text } from '../values/text.ts';
import { parseUint, readInt, readLong, readUint, uint } from '../values/uint.ts';
import { ask, type HashTable } from '../hashTable.ts';
import { portsOf } from './ports.ts';

/** XT_HASHLIMIT_SCALE_v2. */
const scale = 1_000_000;
const most = 0xffffffff;
const factor = (suffix: string) => (suffix.startsWith('m') ? 1024 * 1024 : suffix.startsWith('k') ? 1024 : 1);
const modes = ['srcip', 'srcport', 'dstip', 'dstport'] as const;

/** What a packet or a byte costs. Bytes are counted in sixteens. */
type Rate = { readonly bytes: boolean; readonly cost: number; readonly unit: number };

const costToBytes = (cost: number): number => ((cost ? Math.floor(most / cost) : most) - 1) * 16;

/** Reference: extensions/libxt_hashlimit.c, parse_bytes and parse_rate. */
const rate: Value<Rate> = {
  form: 'rate[/second|/minute|/hour|/day] or amount[kb|mb]/s',
  suggestions: ['5/second', '10/minute', '512kb/s'],
  parse(given, place) {
    const bytes = /^(\d+)([km]?)b\/s$/.exec(given);
    if (bytes) {
      const cost = Math.floor(most / (Math.floor((Number(bytes[1]) * factor(bytes[2]!)) / 16) + 1));
      return cost === 0 ? refused(`Rate too high "${given}"\n`, 'Such a rate cannot be kept.') : parsed({ bytes: true, cost, unit: 15 });
    }
    const read = parseRate(given, scale, (count) => Number(BigInt.asUintN(64, readLong(count))));
    if (!read) return refused(`${place.extension}: Bad value for "--${place.option}" option: "${given}"`, 'A rate is a number and a unit: 5/minute, or 512kb/s.');
    return read.period === 0 ? refused(`Rate too fast "${given}"`, 'The fastest rate is 1000000/second.') : parsed({ bytes: false, cost: read.period, unit: read.unit });
  },
};

/** A number of packets, or of bytes with k or m behind it; what follows is not looked at. Reference: parse_burst. */
const burst: Value<number> = {
  form: 'packets, or amount[kb|mb]',
  parse(given) {
    const read = readUint(given);
    return read && read.value >= 1n && read.value <= BigInt(most)
      ? parsed((Number(read.value) * factor(read.rest)) % 2 ** 32)
      : refused('bad value for option "--hashlimit-burst", or out of range (1-1000000).', 'Give a number of packets, or an amount such as 2mb.');
  },
};

const modeList: Value<readonly (typeof modes)[number][]> = {
  form: 'srcip,srcport,dstip,dstport',
  suggestions: modes,
  parse(given, place) {
    const words = given.split(',').filter((w) => w !== '');
    if (words.some((w) => !modes.some((m) => m === w))) return refused(`${place.extension}: Bad value for "--${place.option}" option: "${given}"`, `Choose from ${modes.join(', ')}.`);
    return parsed(modes.filter((m) => words.includes(m)));
  },
};
const mask: Value<number> = {
  form: 'length',
  parse(given, place) {
    const length = parseUint(given, 0, 128) ?? parsePrefixLength(given);
    return length === null ? refused(`${place.extension}: bad value for option "--${place.option}", neither a valid network mask nor valid CIDR (0-32).\n`, 'Give the length of the prefix, from 0 to 32.') : parsed(Number(length));
  },
};

const interval: Value<number> = {
  form: 'seconds',
  parse(given, place) {
    const n = readInt(given);
    return n < 1 ? refused(`${place.extension}: Bad value for "--${place.option}" option: "${given}"`, 'Give a number of seconds.') : parsed(n);
  },
};

/** An amount in the largest unit: a rate in one that leaves little over, a burst in any, rounded down. */
const printBytes = (bytes: number, exact: boolean): string => {
  const [name, size] = ([['m', 1 << 20], ['k', 1024]] as const).find(([, n]) => bytes >= n && (!exact || Math.floor(bytes / n) >= bytes % n)) ?? ['', 1];
  return `${Math.floor(bytes / size)}${name}b`;
};

type Data = {
  readonly above: boolean; readonly bytes: boolean; readonly cost: number; readonly burst: number; readonly modes: readonly (typeof modes)[number][]; readonly name: string;
  readonly size: number; readonly max: number; readonly gcinterval: number; readonly expire: number; readonly srcmask: number; readonly dstmask: number; readonly rateMatch: boolean; readonly interval: number;
};

/** Everything behind the rate, as it is saved and, with other signs, listed. */
const rest = (d: Data, listed: boolean): string => {
  const o = listed ? '' : '--hashlimit-';
  const unit = d.bytes ? 15 : printRate(listed ? d.cost * d.interval : d.cost, scale).unit;
  return [
    d.modes.length && `${o}mode ${d.modes.join(listed ? '-' : ',')}`, !listed && `${o}name ${d.name}`, d.size && `${o}htable-size ${d.size}`, d.max && `${o}htable-max ${d.max}`,
    d.gcinterval !== 1000 && `${o}htable-gcinterval ${d.gcinterval}`, d.expire !== unit * 1000 && !(d.bytes && d.burst && d.expire === 60_000) && `${o}htable-expire ${d.expire}`,
    d.srcmask !== 32 && `${o}srcmask ${d.srcmask}`, d.dstmask !== 32 && `${o}dstmask ${d.dstmask}`, d.rateMatch && `${o}rate-match`, d.rateMatch && d.interval !== 1 && `${o}rate-interval ${d.interval}`,
  ].filter(Boolean).map((part) => ` ${part}`).join('');
};
const rateOf = (d: Data, listed = false) => (d.bytes ? `${printBytes(costToBytes(d.cost), true)}/s` : printRate(listed ? d.cost * d.interval : d.cost, scale).text);
const burstOf = (d: Data) => (d.bytes ? printBytes(costToBytes(d.cost) * d.burst, false) : String(d.burst));

const keyOf = (d: Data) => `hashlimit ${d.name}`;
const inverted = (g: GivenOption<Rate> | undefined) => g?.inverted ?? false;

/** Limits each address, or port, or pair of them, on its own. Reference: net/netfilter/xt_hashlimit.c, extensions/libxt_hashlimit.c */
export const hashlimit = defineMatch({
  name: 'hashlimit',
  summary: 'Limits packets as limit does, but each address or port on its own.',
  options: {
    upto: { names: ['--hashlimit-upto', '--hashlimit'], takes: rate, invertible: true, excludes: ['above'], help: 'Fits packets up to this rate.' },
    above: { names: ['--hashlimit-above'], takes: rate, invertible: true, excludes: ['upto'], help: 'Fits packets above this rate.' },
    srcmask: { names: ['--hashlimit-srcmask'], takes: mask, help: 'Counts source networks of this prefix length together.' },
    dstmask: { names: ['--hashlimit-dstmask'], takes: mask, help: 'Counts destination networks of this prefix length together.' },
    burst: { names: ['--hashlimit-burst'], takes: burst, help: 'How much may come at once at the beginning; 5 packets if you leave it out.' },
    size: { names: ['--hashlimit-htable-size'], takes: uint(most), help: 'How many buckets the hash table has.' },
    max: { names: ['--hashlimit-htable-max'], takes: uint(most), help: 'How many entries the hash table may have.' },
    gcinterval: { names: ['--hashlimit-htable-gcinterval'], takes: uint(most), help: 'How often to look for old entries, in milliseconds.' },
    expire: { names: ['--hashlimit-htable-expire'], takes: uint(most), help: 'After how many idle milliseconds an entry is forgotten.' },
    mode: { names: ['--hashlimit-mode'], takes: modeList, help: 'What each limit is for: srcip, srcport, dstip, dstport, or several of them.' },
    name: { names: ['--hashlimit-name'], takes: text({ min: 1, keep: 254, form: 'name' }), required: true, help: 'The table’s name; rules with the same name share it.' },
    rateMatch: { names: ['--hashlimit-rate-match'], takes: null, help: 'Asks the rate as measured, and takes no credit away.' },
    interval: { names: ['--hashlimit-rate-interval'], takes: interval, help: 'Over how many seconds the rate is measured.' },
  },
  demand(g) {
    const given = g.upto ?? g.above;
    if (!given) return refused('You have to specify --hashlimit', 'Say how many: --hashlimit-upto 5/minute.');
    if (!g.burst) return null;
    if (!given.value.bytes) return g.burst.value > 1_000_000 ? refused('bad value for option "--hashlimit-burst", or out of range (1-1000000).', 'Give a number of packets up to a million.') : null;
    const least = costToBytes(given.value.cost);
    return g.burst.value < least ? refused(`burst cannot be smaller than ${least}b`, 'A burst holds at least what one second lets through.') : null;
  },
  parse(g) {
    const { bytes, unit, ...rate } = (g.upto ?? g.above)!.value;
    // A measured rate is counted by the second, and measured over the unit it was given in.
    const perSecond = g.rateMatch !== undefined && !bytes;
    const cost = perSecond ? Math.floor(rate.cost / unit) : rate.cost;
    const each = costToBytes(cost);
    const size = g.burst?.value ?? 5;
    return parsed({
      above: g.upto ? inverted(g.upto) : !inverted(g.above), bytes, cost, burst: bytes ? (g.burst ? Math.ceil(size / each) : 0) : size,
      modes: g.mode?.value ?? [], name: g.name!.value, size: g.size?.value ?? 0, max: g.max?.value ?? 0, gcinterval: g.gcinterval?.value ?? 1000,
      expire: g.expire?.value ?? (bytes && g.burst ? 60_000 : unit * 1000), srcmask: g.srcmask?.value ?? 32, dstmask: g.dstmask?.value ?? 32, rateMatch: g.rateMatch !== undefined, interval: g.interval?.value ?? (perSecond ? unit : 1),
    });
  },
  check(d) {
    const invalid = (hint: string) => ({ errno: 'Invalid argument' as const, hint });
    if (d.gcinterval === 0 || d.expire === 0) return invalid('Intervals have to be longer than 0.');
    if (d.srcmask > 32 || d.dstmask > 32) return invalid('A prefix of an IPv4 address has at most 32 bits.');
    return d.name.includes('/') || d.name === '.' || d.name === '..' ? invalid('The name becomes a file in /proc, so it cannot have a slash.') : null;
  },
  save: (d) => ` --hashlimit-${d.above ? 'above' : 'upto'} ${rateOf(d)}${d.bytes && !d.burst ? '' : ` --hashlimit-burst ${burstOf(d)}`}${rest(d, false)}`,
  list: (d) => `limit: ${d.above ? 'above' : 'up to'} ${rateOf(d, true)}${d.bytes && !d.burst ? '' : ` burst ${burstOf(d)}`}${rest(d, true)}`,
  explain: (d) => `${d.above ? 'more than' : 'no more than'} ${rateOf(d)} came${d.modes.length ? ` for its ${d.modes.join(', ')}` : ''}, after the first ${burstOf(d)}`,
  shares: (d) => keyOf(d),
  test(d, skb, environment) {
    const p = skb.packet;
    const ports = portsOf(p);
    const part = { srcip: printAddress(masked(p.source, maskOf(d.srcmask))), dstip: printAddress(masked(p.destination, maskOf(d.dstmask))), srcport: ports?.sport ?? 0, dstport: ports?.dport ?? 0 };
    const key = keyOf(d);
    const { table, within } = ask(environment.recall(key) as HashTable | undefined, d, d.modes.map((m) => part[m]).join(' '), p.length, environment.now);
    environment.remember(key, table);
    return within === 'drop' ? 'drop' : within !== d.above;
  },
  saw: (d) => `come ${d.above ? 'slowly enough' : 'too soon after others'}`,
});
