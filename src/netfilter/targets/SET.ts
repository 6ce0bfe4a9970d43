import { parsed, refused } from '../../text/problem.ts';
import { defineTarget, type Value } from '../extension.ts';
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
    `Take --${option} away, or say --${other}-set.`,
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
  summary: 'Puts the packet’s address into a set that ipset has made, or takes it out.',
  options: {
    add: { names: ['--add-set'], ...once('add'), help: 'The set to put the address into.' },
    del: { names: ['--del-set'], ...once('del'), help: 'The set to take the address out of.' },
    map: { names: ['--map-set'], ...once('map'), help: 'The set that says how to mark the packet.' },
    exist: { names: ['--exist'], ...flag, help: 'Starts the time anew if the address is there already.' },
    timeout: {
      names: ['--timeout'],
      takes: timeout,
      repeatable: true,
      invertible: true,
      help: 'For how many seconds it stays.',
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
        hint: '--map-set belongs in the mangle table. Say so with -t mangle.',
      };
    const early =
      d.maps.some((what) => what !== 'mark') &&
      hooks?.some((hook) => hook === 'PREROUTING' || hook === 'INPUT');
    return early
      ? {
          errno: 'Invalid argument',
          hint: '--map-prio and --map-queue belong in FORWARD, OUTPUT or POSTROUTING.',
        }
      : null;
  },
  save: (d) => ` ${parts(d, '--')}`,
  list: (d) => parts(d, ''),
  explain(d) {
    const stays = d.timeout ? ` for ${d.timeout} seconds` : '';
    return `${[
      d.add &&
        `the packet’s ${saySides(d.add)} goes into the set ${d.add.name}${stays}${d.exist ? ', and its time begins anew if it is there already' : ''}`,
      d.del && `the packet’s ${saySides(d.del)} is taken out of the set ${d.del.name}`,
      d.map && `the set ${d.map.name} says how to mark the packet`,
    ]
      .filter(Boolean)
      .join('; ')}; then the next rule is looked at`;
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
