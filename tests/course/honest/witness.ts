/**
 * What became of a packet, found out without the code that says it: rules as iptables-save prints them, and packets that
 * are sent again with a rule to count them or with another target.
 */
import type { Condition } from '../../../src/course/conditions.ts';
import type { Lab } from '../../../src/course/lab.ts';
import { makeChange } from '../../../src/course/makeChange.ts';
import type { PacketResult } from '../../../src/course/runLab.ts';
import { printAddress } from '../../../src/netfilter/values/address.ts';
import { sendProbe } from '../../../src/network/sendProbe.ts';
import type { World } from '../../../src/network/world.ts';
import { run } from '../../../src/shell/run.ts';

/** A place where something is decided: a rule by its number from 1, or a policy. */
export interface Place {
  readonly host: string;
  readonly table: string;
  readonly chain: string;
  readonly number: number | null;
}

/** A packet, and the network right before it was sent. */
export interface Witnessed extends PacketResult {
  readonly before: World;
}

/** The packets of a lab, each with the network before it: `made` is what the learner made of it. */
export const witnessed = (lab: Lab, made: World, packets: readonly PacketResult[]): readonly Witnessed[] => {
  let [world, changes] = [made, 0];
  return packets.map((packet) => {
    while (changes < packet.changes) world = makeChange(world, lab.changes[changes++]!);
    const before = world;
    world = packet.world;
    return { ...packet, before };
  });
};

/** A rule as it is printed: its table in front, and how many packets matched it. */
interface Printed {
  readonly table: string;
  readonly chain: string;
  readonly text: string;
  readonly packets: number;
}

interface Dump {
  readonly rules: readonly Printed[];
  /** `filter INPUT` → `DROP`. */
  readonly policies: ReadonlyMap<string, string>;
  /** Chains that are not built in, `filter logins`. */
  readonly chains: readonly string[];
  /** How many packets met a policy. */
  readonly met: ReadonlyMap<string, number>;
}

/** What `iptables-save -c` prints on a host. */
export const dumpOf = (world: World, host: string): Dump => {
  const rules: Printed[] = [];
  const policies = new Map<string, string>();
  const met = new Map<string, number>();
  const chains: string[] = [];
  let table = '';
  for (const line of run(world, host, 'iptables-save -c').stdout.split('\n')) {
    const rule = /^\[(\d+):\d+\] (-A (\S+).*)$/.exec(line);
    const policy = /^:(\S+) (ACCEPT|DROP) \[(\d+):/.exec(line);
    const chain = /^:(\S+) - /.exec(line);
    if (chain) chains.push(`${table} ${chain[1]}`);
    if (line.startsWith('*')) table = line.slice(1);
    if (policy) {
      policies.set(`${table} ${policy[1]}`, policy[2]!);
      met.set(`${table} ${policy[1]}`, Number(policy[3]));
    }
    if (rule) rules.push({ table, chain: rule[3]!, text: rule[2]!, packets: Number(rule[1]) });
  }
  return { rules, policies, chains, met };
};

/** The rules of a chain, in the order in which they are printed. */
export const chainOf = (world: World, { host, table, chain }: Place): readonly Printed[] =>
  dumpOf(world, host).rules.filter((r) => r.table === table && r.chain === chain);

/** The rule at a place as it is printed; null where there is none. */
export const ruleAt = (world: World, place: Place): string | null =>
  place.number === null ? null : (chainOf(world, place)[place.number - 1]?.text ?? null);

/** A second packet would be counted by these as another one. */
const remembers = /-m (limit|recent|statistic|quota|connlimit|hashlimit|nth)\b/;

const matchesOf = (text: string): string => text.replace(/^-A \S+/, '').replace(/ -[jg] .*$/, '');
const targetOf = (text: string): string => / -[jg] (\S+)/.exec(text)?.[1] ?? '';
const passesOn = new Set([
  '',
  'RETURN',
  'LOG',
  'NFLOG',
  'MARK',
  'CONNMARK',
  'TRACE',
  'TCPMSS',
  'NOTRACK',
  'CT',
  'TTL',
  'TOS',
  'DSCP',
  'SET',
]);

/** Whether a rule decides about what it matches, as opposed to counting, logging or marking it. */
const isDeciding = (world: World, host: string, text: string): boolean =>
  !passesOn.has(targetOf(text)) && !dumpOf(world, host).rules.some((r) => r.chain === targetOf(text));

const sentAgain = ({ expected }: PacketResult, world: World) => sendProbe(world, expected.probe);

/**
 * Whether the packet, or an answer to it, comes as far as a place and is decided about there: a rule without a target that
 * matches the same, put in front of it, counts something.
 */
export const isDecidedAt = (packet: Witnessed, place: Place): boolean => {
  const { host, table, chain, number } = place;
  const { before } = packet;
  if (number === null) {
    const met = (world: World) => dumpOf(world, host).met.get(`${table} ${chain}`) ?? 0;
    // Built-in chains alone have a policy, and a table that was never used counts nothing yet.
    const used = run(before, host, `iptables -t ${table} -S`).world;
    return met(sentAgain(packet, used).world) > met(used);
  }
  const text = ruleAt(before, place);
  if (text === null || !isDeciding(before, host, text)) return false;
  if (remembers.test(text)) return true;
  const set = run(before, host, `iptables -t ${table} -I ${chain} ${number}${matchesOf(text)}`);
  if (set.status !== 0) return false;
  return chainOf(sentAgain(packet, set.world).world, place)[number - 1]!.packets > 0;
};

/** What can be seen of a packet: its outcome, who got it and from where, and the last table that each of its packets met. */
const seen = ({ answer, trace }: Pick<PacketResult, 'answer' | 'trace'>): string =>
  JSON.stringify([
    answer,
    trace.journeys.map(({ events }) => {
      const last = events.findLast((e) => e.kind === 'table');
      return [events.at(-1)?.kind, last && [last.host, last.visit.table, last.visit.steps.at(-1)]];
    }),
  ]);

/** Whether the packet ends in another way where the rule or policy at a place says the opposite, or changes no address. */
export const isDecisive = (packet: Witnessed, place: Place): boolean => {
  const { host, table, chain, number } = place;
  const { before } = packet;
  const text = ruleAt(before, place);
  if (text !== null && remembers.test(text)) return true;
  // In nat nothing can be dropped, so what accepts there has no opposite.
  if (table === 'nat' && number !== null && targetOf(text ?? '') === 'ACCEPT') return true;
  const was = number === null ? dumpOf(before, host).policies.get(`${table} ${chain}`) : targetOf(text ?? '');
  const other = table === 'nat' || was !== 'ACCEPT' ? 'ACCEPT' : 'DROP';
  const set = run(
    before,
    host,
    number === null
      ? `iptables -t ${table} -P ${chain} ${other}`
      : `iptables -t ${table} -R ${chain} ${number}${matchesOf(text ?? '')} -j ${other}`,
  );
  return set.status === 0 && seen(sentAgain(packet, set.world)) !== seen(sentAgain(packet, before));
};

/** The rules of a host that decided about the packet itself, on its first way. */
export const firstDeciders = (packet: Witnessed, host: string): readonly string[] =>
  packet.trace.journeys[0]!.events.flatMap((e) =>
    e.kind === 'table' && e.host === host
      ? e.visit.steps.flatMap((s) => {
          const text =
            s.kind === 'matched' &&
            ruleAt(packet.before, { host, table: e.visit.table, chain: s.chain, number: s.index + 1 });
          return text && isDeciding(packet.before, host, text) ? [`${e.visit.table} ${text}`] : [];
        })
      : [],
  );

/** Whether a host has a program for what arrived there. */
export const hasListener = ({ world, trace }: Witnessed, host: string): boolean =>
  trace.journeys[0]!.events.some((e) => {
    if (e.kind !== 'delivered' || e.host !== host) return false;
    const { transport } = e.skb.packet;
    return world.hosts[host]!.listeners.some(
      (l) => 'dport' in transport && l.protocol === transport.kind && l.port === transport.dport,
    );
  });

/** The source that a receiver saw, and where: from what was delivered first. */
export const delivered = ({
  trace,
}: Pick<PacketResult, 'trace'>): {
  readonly host: string;
  readonly source: string;
  readonly port: number | null;
} | null => {
  const end = trace.journeys[0]?.events.findLast((e) => e.kind === 'delivered');
  if (!end) return null;
  const { source, transport } = end.skb.packet;
  return {
    host: end.host,
    source: printAddress(source),
    port: 'dport' in transport ? transport.dport : null,
  };
};

/** The places that a condition may mean by `filter INPUT 2`, `nat POSTROUTING MASQUERADE`, `filter INPUT policy`, `filter INPUT`. */
const placesOf = (world: World, host: string, name: string): readonly Place[] => {
  const [table = '', chain = '', which] = name.split(' ');
  const rules = chainOf(world, { host, table, chain, number: null });
  const places = rules.map((r, i) => ({ host, table, chain, number: i + 1, target: targetOf(r.text) }));
  if (which === 'policy') return [{ host, table, chain, number: null }];
  if (which === undefined) return [...places, { host, table, chain, number: null }];
  return places.filter((p) => String(p.number) === which || p.target === which);
};

/** Whether a rule with this text, its table in front, counted a packet of these. */
export const hasCounted = ({ before, world }: Witnessed, text: string, host: string): boolean => {
  const was = dumpOf(before, host).rules;
  return dumpOf(world, host).rules.some(
    ({ table, text: rule, packets }, i) =>
      `-t ${table} ${rule}`.includes(text) && packets > (was[i]?.packets ?? 0),
  );
};

/** Whether a condition of a lesson is met, as far as the printed rules and the packet sent again show it. */
export const isMet = (
  { has, lacks, unmatched, stoppedBy, seenFrom, reaches, decided, met }: Condition,
  packet: Witnessed | null,
  world: World,
  host: string,
): boolean => {
  const { rules } = dumpOf(world, host);
  const some = (text: string) => {
    const policies = [...dumpOf(world, host).policies].map(([at, policy]) => {
      const [table, chain] = at.split(' ');
      return `-t ${table} -P ${chain} ${policy}`;
    });
    return [...rules.map((r) => `-t ${r.table} ${r.text}`), ...policies].some((line) => line.includes(text));
  };
  if (has !== undefined && !some(has)) return false;
  if (lacks !== undefined && some(lacks)) return false;
  if (
    unmatched !== undefined &&
    !rules.some((r) => r.packets === 0 && `-t ${r.table} ${r.text}`.includes(unmatched))
  )
    return false;
  if (packet === null) return true;
  if (met !== undefined && !hasCounted(packet, met, host)) return false;
  const got = delivered(packet);
  if (seenFrom !== undefined && got?.source !== seenFrom) return false;
  if (reaches !== undefined && reaches !== got?.host && reaches !== `${got?.host}:${got?.port}`) return false;
  const stops = (p: Place): boolean => {
    const by =
      p.number === null
        ? dumpOf(packet.before, p.host).policies.get(`${p.table} ${p.chain}`)
        : targetOf(ruleAt(packet.before, p) ?? '');
    return (by === 'DROP' || by === 'REJECT') && isDecidedAt(packet, p);
  };
  if (
    stoppedBy !== undefined &&
    !Object.keys(packet.before.hosts).some((h) => placesOf(packet.before, h, stoppedBy).some(stops))
  )
    return false;
  return (decided ?? []).every((name) =>
    placesOf(packet.before, host, name).some((p) => isDecidedAt(packet, p)),
  );
};
