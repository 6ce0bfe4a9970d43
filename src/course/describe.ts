import type { Environment } from '../netfilter/extension.ts';
import type { Packet } from '../netfilter/packet.ts';
import { rulesMet } from '../netfilter/reasons.ts';
import { saveRule } from '../netfilter/save.ts';
import { printAddress } from '../netfilter/values/address.ts';
import { protocolName } from '../netfilter/values/protocol.ts';
import { addressType, wayBack } from '../network/routes.ts';
import type { Event, Trace } from '../network/trace.ts';
import type { World } from '../network/world.ts';

/** One line of a packet's way. `indent` counts levels; `kind` is for style and tests, never the only carrier of meaning. */
export interface TextLine {
  readonly indent: number;
  readonly kind: 'journey' | 'place' | 'rule' | 'missed' | 'policy' | 'rewritten' | 'dropped' | 'delivered' | 'wire';
  readonly text: string;
}

/** `192.0.2.10:40001 → 192.0.2.80:80 tcp`. */
export const sayPacket = (p: Packet): string => {
  const t = p.transport;
  const [from, to] = t.kind === 'tcp' || t.kind === 'udp' ? [`:${t.sport}`, `:${t.dport}`] : ['', ''];
  return `${printAddress(p.source)}${from} → ${printAddress(p.destination)}${to} ${protocolName(p.protocol)}`;
};

/** Reasons are asked for after the run: with the host's own addresses, without its clock or dice. */
export const environmentOf = (world: World, host: string): Environment => ({
  hook: 'PREROUTING', now: world.now, random: () => 0,
  addressType: (address, device) => addressType(world.hosts[host]!, address, device),
  primaryAddress: () => null, wayBack: (address) => wayBack(world.hosts[host]!, address), recall: () => undefined, remember: () => {},
});

const describeTable = (event: Extract<Event, { kind: 'table' }>, world: World): TextLine[] => {
  const { visit, host } = event;
  const met = rulesMet(visit, environmentOf(world, host));
  const lines: TextLine[] = met.map((r) => ({
    indent: 2, kind: r.matched ? 'rule' : 'missed',
    text: `${r.matched ? 'matches' : 'no match'}: ${saveRule(r.chain, r.rule)}${r.matched ? '' : ` (${r.why})`}`,
  }));
  const last = visit.steps.at(-1);
  if (last?.kind === 'policy') lines.push({ indent: 2, kind: 'policy', text: `policy ${last.policy} of ${last.chain}` });
  return lines.length === 1 && last?.kind === 'policy'
    ? [{ indent: 1, kind: 'place', text: `${host}, ${visit.hook}, ${visit.table}: no rules, policy ${last.policy}` }]
    : [{ indent: 1, kind: 'place', text: `${host}, ${visit.hook}, ${visit.table}` }, ...lines];
};

export const describeEvent = (event: Event, world: World): TextLine[] => {
  const place = (text: string, kind: TextLine['kind'] = 'place'): TextLine[] => [{ indent: 1, kind, text }];
  switch (event.kind) {
    case 'made':
      return place(`${event.host} sends ${sayPacket(event.packet)} (${event.packet.length} bytes)`);
    case 'routed':
      return place(
        event.to === 'here' ? `${event.host}: it is for this machine`
        : event.to === 'nowhere' ? `${event.host}: no route`
        : `${event.host}: goes out by ${event.device}${event.via ? ` to ${event.via}` : ''} (${event.route})`,
      );
    case 'tracked':
      return place(`${event.host}, ${event.hook}: connection tracking says ${event.connection.state}`);
    case 'table':
      return describeTable(event, world);
    case 'rewritten':
      return place(`${event.host}, ${event.hook}: rewritten from ${sayPacket(event.before)} to ${sayPacket(event.after)}, ${event.by === 'rule' ? 'by the rule' : 'as the connection remembers'}`, 'rewritten');
    case 'confirmed':
      return place(`${event.host}: the connection is remembered`);
    case 'wire':
      return place(`over ${event.link} to ${event.to.host} (${event.to.device})`, 'wire');
    case 'bridged':
      return place(`${event.host}: the bridge ${event.bridge} takes it from ${event.from} to ${event.to}`, 'wire');
    case 'delivered':
      return place(`${event.host}: ${event.to === 'kernel' ? 'the kernel' : event.to === 'client' ? 'the program that asked' : 'the program that listens'} gets it`, 'delivered');
    case 'dropped':
      return place(`${event.host}: the end, because ${event.why}`, 'dropped');
  }
};

/** The way of every packet of a trace in plain words: hop by hop, table by table, rule by rule. */
export const describeTrace = (trace: Trace, world: World): readonly TextLine[] =>
  trace.journeys.flatMap((journey, i): TextLine[] => [
    { indent: 0, kind: 'journey', text: `${i + 1}. ${journey.title}${journey.answers === null ? '' : `, an answer to ${journey.answers + 1}`}` },
    ...journey.events.flatMap((event) => describeEvent(event, world)),
  ]);
