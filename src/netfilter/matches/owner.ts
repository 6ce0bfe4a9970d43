import { parsed, refused } from '../../text/problem.ts';
import { defineMatch, type GivenOption, type Value } from '../extension.ts';
import { groupNames, userNames } from '../values/accounts.ts';
import { readUint } from '../values/uint.ts';
import { check } from './check.ts';

type Ids = { readonly from: number; readonly to: number };
type Side = (Ids & { readonly inverted: boolean }) | null;

/** Reference: extensions/libxt_owner.c, owner_parse_range. */
const ids = (names: ReadonlyMap<number, string>): Value<Ids> => ({
  form: 'id[-id]|name',
  parse(text, place) {
    const known = [...names].find(([, name]) => name === text);
    if (known) return parsed({ from: known[0], to: known[0] });
    const bad = () =>
      refused(
        `${place.extension}: Bad value for "--${place.option}" option: "${text}"`,
        'Give a number, a range such as 1000-1999, or a name this machine knows.',
      );
    const from = readUint(text);
    if (!from || from.value > 0xfffffffen) return bad();
    if (from.rest === '') return parsed({ from: Number(from.value), to: Number(from.value) });
    const to = from.rest[0] === '-' || from.rest[0] === ':' ? readUint(from.rest.slice(1)) : null;
    return to?.rest !== '' || to.value > 0xfffffffen
      ? bad()
      : parsed({ from: Number(from.value), to: Number(to.value) });
  },
});
const side = (g: GivenOption<Ids> | undefined): Side => (g ? { ...g.value, inverted: g.inverted } : null);
const save = (name: string, s: Side) =>
  s ? `${s.inverted ? ' !' : ''} --${name}-owner ${s.from === s.to ? s.from : `${s.from}-${s.to}`}` : '';
const list = (word: string, s: Side, names: ReadonlyMap<number, string> | null) =>
  s
    ? [
        `${s.inverted ? '! ' : ''}owner ${word} match ${s.from === s.to ? (names?.get(s.from) ?? s.from) : `${s.from}-${s.to}`}`,
      ]
    : [];
const sayIds = ({ from, to }: Ids, names: ReadonlyMap<number, string>) =>
  from === to ? `${from}${names.has(from) ? ` (${names.get(from)})` : ''}` : `${from} to ${to}`;
const say = (word: string, s: Side) =>
  s
    ? [
        `the program's ${word} is ${s.inverted ? 'not ' : ''}${s.from === s.to ? s.from : `${s.from} to ${s.to}`}`,
      ]
    : [];
const matchesSide = (s: Side, id: number | null | undefined) =>
  s === null || (id != null && id >= s.from && id <= s.to) !== s.inverted;

/** Matches whose program sends a packet. Reference: net/netfilter/xt_owner.c, extensions/libxt_owner.c */
export const owner = defineMatch({
  name: 'owner',
  summary: 'Matches packets sent by a local program with this user or group ID.',
  hooks: ['OUTPUT', 'POSTROUTING'],
  options: {
    uid: {
      names: ['--uid-owner'],
      takes: ids(userNames),
      invertible: true,
      help: 'Matches packets of programs that this user, or one in this range, runs.',
      means: (v: Ids, not: boolean) =>
        `Sent by a program of ${not ? 'any user but ' : 'user '}${sayIds(v, userNames)}.`,
    },
    gid: {
      names: ['--gid-owner'],
      takes: ids(groupNames),
      invertible: true,
      help: 'Matches packets of programs that run in this group.',
      means: (v: Ids, not: boolean) =>
        `Sent by a program of ${not ? 'any group but ' : 'group '}${sayIds(v, groupNames)}.`,
    },
    socket: {
      names: ['--socket-exists'],
      takes: null,
      invertible: true,
      help: 'Matches packets that a socket of this machine sends.',
      means: (_: true, not: boolean) =>
        `${not ? 'Not sent by a socket of this machine' : 'Sent by a socket of this machine'}.`,
    },
    groups: {
      names: ['--suppl-groups'],
      takes: null,
      atOnce: (before, inverted) =>
        before['gid'] || inverted
          ? null
          : refused(
              'owner: Bad value for "--suppl-groups" option: "you need to use --gid-owner first"',
              'Put --gid-owner in front.',
            ),
      help: 'Looks at the program’s supplementary groups too.',
    },
  },
  demand: (g) =>
    g.uid || g.gid || g.socket
      ? null
      : refused(
          'owner: At least one of --uid-owner, --gid-owner or --socket-exists is required',
          'Say whose: --uid-owner 1000.',
        ),
  parse: (g) =>
    parsed({
      uid: side(g.uid),
      gid: side(g.gid),
      socket: g.socket ? { inverted: g.socket.inverted } : null,
      groups: g.groups !== undefined,
    }),
  check: (d) =>
    [d.uid, d.gid].some((s) => s && s.from > s.to)
      ? { errno: 'Invalid argument', hint: 'The smaller number of a range comes first.' }
      : null,
  save: (d) =>
    `${d.socket ? `${d.socket.inverted ? ' !' : ''} --socket-exists` : ''}${save('uid', d.uid)}${save('gid', d.gid)}${d.groups ? ' --suppl-groups' : ''}`,
  list: (d, { numeric }) =>
    [
      ...(d.socket ? [`${d.socket.inverted ? '! ' : ''}owner socket exists`] : []),
      ...list('UID', d.uid, numeric ? null : userNames),
      ...list('GID', d.gid, numeric ? null : groupNames),
      ...(d.groups ? ['incl. suppl. groups'] : []),
    ].join(' '),
  phrase(d) {
    const who = (kind: string, s: NonNullable<Side>, names: ReadonlyMap<number, string>) =>
      `${kind}${s.from === s.to ? '' : 's'} ${sayIds(s, names)}`;
    return [
      ...(d.socket ? [{ that: 'come from a socket of this machine', not: d.socket.inverted }] : []),
      ...(d.uid
        ? [{ that: `come from a program of ${who('user', d.uid, userNames)}`, not: d.uid.inverted }]
        : []),
      ...(d.gid
        ? [
            {
              that: `come from a program of ${who('group', d.gid, groupNames)}${d.groups ? ' or a member of it' : ''}`,
              not: d.gid.inverted,
            },
          ]
        : []),
    ];
  },
  explain: (d) =>
    [
      ...(d.socket ? [`${d.socket.inverted ? 'no socket' : 'a socket'} of this machine sends it`] : []),
      ...say('user', d.uid),
      ...say('group', d.gid),
    ].join(', and '),
  test(d, skb) {
    // A packet without a socket matches only where every question is turned around.
    if (!skb.owner) return !d.groups && [d.uid, d.gid, d.socket].every((s) => s === null || s.inverted);
    if (d.socket?.inverted) return false;
    return matchesSide(d.uid, skb.owner.uid) && matchesSide(d.gid, skb.owner.gid);
  },
  checks(d, { owner }) {
    const noSocket = 'no socket of this machine sent the packet';
    const sent = owner?.uid == null ? 'a socket without a program sent the packet' : null;
    const side = (word: string, s: Side, id: number | null | undefined) =>
      s
        ? [
            check(
              owner ? matchesSide(s, id) : s.inverted && !d.groups,
              `${word} ${s.inverted ? 'other than ' : ''}${s.from === s.to ? s.from : `${s.from} to ${s.to}`}`,
              owner ? (sent ?? `${word} ${id} sent the packet`) : noSocket,
            ),
          ]
        : [];
    const socket = d.socket
      ? [
          check(
            owner ? !d.socket.inverted : d.socket.inverted && !d.groups,
            `${d.socket.inverted ? 'no socket' : 'a socket'} of this machine as the sender`,
            owner ? 'a socket of this machine sent the packet' : noSocket,
          ),
        ]
      : [];
    return [...socket, ...side('user', d.uid, owner?.uid), ...side('group', d.gid, owner?.gid)];
  },
});
