import type { Json } from '../../../text/json.ts';
import type { InterfaceMatch, Use } from '../../types.ts';
import type { RuleSpec } from '../command.ts';

type Ports = { readonly from: number; readonly to: number; readonly inverted: boolean } | null;

const everyPort = (p: Ports): boolean => p?.inverted === true && p.from === 0 && p.to === 65535;

/**
 * `! --dport 0:1023` is read back as the ports that are left, `--dport 1024:65535`. Reference: iptables/nft-shared.c.
 */
const leftOver = (p: Ports): Ports =>
  p?.inverted && p.from === 0 && p.to > 0 && p.to < 65535
    ? { from: p.to + 1, to: 65535, inverted: false }
    : p;

/** Matches that nf_tables' command can write as expressions of nf_tables, with the number of their protocol. */
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
 * Whether nf_tables' command writes this use of tcp or udp as expressions. It leaves any other to the kernel's module.
 * Reference: iptables/nft.c, add_nft_tcp.
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

/** A use of tcp or udp as it is read back: `! --dport 0:65535`, and flags without a mask, are lost. */
const readBackPorts = (use: Use): readonly Use[] => {
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

/** Two conditions on one port: the later one is read back, but it keeps the `!` of the earlier. */
const laterPorts = (before: Ports, p: Ports): Ports =>
  p === null ? before : { ...p, inverted: p.inverted || before?.inverted === true };

/** Several uses of tcp, or of udp, are read back as one. */
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
        source: laterPorts(before.source, after.source),
        destination: laterPorts(before.destination, after.destination),
        ...(use.name === 'tcp' && { flags }),
      },
    };
  }
  return all;
};

/**
 * A rule as nf_tables' command reads it back from the kernel. Some of it is lost on the way, and some is joined.
 * Reference: iptables/nft-shared.c, nft_rule_to_iptables_command_state.
 */
export const nftReadBack = (rule: RuleSpec): RuleSpec => {
  const any = (device: InterfaceMatch | null) => (device?.name === '+' && !device.inverted ? null : device);
  const { target } = rule;
  const all = {
    ...rule,
    input: any(rule.input),
    output: any(rule.output),
    matches: merged(rule.matches.flatMap((use) => (portMatches.has(use.name) ? readBackPorts(use) : [use]))),
  };
  if (target.kind !== 'extension' || target.use.name !== 'NFLOG') return all;
  return {
    ...all,
    target: { kind: 'extension', use: { name: 'NFLOG', data: { ...(target.use.data as object), range: 0 } } },
  };
};
