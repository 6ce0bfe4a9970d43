import type { Packet } from '../netfilter/packet.ts';
import { protocolName } from '../netfilter/values/protocol.ts';
import type { Event, Trace } from '../network/trace.ts';
import { grouped } from '../text/grouped.ts';
import { directionAt } from './directionAt.ts';
import { receiver, sender } from './packetFields.ts';
import { sayDrop } from './sayDrop.ts';
import { ruleText, sayBack, sayRewritten, type TableEvent, whyNot } from './sayRule.ts';
import { type WalkLine, walkLines } from './walkLines.ts';

/**
 * One line of a packet's way. `indent` counts levels; `kind` is for style and tests, never the only carrier
 * of meaning.
 */
export interface TextLine {
  readonly indent: number;
  readonly kind:
    | 'journey'
    | 'place'
    | 'rule'
    | 'missed'
    | 'returned'
    | 'policy'
    | 'rewritten'
    | 'dropped'
    | 'delivered'
    | 'wire';
  readonly text: string;
  /** The rules this line stands for, where it stands for many. */
  readonly fold?: { readonly event: TableEvent; readonly line: Extract<WalkLine, { kind: 'fold' }> };
}

/** `192.0.2.10:40001 → 192.0.2.80:80 tcp`. */
export const sayPacket = (p: Packet): string => `${sender(p)} → ${receiver(p)} ${protocolName(p.protocol)}`;

const describeLine = (event: TableEvent, line: WalkLine): TextLine[] => {
  switch (line.kind) {
    case 'missed':
    case 'not-simulated':
      return [
        {
          indent: 2,
          kind: 'missed',
          text: `no match: ${ruleText(event, line)} (${whyNot(event, line)})`,
        },
      ];
    case 'fold':
      return [
        {
          indent: 2,
          kind: 'missed',
          text: `no match: ${grouped(line.count)} more rules of ${line.chain}`,
          fold: { event, line },
        },
      ];
    case 'matched':
      return [{ indent: 2, kind: 'rule', text: `matches: ${ruleText(event, line)}` }];
    case 'returned':
      return [{ indent: 2, kind: 'returned', text: sayBack(event, line) }];
    case 'gave-up':
      return [];
    case 'policy':
      return [{ indent: 2, kind: 'policy', text: `policy ${line.policy} of ${line.chain}` }];
  }
};

const describeTable = (event: TableEvent, most: number): TextLine[] => {
  const { visit, host } = event;
  const lines = walkLines(visit, most);
  const last = lines.at(-1);
  return lines.length === 1 && last?.kind === 'policy'
    ? [
        {
          indent: 1,
          kind: 'place',
          text: `${host}, ${visit.hook}, ${visit.table}: no rules, policy ${last.policy}`,
        },
      ]
    : [
        { indent: 1, kind: 'place', text: `${host}, ${visit.hook}, ${visit.table}` },
        ...lines.flatMap((line) => describeLine(event, line)),
      ];
};

const describeEvent = (event: Event, direction: 'original' | 'reply' | null, most: number): TextLine[] => {
  const place = (text: string, kind: TextLine['kind'] = 'place'): TextLine[] => [{ indent: 1, kind, text }];
  switch (event.kind) {
    case 'made':
      return place(`${event.host} sends ${sayPacket(event.packet)} (${event.packet.length} bytes)`);
    case 'routed':
      return place(
        event.to === 'here'
          ? `${event.host}: for this machine`
          : event.to === 'nowhere'
            ? `${event.host}: no route`
            : `${event.host}: leaves through ${event.device}${event.via ? `, to ${event.via}` : ''} (${event.route})`,
      );
    case 'tracked':
      return place(`${event.host}, ${event.hook}: connection tracking says ${event.connection.state}`);
    case 'table':
      return describeTable(event, most);
    case 'rewritten':
      return place(`${event.host}, ${event.hook}: ${sayRewritten(event, direction)}`, 'rewritten');
    case 'confirmed':
      return place(`${event.host}: the connection is confirmed`);
    case 'wire':
      return place(`over ${event.link} to ${event.to.host} (${event.to.device})`, 'wire');
    case 'bridged':
      return place(
        `${event.host}: the bridge ${event.bridge} forwards it from ${event.from} to ${event.to}`,
        'wire',
      );
    case 'delivered':
      return place(
        `${event.host}: delivered to ${event.to === 'kernel' ? 'the kernel' : event.to === 'client' ? 'the program that asked' : 'the listening program'}`,
        'delivered',
      );
    case 'dropped':
      return place(`${event.host}: ends here: ${sayDrop(event)}`, 'dropped');
  }
};

/**
 * The way of every packet of a trace in plain words: hop by hop, table by table, rule by rule. Longer runs of
 * rules that did not match than `most` become one line with its `fold`.
 */
export const describeTrace = (trace: Trace, most = Number.POSITIVE_INFINITY): readonly TextLine[] =>
  trace.journeys.flatMap((journey, i): TextLine[] => [
    {
      indent: 0,
      kind: 'journey',
      text: `${i + 1}. ${journey.title}${journey.answers === null ? '' : `, answering ${journey.answers + 1}`}`,
    },
    ...journey.events.flatMap((event, at) => describeEvent(event, directionAt(journey.events, at), most)),
  ]);
