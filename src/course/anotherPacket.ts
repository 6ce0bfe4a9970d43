/** After a wrong prediction, another packet that asks the same: made from the exercise, so authors write nothing. */
import { printAddress } from '../netfilter/values/address.ts';
import { addressOf, protocolOf } from '../network/sentWhere.ts';
import type { Host } from '../network/world.ts';
import { type Decision, decisions, firstDecisions } from '../trace/decisions.ts';
import { packetMeets } from './conditions.ts';
import { type OtherPacket, sendInstead } from './kinds/predict.ts';
import type { PacketResult } from './runLab.ts';

/** How many packets are tried, so that the learner does not wait. */
const mostTried = 150;

const say = ({ host, table, chain, rule, target }: Decision): string =>
  `${host} ${table} ${chain} ${rule?.number ?? 'policy'} ${target}`;

/** What decided about a packet: what ended it, else the rules that it met on the lab's host, else the policies there. */
const decidedBy = ({ trace }: Pick<PacketResult, 'trace'>, host: string): string => {
  const ended = decisions(trace).find((d) => d.ends);
  if (ended) return say(ended);
  const first = firstDecisions(trace, host);
  const rules = first.filter((d) => d.rule);
  return (rules.length > 0 ? rules : first).map(say).join('\n');
};

type Protocol = ReturnType<typeof protocolOf>;
const packetTo = (from: string, protocol: Protocol, address: string, port: string): OtherPacket => ({
  from,
  [protocol]: protocol === 'ping' ? address : `${address}:${port}`,
});
const same = (a: OtherPacket, b: OtherPacket): boolean =>
  a.from === b.from && protocolOf(a) === protocolOf(b) && addressOf(a) === addressOf(b);

/** A packet that may be asked about, and how much of it is not as in the exercise's own. */
interface Candidate {
  readonly packet: OtherPacket;
  readonly changes: number;
}

/** Up to this, a packet is that of the exercise with one fact or two changed. */
const few = 2.5;
/** Ports that people know, besides those of the exercise and its network. */
const knownPorts = { tcp: ['22', '80', '443', '8080'], udp: ['53', '123'], ping: [] } as const;

/** Every packet between hosts of the network to a port that something there is known by, the most alike first. */
const candidates = (of: PacketResult, all: readonly PacketResult[]): readonly Candidate[] => {
  const { probe } = of.expected;
  const hosts = Object.values(of.world.hosts);
  const [address = '', port = ''] = addressOf(probe).split(':');
  const protocol = protocolOf(probe);
  const interfaces = (h: Host) => h.interfaces.filter((i) => i.name !== 'lo');
  const addressesOf = (h: Host) =>
    interfaces(h).flatMap((i) => i.addresses.map((a) => printAddress(a.address)));
  const portsOf = (kind: Protocol): readonly string[] =>
    kind === 'ping'
      ? ['']
      : [
          ...(kind === protocol ? [port] : []),
          ...all.flatMap(({ expected }) =>
            protocolOf(expected.probe) === kind ? [addressOf(expected.probe).split(':')[1]!] : [],
          ),
          ...knownPorts[kind],
          ...hosts.flatMap((h) => h.listeners.flatMap((l) => (l.protocol === kind ? [`${l.port}`] : []))),
        ];
  const sender = of.world.hosts[probe.from]!;
  const links = interfaces(sender).map((i) => i.link);
  const changes = (p: OtherPacket): number => {
    const [to, at] = addressOf(p).split(':');
    const from = of.world.hosts[p.from]!;
    return (
      // The sender stays if it can: so the question goes on with the same story.
      (from === sender ? 0 : interfaces(from).some((i) => links.includes(i.link)) ? 1.1 : 1.5) +
      (to === address ? 0 : 1.05) +
      (protocolOf(p) !== protocol ? 1.2 : at === port || protocol === 'ping' ? 0 : 1)
    );
  };
  const own = addressesOf(sender).includes(address);
  return (['tcp', 'udp', 'ping'] as const)
    .flatMap((kind) =>
      [...new Set([address, ...hosts.flatMap(addressesOf)])].flatMap((to) =>
        [...new Set(portsOf(kind))].flatMap((at) =>
          hosts
            // What a machine sends to itself is seldom what the exercise is about.
            .filter((h) => own || !addressesOf(h).includes(to))
            .map((h) => packetTo(h.name, kind, to, at)),
        ),
      ),
    )
    .map((packet) => ({ packet, changes: changes(packet) }))
    .toSorted((a, b) => a.changes - b.changes);
};

const ended = ({ trace }: Pick<PacketResult, 'trace'>): Decision | null =>
  decisions(trace).find((d) => d.ends) ?? null;
const arrived = ({ answer }: Pick<PacketResult, 'answer'>): boolean =>
  answer.outcome === 'connected' || answer.outcome === 'replied';
/** Whether rules of the chain of a decision were tried on a packet. */
const walks = ({ trace }: Pick<PacketResult, 'trace'>, { host, table, chain }: Decision): boolean =>
  trace.journeys.some(({ events }) =>
    events.some(
      (e) =>
        e.kind === 'table' &&
        e.host === host &&
        e.visit.table === table &&
        e.visit.steps.some((step) => 'chain' in step && step.chain === chain),
    ),
  );

/** Whether a chain stops one of two packets and lets the other through to its receiver. */
const isTurned = (one: PacketResult, two: PacketResult): boolean => {
  const [a, b] = [ended(one), ended(two)];
  return a ? !b && arrived(two) && walks(two, a) : b !== null && arrived(one) && walks(one, b);
};

/**
 * A packet that asks the same as the `index`th of the exercise: that one with as little changed as possible. If one or two changed
 * facts (who sends it, where to, protocol, port) turn the end around in a chain that the exercise's own packet meets, it is that
 * one: the fact that changed is then the one that decides, and the answer that was shown last is not right again. Else the same rules
 * decide about it, with the same outcome. Null if there is none besides those of the exercise, those already `tried` in its place, and
 * those `known` from the exercise's other packets.
 */
export const anotherPacket = (
  host: string,
  all: readonly PacketResult[],
  index: number,
  tried: readonly OtherPacket[],
  known: readonly OtherPacket[] = [],
): OtherPacket | null => {
  const of = all[index]!;
  const decided = decidedBy(of, host);
  if (decided === '') return null;
  const shown = [...all.map((p) => p.expected.probe), ...tried, ...known];
  const last = tried.length > 0 ? sendInstead(of, tried.at(-1)!) : of;
  let alike: OtherPacket | null = null;
  let turned: OtherPacket | null = null;
  for (const { packet, changes } of candidates(of, all)
    .filter((one) => !shown.some((other) => same(other, one.packet)))
    .slice(0, mostTried)) {
    // One that is alike and near is better than one that is turned and far.
    if (changes > few && alike) break;
    const sent = sendInstead(of, packet);
    const isLike =
      sent.answer.outcome === of.answer.outcome &&
      decidedBy(sent, host) === decided &&
      packetMeets(of.expected.claim ?? {}, sent, host);
    const isNews = sent.answer.outcome !== last.answer.outcome && (isLike || isTurned(of, sent));
    if (isNews && changes <= few) return packet;
    if (isLike) alike ??= packet;
    if (isNews) turned ??= packet;
  }
  return alike ?? turned;
};
