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

/** Every packet between hosts of the network to a port that something there is known by, the most alike first. */
const candidates = (of: PacketResult, all: readonly PacketResult[]): readonly OtherPacket[] => {
  const { probe } = of.expected;
  const hosts = Object.values(of.world.hosts);
  const [address = '', port = ''] = addressOf(probe).split(':');
  const addressesOf = (h: Host) =>
    h.interfaces
      .filter((i) => i.name !== 'lo')
      .flatMap((i) => i.addresses.map((a) => printAddress(a.address)));
  const addresses = hosts.flatMap(addressesOf);
  const ports = [
    ...all.map((p) => addressOf(p.expected.probe).split(':')[1] ?? ''),
    ...hosts.flatMap((h) => h.listeners.map((l) => String(l.port))),
    ...['22', '80', '443', '8080'],
  ].filter((p) => p !== '');
  const protocol = protocolOf(probe);
  const protocols = [protocol, ...(['tcp', 'udp', 'ping'] as const).filter((p) => p !== protocol)];
  const unlike = (p: OtherPacket): number => {
    const [to, at] = addressOf(p).split(':');
    return (
      (p.from === probe.from ? 0 : 1) +
      (to === address ? 0 : 1) +
      // What a machine sends to itself is seldom what the exercise is about.
      (addressesOf(of.world.hosts[p.from]!).includes(to!) ? 1 : 0) +
      (protocolOf(p) === protocol ? (at === port || protocol === 'ping' ? 0 : 1) : 2)
    );
  };
  const found = protocols.flatMap((kind) =>
    [...new Set([address, ...addresses])].flatMap((to) =>
      (kind === 'ping' ? [''] : [...new Set([port, ...ports])].filter((p) => p !== '')).flatMap((at) =>
        hosts.map((h) => packetTo(h.name, kind, to, at)),
      ),
    ),
  );
  return found.toSorted((a, b) => unlike(a) - unlike(b));
};

const ended = ({ trace }: Pick<PacketResult, 'trace'>): Decision | null =>
  decisions(trace).find((d) => d.ends) ?? null;
const arrived = ({ answer }: Pick<PacketResult, 'answer'>): boolean =>
  answer.outcome === 'connected' || answer.outcome === 'replied';
const visits = ({ trace }: Pick<PacketResult, 'trace'>, { host, table, chain }: Decision): boolean =>
  firstDecisions(trace, host).some((d) => d.table === table && d.chain === chain);

/** Whether a chain stops one of two packets and lets the other through to its receiver. */
const isTurned = (one: PacketResult, two: PacketResult): boolean => {
  const [a, b] = [ended(one), ended(two)];
  return a ? !b && arrived(two) && visits(two, a) : b !== null && arrived(one) && visits(one, b);
};

/**
 * A packet that asks the same as the `index`th of the exercise: from another host, to another one or to another port. If the rules
 * have one, it ends in another way than what was shown last, in the chain that decided about the exercise's own: the same answer is
 * then not right again. Else the same rules decide about it, with the same outcome. Null if there is none besides those of the
 * exercise, those already `tried` in its place, and those `known` from the exercise's other packets.
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
  for (const packet of candidates(of, all)
    .filter((one) => !shown.some((other) => same(other, one)))
    .slice(0, mostTried)) {
    const sent = sendInstead(of, packet);
    const isLike =
      sent.answer.outcome === of.answer.outcome &&
      decidedBy(sent, host) === decided &&
      packetMeets(of.expected.claim ?? {}, sent, host);
    if (sent.answer.outcome !== last.answer.outcome && (isLike || isTurned(of, sent))) return packet;
    if (isLike) alike ??= packet;
  }
  return alike;
};
