import type { Outcome, ProbeSpec } from '../network/scenario.ts';
import { type Condition, condition } from './conditions.ts';
import { type Fields, type Form, group, list, number, numberOrText, oneOf, optional, text } from './form.ts';

/** A packet to send, and what should become of it. */
export interface ExpectedPacket {
  readonly probe: ProbeSpec & { readonly name: string };
  readonly outcome: Outcome;
  /** The source address that the receiver should see, if that is the point. */
  readonly seenFrom?: string;
  /** The host that should get it, and the port there: `nas:8080`, `nas` for a ping. */
  readonly reaches?: string;
  /** The table and chain that should stop it (`raw PREROUTING`), if that is the point. */
  readonly stoppedBy?: string;
  /** Why, in one sentence: shown beside the result, as long as its claim holds. */
  readonly because: string;
  /** What has to hold for `because` to be true. Where it does not, the page says what decided instead. */
  readonly claim?: Condition;
}

/** What makes a change: a command on a host, or seconds that pass. */
export type ChangeStep =
  | { readonly kind: 'command'; readonly host: string; readonly command: string }
  | { readonly kind: 'wait'; readonly seconds: number };

/**
 * Something that happens to the network while the connections and rules stay. More packets are sent afterwards, in
 * the same world.
 */
export interface Change {
  /** What happens, in one sentence: shown between the two groups of packets. */
  readonly say: string;
  readonly steps: readonly ChangeStep[];
  readonly packets: readonly ExpectedPacket[];
}

/** A place to try rules: a network, the host whose rules are edited, and packets to send. */
export interface Lab {
  readonly id: string;
  readonly title: string;
  /** A file of content/networks without its ending. */
  readonly network: string;
  readonly host: string;
  /** What the learner writes: commands or iptables-save text in an editor, or lines at a terminal. */
  readonly language: 'commands' | 'save' | 'terminal';
  /** What the editor holds at first; at a terminal, the lines that have been typed already. */
  readonly start: string;
  /** Commands whose output is shown beside the editor: `iptables -t nat -L -n -v`. */
  readonly show: readonly string[];
  readonly packets: readonly ExpectedPacket[];
  /** What happens after `packets`, one change after the other. A packet's name is unique in all groups. */
  readonly changes: readonly Change[];
  /** Ports and addresses that each learner has others of: only in an exercise. */
  readonly varies?: readonly string[];
  /** Of a step of a ladder whose numbers vary: what `vary.ts` has to know of the ladder, so that all steps have the same. */
  readonly whole?: string;
  /** Whose numbers these are; absent with those that are written. */
  readonly seed?: number;
}

/** All packets of a lab, in the order in which they are sent. */
export const allPackets = ({
  packets,
  changes,
}: Pick<Lab, 'packets' | 'changes'>): readonly ExpectedPacket[] => [
  ...packets,
  ...changes.flatMap((change) => change.packets),
];

/** How a packet may end. */
export const outcome = oneOf<Outcome>('connected', 'replied', 'refused', 'unreachable', 'timeout');

const packet = group<ExpectedPacket>({
  probe: group<ExpectedPacket['probe']>({
    name: text,
    from: text,
    tcp: optional(text),
    udp: optional(text),
    ping: optional(text),
    source: optional(text),
    sport: optional(number),
    ttl: optional(number),
    tos: optional(number),
    uid: optional(number),
    gid: optional(number),
    payload: optional(numberOrText),
    flags: optional(text),
    says: optional(list(text)),
    wait: optional(number),
  }),
  outcome,
  seenFrom: optional(text),
  reaches: optional(text),
  stoppedBy: optional(text),
  because: text,
  claim: optional(condition),
});

const changeStep = {
  is: 'by-kind',
  forms: {
    command: { is: 'group', fields: { kind: text, host: text, command: text } },
    wait: { is: 'group', fields: { kind: text, seconds: number } },
  },
} as Form<ChangeStep>;

/** The form of a lab's fields. */
export const labFields: Fields<Lab> = {
  id: text,
  title: text,
  network: text,
  host: text,
  language: oneOf('commands', 'save', 'terminal'),
  start: text,
  show: list(text),
  packets: list(packet),
  changes: list(group<Change>({ say: text, steps: list(changeStep), packets: list(packet) })),
  varies: optional(list(text)),
  whole: optional(text),
  seed: optional(number),
};
