import type { Ask, Check, GivenOption } from '../extension.ts';
import type { Packet } from '../packet.ts';
import type { End, Phrase } from '../phrase.ts';
import { listed } from '../print/sentence/words.ts';
import { type PortRange, printRange } from '../values/port.ts';
import { serviceName } from '../values/service.ts';
import { check } from './check.ts';

/** A range that may be inverted, as rules keep it. */
export type PortTest = { readonly from: number; readonly to: number; readonly inverted: boolean };

/** What a rule keeps of a given port option; null where it was not given, or allows every port there is. */
export const portTest = (given: GivenOption<PortRange> | undefined): PortTest | null =>
  given && (given.inverted || given.value.from > 0 || given.value.to < 65535)
    ? { from: given.value.from, to: given.value.to, inverted: given.inverted }
    : null;

/** Whether a port passes; an absent test passes everything. */
export const passes = (test: PortTest | null, port: number): boolean =>
  test === null || (port >= test.from && port <= test.to) !== test.inverted;

/** The ports of a packet, null where it has none or is not the fragment that carries them. */
export const portsOf = (packet: Packet): { readonly sport: number; readonly dport: number } | null =>
  (packet.transport.kind === 'tcp' || packet.transport.kind === 'udp') && !packet.fragment?.offset
    ? packet.transport
    : null;

/**
 * Two tests as a compiled chain asks them; one that is absent accepts any port, so that a packet has to have
 * some.
 */
export const asksPorts = (source: PortTest | null, destination: PortTest | null): readonly Ask[] => {
  const any = { from: 0, to: 65535, inverted: false };
  const asks = (
    [
      ['source', source],
      ['destination', destination],
    ] as const
  ).flatMap(([of, test]) =>
    test ? [{ kind: 'ports' as const, of, ranges: [test], inverted: test.inverted }] : [],
  );
  return asks.length ? asks : [{ kind: 'ports', of: 'source', ranges: [any], inverted: false }];
};

/** ` --dport 80`, ` ! --sport 1:2`; nothing for an absent test. */
export const savePort = (name: string, test: PortTest | null): string =>
  test === null ? '' : `${test.inverted ? ' !' : ''} ${name} ${printRange(test)}`;

/** `dpt:80`, `dpts:!1:2`, without `-n` names. Reference: extensions/libxt_tcp.c, print_ports. */
export const listPort = (
  word: 'spt' | 'dpt',
  test: PortTest | null,
  numeric: boolean,
  protocol: 'tcp' | 'udp',
): string => {
  if (test === null) return '';
  const print = (port: number) => (numeric ? String(port) : (serviceName(port, protocol) ?? String(port)));
  const sign = test.inverted ? '!' : '';
  return test.from === test.to
    ? ` ${word}:${sign}${print(test.from)}`
    : ` ${word}s:${sign}${print(test.from)}:${print(test.to)}`;
};

/** `the destination port is 80`, in plain words; nothing for an absent test. */
export const sayPort = (which: 'source' | 'destination', test: PortTest | null): string[] =>
  test === null
    ? []
    : [
        `the ${which} port is ${test.inverted ? 'not ' : ''}${test.from === test.to ? test.from : `from ${test.from} to ${test.to}`}`,
      ];

/** A test held against a port; nothing for an absent test. */
export const checkPort = (
  which: 'source' | 'destination',
  test: PortTest | null,
  port: number,
): readonly Check[] =>
  test === null
    ? []
    : [
        check(
          passes(test, port),
          `${which} port ${test.inverted ? 'other than ' : ''}${test.from === test.to ? test.from : `${test.from} to ${test.to}`}`,
          `the packet has port ${port}`,
        ),
      ];

/** A test that leaves some ports out; null for one that allows all of them, or for none. */
export const partial = (p: PortTest | null): PortTest | null =>
  p && p.from === 0 && p.to === 65535 ? null : p;

/** `port 80`, `ports 80, 443 and 8000–8010`, `any port but 22`. */
export const endOf = (ranges: readonly PortRange[], inverted: boolean): End => {
  const [first] = ranges;
  const alone = ranges.length === 1 && first!.from === first!.to;
  const all =
    ranges.length === 1 ? printRange(first!, ' to ') : listed(ranges.map((r) => printRange(r, '–')));
  if (inverted) return { ports: `any port but ${all}` };
  return alone ? { ports: `port ${all}`, port: first!.from } : { ports: `ports ${all}` };
};

/** What two tests say of a rule's packets. */
export const phraseOfPorts = (source: PortTest | null, destination: PortTest | null): readonly Phrase[] => [
  ...(source ? [{ from: endOf([source], source.inverted) }] : []),
  ...(destination ? [{ to: endOf([destination], destination.inverted) }] : []),
];

/** `Destination port 22 (ssh).`, for the explainer. */
export const meansPorts =
  (which: 'Source' | 'Destination' | 'Source or destination', protocol: 'tcp' | 'udp' = 'tcp') =>
  (given: PortRange | readonly PortRange[], inverted: boolean): string => {
    const ranges: readonly PortRange[] = 'from' in given ? [given] : given;
    const name = (port: number) => {
      const service = serviceName(port, protocol);
      return service === null ? String(port) : `${port} (${service})`;
    };
    const said = ranges.map((r) => (r.from === r.to ? name(r.from) : `${r.from} to ${r.to}`));
    const several = said.length > 1 || ranges[0]!.from !== ranges[0]!.to;
    return inverted
      ? `${which} port other than ${listed(said, 'or')}.`
      : `${which} port${several ? 's' : ''} ${listed(said, said.length > 1 ? 'or' : 'and')}.`;
  };
