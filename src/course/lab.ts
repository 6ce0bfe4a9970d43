import type { Outcome, ProbeSpec } from '../network/scenario.ts';
import { type Condition, condition } from './conditions.ts';
import { type Fields, group, list, nullable, number, numberOrText, oneOf, optional, text } from './form.ts';

/** A packet to send, and what should become of it. */
export interface ExpectedPacket {
  readonly probe: ProbeSpec & { readonly name: string };
  readonly outcome: Outcome;
  /** The source address that the receiver should see, if that is the point. */
  readonly seenFrom?: string;
  /** The table and chain that should stop it (`raw PREROUTING`), if that is the point. */
  readonly stoppedBy?: string;
  /** Why, in one sentence: shown beside the result, as long as its claim holds. */
  readonly because: string;
  /** What has to hold for `because` to be true. Where it does not, the page says what decided instead. */
  readonly claim?: Condition;
}

/**
 * Something that happens to the network while the connections and rules stay: an interface gets other
 * addresses. More packets are sent afterwards, in the same world.
 */
export interface Change {
  /** What happens, in one sentence: shown between the two groups of packets. */
  readonly say: string;
  readonly host: string;
  readonly device: string;
  /** The new addresses, with prefix; they replace all old ones. */
  readonly addresses: readonly string[];
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
  /** What happens after `packets`; null or absent if nothing does. A packet's name is unique in both groups. */
  readonly change?: Change | null;
}

/** All packets of a lab, in the order in which they are sent. */
export const allPackets = ({
  packets,
  change,
}: Pick<Lab, 'packets' | 'change'>): readonly ExpectedPacket[] => [...packets, ...(change?.packets ?? [])];

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
  stoppedBy: optional(text),
  because: text,
  claim: optional(condition),
});

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
  change: optional(
    nullable(
      group<Change>({ say: text, host: text, device: text, addresses: list(text), packets: list(packet) }),
    ),
  ),
};
