import { parsed, refused } from '../../text/problem.ts';
import { defineTarget, type Value } from '../extension.ts';
import { inTable } from '../inTable.ts';
import { quoted } from '../print/sentence/words.ts';
import { setKey } from '../sets/ipSet.ts';
import { addPacket, deletePacket } from '../sets/lookup.ts';
import { printSet, type SetAndSides, saySides, setName } from '../values/setName.ts';
import { parseUint } from '../values/uint.ts';
import { goesOn, notSimulated } from './goesOn.ts';

const timeout: Value<number> = {
  form: 'seconds',
  parse(text) {
    const n = parseUint(text, 0, 0xfffffffe);
    return n === null
      ? refused(
          'Invalid value for option --timeout or out of range 0-4294967294',
          'Give a number of seconds.',
        )
      : parsed(Number(n));
  },
};
/** The kernel keeps no entry longer. Reference: include/linux/netfilter/ipset/ip_set.h, IPSET_MAX_TIMEOUT. */
const longest = 2_147_483;

const once = (what: string) =>
  ({
    takes: setName,
    words: 2,
    invertible: true,
    twice: `--${what}-set can be specified only once`,
  }) as const;
const flag = { takes: null, repeatable: true, invertible: true } as const;
const needs = (option: string, kind: string, other: string) =>
  refused(
    `${kind} \`--${option}' can be used with \`--${other}-set' only`,
    `Remove --${option}, or add --${other}-set.`,
  );

type Data = {
  readonly add: SetAndSides | null;
  readonly del: SetAndSides | null;
  readonly map: SetAndSides | null;
  readonly exist: boolean;
  readonly timeout: number | null;
  readonly maps: readonly string[];
};
const parts = (d: Data, dashes: string): string =>
  [
    d.add && `${dashes}add-set ${printSet(d.add)}`,
    d.exist && `${dashes}exist`,
    d.timeout !== null && `${dashes}timeout ${d.timeout}`,
    d.del && `${dashes}del-set ${printSet(d.del)}`,
    d.map && `${dashes}map-set ${printSet(d.map)}`,
    ...d.maps.map((what) => `${dashes}map-${what}`),
  ]
    .filter(Boolean)
    .join(' ');

/**
 * Puts the packet's address into a set of ipset. Reference: net/netfilter/xt_set.c, extensions/libxt_SET.c
 */
export const SET = defineTarget({
  name: 'SET',
  summary: 'Adds the packet’s address to a set made with ipset, or removes it.',
  options: {
    add: {
      names: ['--add-set'],
      ...once('add'),
      help: 'The set to add the address to.',
      means: (v: SetAndSides) => `Add the ${saySides(v)} to the ipset ${v.name}.`,
    },
    del: {
      names: ['--del-set'],
      ...once('del'),
      help: 'The set to remove the address from.',
      means: (v: SetAndSides) => `Remove the ${saySides(v)} from the ipset ${v.name}.`,
    },
    map: {
      names: ['--map-set'],
      ...once('map'),
      help: 'The set that says how to mark the packet.',
      means: (v: SetAndSides) => `Look the ${saySides(v)} up in the ipset ${v.name}.`,
    },
    exist: {
      names: ['--exist'],
      ...flag,
      help: 'Restarts the timeout if the address is in the set already.',
    },
    timeout: {
      names: ['--timeout'],
      takes: timeout,
      repeatable: true,
      invertible: true,
      help: 'For how many seconds it stays.',
      means: (v: number) => `It stays for ${v} seconds.`,
    },
    mark: { names: ['--map-mark'], ...flag, help: 'Takes the mark from the set.' },
    prio: { names: ['--map-prio'], ...flag, help: 'Takes the traffic class from the set.' },
    queue: { names: ['--map-queue'], ...flag, help: 'Takes the queue from the set.' },
  },
  demand(g) {
    if (!g.add && !g.del && !g.map)
      return refused(
        "You must specify either `--add-set' or `--del-set' or `--map-set'",
        'Say which set: --add-set NAME src.',
      );
    if (!g.add && g.exist) return needs('exist', 'Flag', 'add');
    if (!g.add && g.timeout) return needs('timeout', 'Option', 'add');
    const maps = (['mark', 'prio', 'queue'] as const).find((what) => g[what]);
    if (!g.map && maps) return needs(`map-${maps}`, 'Flag', 'map');
    return g.map && !maps
      ? refused(
          "You must specify flags `--map-mark' or '--map-prio` or `--map-queue'",
          'Say what to take from the set: --map-mark.',
        )
      : null;
  },
  parse: (g) =>
    parsed({
      add: g.add?.value ?? null,
      del: g.del?.value ?? null,
      map: g.map?.value ?? null,
      exist: g.exist !== undefined,
      timeout: g.timeout?.at(-1)?.value ?? null,
      maps: (['mark', 'prio', 'queue'] as const).filter((what) => g[what]),
    }),
  shares: (d) => [d.add, d.del, d.map].flatMap((set) => (set ? [setKey(set.name)] : [])),
  check(d, { table, hooks }) {
    if (!d.map) return null;
    if (table !== 'mangle')
      return {
        errno: 'Invalid argument',
        hint: `--map-set works only in the mangle table. ${inTable('mangle')}`,
      };
    const early =
      d.maps.some((what) => what !== 'mark') &&
      hooks?.some((hook) => hook === 'PREROUTING' || hook === 'INPUT');
    return early
      ? {
          errno: 'Invalid argument',
          hint: 'Use --map-prio and --map-queue in FORWARD, OUTPUT or POSTROUTING.',
        }
      : null;
  },
  save: (d) => ` ${parts(d, '--')}`,
  list: (d) => parts(d, ''),
  deed(d) {
    const time = d.timeout ? ` for ${d.timeout} seconds` : '';
    const deeds = [
      d.add && `have their ${saySides(d.add)} put into the ipset ${quoted(d.add.name)}${time}`,
      d.del && `have their ${saySides(d.del)} taken out of the ipset ${quoted(d.del.name)}`,
      d.map && `are marked as the ipset ${quoted(d.map.name)} says`,
    ].filter((x) => x !== null);
    return { they: deeds.join(', '), goesOn: true };
  },
  apply(d, skb, environment) {
    if (d.add)
      addPacket(
        d.add.name,
        d.add.sides,
        skb.packet,
        { exist: d.exist, timeout: d.timeout === null ? null : Math.min(d.timeout, longest) },
        environment,
      );
    if (d.del) deletePacket(d.del.name, d.del.sides, skb.packet, environment);
    return d.map ? notSimulated(skb, 'marking packets by a set') : goesOn(skb);
  },
});
