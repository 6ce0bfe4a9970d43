/**
 * What an instructor writes above a lesson's prose: labs to try things in, exercises that are
 * checked by sending packets. One form for each field; every exercise stands alone.
 */
import type { Outcome, ProbeSpec, Scenario } from '../network/scenario.ts';

/** A packet to send, and what should come of it. */
export interface Expectation {
  readonly probe: ProbeSpec & { readonly name: string };
  readonly outcome: Outcome;
  /** The source address the receiver should see, where that is the point. */
  readonly seenFrom?: string;
  /** Why, in one sentence: shown beside the result. */
  readonly because: string;
}

/**
 * Something that happens to the network while the connections and rules stay: an interface gets
 * other addresses. More packets are sent afterwards, in the same world.
 */
export interface Change {
  /** What happens, in one sentence: shown between the two groups of packets. */
  readonly say: string;
  readonly host: string;
  readonly device: string;
  /** The new addresses, with prefix, in place of all old ones. */
  readonly addresses: readonly string[];
  readonly packets: readonly Expectation[];
}

/** A place to try rules: a network, the host whose rules are edited, and packets to send. */
export interface Lab {
  readonly id: string;
  readonly title: string;
  /** A file of content/networks without its ending. */
  readonly network: string;
  readonly host: string;
  /** What the editor holds: one command a line, or iptables-save text. */
  readonly language: 'commands' | 'save';
  readonly start: string;
  /** Commands whose output is shown beside the editor: `iptables -t nat -L -n -v`. */
  readonly show: readonly string[];
  readonly packets: readonly Expectation[];
  /** What happens after `packets`; null or absent where nothing does. Names of packets are unique in both groups. */
  readonly change?: Change | null;
}

/** A hint, and when it is the one to show. All conditions must hold; the first hint that fits is shown. */
export interface Hint {
  readonly when: {
    /** A packet by name… */
    readonly packet?: string;
    /** …that ended so. */
    readonly outcome?: Outcome;
    /** …dropped or rejected by this table and chain (`filter FORWARD`), by rule or policy. */
    readonly stoppedBy?: string;
    /** …and the receiver saw this source. */
    readonly seenFrom?: string;
    /** No packet matched this rule of the learner's (a substring of its saved form). */
    readonly unmatched?: string;
    /** The saved rules contain this text. */
    readonly has?: string;
    /** The saved rules do not contain this text. */
    readonly lacks?: string;
  };
  readonly say: string;
}

/** Something to do, checked by packets. */
export type Exercise = Lab & {
  /** What to do, in a sentence or three. */
  readonly task: string;
  readonly hints: readonly Hint[];
} & (
    | {
        readonly kind: 'write' | 'fix';
        /** One right answer, in the lab's language, whole. */
        readonly solution: string;
        /** Answers people give that are wrong, and the packet that shows it. Each is a test. */
        readonly wrong: readonly { readonly answer: string; readonly fails: string }[];
      }
    /** The rules are given; the learner says how each packet ends before it is sent. */
    | { readonly kind: 'predict' }
  );

/** What stands above the prose. `NN-name.mdx` gives the order and the address. */
export interface Lesson {
  readonly title: string;
  readonly description: string;
  readonly labs: readonly Lab[];
  readonly exercises: readonly Exercise[];
}

/** A lesson's network file: a scenario without probes. */
export type Network = Pick<Scenario, 'hosts'> & { readonly title: string };
