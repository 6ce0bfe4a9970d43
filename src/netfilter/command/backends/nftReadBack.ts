import type { Json } from '../../../text/json.ts';
import type { InterfaceMatch, Use } from '../../types.ts';
import type { RuleSpec } from '../command.ts';

type Ports = { readonly from: number; readonly to: number; readonly inverted: boolean } | null;

const everyPort = (p: Ports): boolean => p?.inverted === true && p.from === 0 && p.to === 65535;

/**
 * Ports behind a `!` that begin the range of all ports are kept as the range that is left. Reference:
 * iptables/nft-shared.c.
 */
const leftOver = (p: Ports): Ports =>
  p?.inverted && p.from === 0 && p.to > 0 && p.to < 65535
    ? { from: p.to + 1, to: 65535, inverted: false }
    : p;

/** Matches of ports, which nf_tables' command writes in its own terms, by their protocol. */
export const portMatches: ReadonlyMap<string, number> = new Map([
  ['tcp', 6],
  ['udp', 17],
]);

type Flags = {
  readonly mask: readonly string[];
  readonly set: readonly string[];
  readonly inverted: boolean;
} | null;
type Segment = {
  readonly source: Ports;
  readonly destination: Ports;
  readonly flags?: Flags;
  readonly option?: Json;
};

/**
 * Whether it can write this use of tcp or udp in its own terms; otherwise the module does it. Reference:
 * iptables/nft.c, add_nft_tcp.
 */
export const writesPortsItself = (use: Use): boolean => {
  const { source, destination, flags = null, option = null } = use.data as Segment;
  return (
    option === null &&
    (source !== null ||
      destination !== null ||
      (flags?.inverted ?? false) ||
      [...(flags?.mask ?? []), ...(flags?.set ?? [])].length > 0)
  );
};

/**
 * A use of tcp or udp as it is read back: what asks for "no port at all", and flags without a mask, are lost.
 */
const sentPorts = (use: Use): readonly Use[] => {
  if (!writesPortsItself(use)) return [use];
  const { source, destination, flags = null, ...rest } = use.data as Segment;
  const sent = {
    source: everyPort(source) ? null : leftOver(source),
    destination: everyPort(destination) ? null : leftOver(destination),
    flags: flags?.mask.length ? flags : null,
  };
  const lost =
    (everyPort(source) || everyPort(destination) || (flags !== null && sent.flags === null)) &&
    Object.values(sent).every((part) => part === null);
  return lost
    ? []
    : [
        {
          ...use,
          data: {
            ...rest,
            source: sent.source,
            destination: sent.destination,
            ...(use.name === 'tcp' && { flags: sent.flags }),
          },
        },
      ];
};

/** A port test behind another of the same port takes its place when it is read back, but for the `!`. */
const onto = (before: Ports, p: Ports): Ports =>
  p === null ? before : { ...p, inverted: p.inverted || before?.inverted === true };

/** Uses that it writes in its own terms are read back as one. */
const merged = (uses: readonly Use[]): readonly Use[] => {
  const all: Use[] = [];
  for (const use of uses) {
    const at = all.findIndex(
      (other) =>
        other.name === use.name &&
        portMatches.has(use.name) &&
        writesPortsItself(use) &&
        writesPortsItself(other),
    );
    if (at < 0) {
      all.push(use);
      continue;
    }
    const [before, after] = [all[at]!.data as Segment, use.data as Segment];
    const flags = after.flags
      ? { ...after.flags, inverted: after.flags.inverted || before.flags?.inverted === true }
      : (before.flags ?? null);
    all[at] = {
      ...use,
      data: {
        ...before,
        source: onto(before.source, after.source),
        destination: onto(before.destination, after.destination),
        ...(use.name === 'tcp' && { flags }),
      },
    };
  }
  return all;
};

/**
 * A rule as nf_tables' command reads it back, once it is written in nf_tables' own terms: some of it is lost,
 * and some joined.
 * Reference: iptables/nft-shared.c, nft_rule_to_iptables_command_state.
 */
export const nftReadBack = (rule: RuleSpec): RuleSpec => {
  const any = (device: InterfaceMatch | null) => (device?.name === '+' && !device.inverted ? null : device);
  const { target } = rule;
  const all = {
    ...rule,
    input: any(rule.input),
    output: any(rule.output),
    matches: merged(rule.matches.flatMap((use) => (portMatches.has(use.name) ? sentPorts(use) : [use]))),
  };
  if (target.kind !== 'extension' || target.use.name !== 'NFLOG') return all;
  return {
    ...all,
    target: { kind: 'extension', use: { name: 'NFLOG', data: { ...(target.use.data as object), range: 0 } } },
  };
};
