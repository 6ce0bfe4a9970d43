/**
 * A scenario: a small network, its rules and the probes to send through it. The JSON that
 * `four-tables probe` reads and the YAML in content/ have this one shape.
 */

/** A host as it is written. Interfaces and addresses keep the order they are written in. */
export interface HostSpec {
  readonly forwarding?: boolean;
  readonly interfaces?: Readonly<Record<string, InterfaceSpec>>;
  /** As `ip route add` takes them: `default via 10.244.1.1`, `10.0.0.0/8 dev eth0`. */
  readonly routes?: readonly string[];
  /** As `ip rule add` takes them: `fwmark 1 lookup 100`, `from 10.0.0.0/8 lookup 100 priority 50`. */
  readonly routingRules?: readonly string[];
  /** `tcp/80`, `udp/53`, or with the program's user: `{ tcp: 80, uid: 33, transparent: true }`. */
  readonly listen?: readonly (string | ListenerSpec)[];
  /** What `ipset save` prints; the sets are there before the rules. */
  readonly sets?: string;
  /** iptables-save text, loaded as `iptables-restore -c` does. */
  readonly rules?: string;
  /** `net.ipv4.conf.all.rp_filter: 1` */
  readonly sysctl?: Readonly<Record<string, string | number>>;
}

/** A listener as it is written. Exactly one of tcp and udp is its port. */
export interface ListenerSpec {
  readonly tcp?: number;
  readonly udp?: number;
  /** The user and group of its program, 0 unless given. */
  readonly uid?: number;
  readonly gid?: number;
  /** Its socket takes what TPROXY hands over, and sends from addresses that are not the host's (IP_TRANSPARENT). */
  readonly transparent?: boolean;
}

/** An interface as it is written; interfaces with the same `link` share an Ethernet segment. */
export interface InterfaceSpec {
  readonly link?: string;
  readonly addresses?: readonly string[];
  readonly mac?: string;
  /** The bridge of this host it is a port of. A bridge is an interface without a link that others name so. */
  readonly master?: string;
}

/** A link as it is written. */
export interface LinkSpec {
  /** The longest IP packet that it carries, in bytes; 1500 unless given. */
  readonly mtu?: number;
}

/** One probe as it is written. Exactly one of tcp, udp and ping says where to. */
export interface ProbeSpec {
  readonly name?: string;
  readonly from: string;
  readonly tcp?: string;
  readonly udp?: string;
  readonly ping?: string;
  readonly source?: string;
  readonly sport?: number;
  readonly ttl?: number;
  readonly tos?: number;
  readonly uid?: number;
  readonly gid?: number;
  /** A number of bytes, or the text itself. */
  readonly payload?: number | string;
  /**
   * What a tcp client sends once it is connected, each text after the listener's reply to the one before; then
   * it closes.
   */
  readonly says?: readonly string[];
  /** Seconds that pass before it is sent. */
  readonly wait?: number;
  /** One hand-made 40-byte segment: `SYN,ACK`, `NONE`, `ALL`. */
  readonly flags?: string;
}

/** Hosts by name, and probes that run one after the other on the same state. */
export interface Scenario {
  readonly hosts: Readonly<Record<string, HostSpec>>;
  /** What is special about a link, by its name. */
  readonly links?: Readonly<Record<string, LinkSpec>>;
  readonly probes: readonly ProbeSpec[];
}

/**
 * What is wrong with a scenario, the path to its place (`hosts.pod.interfaces.eth0.adresses`), and what to do.
 */
export interface ScenarioProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly hint: string;
}

/** Adds a problem at a path inside a part of a scenario. */
export type AddProblem = (path: ScenarioProblem['path'], message: string, hint: string) => void;

/** How a probe ended. */
export type Outcome = 'connected' | 'replied' | 'refused' | 'unreachable' | 'timeout';

/** A probe's answer, as `four-tables probe` prints it. */
export interface Answer {
  readonly name: string;
  readonly outcome: Outcome;
  /** The ICMP error's name where one came back, else null. */
  readonly icmp: string | null;
  /** The probe's first packet as it reached a listener, after all NAT; null if it reached none. */
  readonly seen: {
    readonly host: string;
    readonly source: string;
    readonly sport: number | null;
    readonly destination: string;
    readonly dport: number | null;
  } | null;
}
