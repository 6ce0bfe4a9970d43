/**
 * What an instructor writes above a lesson's prose: labs to try things in, exercises that are
 * checked by sending packets or by what was found out. One form for each field; every exercise stands alone.
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
  /**
   * What the learner writes: one command a line or iptables-save text in an editor, or lines at a terminal.
   */
  readonly language: 'commands' | 'save' | 'terminal';
  /** What the editor holds at first; at a terminal, the lines that somebody has typed already. */
  readonly start: string;
  /** Commands whose output is shown beside the editor: `iptables -t nat -L -n -v`. */
  readonly show: readonly string[];
  readonly packets: readonly Expectation[];
  /**
   * What happens after `packets`; null or absent where nothing does. Names of packets are unique in both
   * groups.
   */
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

/** A command that a learner has to run, or one that shows at least as much. */
export interface Run {
  readonly command: string;
  /** What to try as long as it did not run. */
  readonly hint: string;
}

/** A question whose answer some command prints. */
export interface Ask {
  readonly ask: string;
  /**
   * Every way to write the answer; capitals and spaces around it make no difference. The first is printed by
   * the solution.
   */
  readonly answers: readonly string[];
  /** Answers people give that are wrong. */
  readonly wrong: readonly string[];
  readonly hint: string;
}

/** Something to do, checked by packets, or by what was found. */
export type Exercise = Lab & {
  /** What to do, in a sentence or three. */
  readonly task: string;
} & (
    | {
        readonly kind: 'write' | 'fix';
        readonly hints: readonly Hint[];
        /** One right answer, in the lab's language, whole. */
        readonly solution: string;
        /** Answers people give that are wrong, and the packet that shows it. Each is a test. */
        readonly wrong: readonly { readonly answer: string; readonly fails: string }[];
      }
    /** The rules are given; the learner says how each packet ends before it is sent. */
    | { readonly kind: 'predict'; readonly hints: readonly Hint[] }
    /** Found out at a terminal: commands to run, and questions to answer. */
    | {
        readonly kind: 'find';
        readonly runs: readonly Run[];
        readonly asks: readonly Ask[];
        /** Lines that run everything and print every answer. */
        readonly solution: string;
      }
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
