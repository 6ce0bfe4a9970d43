import { parsed, refused } from '../../text/problem.ts';
import { defineMatch, type GivenOption, type Value } from '../extension.ts';
import type { Skb } from '../packet.ts';
import { parseInterface } from '../values/interface.ts';
import { interfaceMatches } from '../values/interfaceMatches.ts';
import { check } from './check.ts';

const device: Value<string> = { form: 'interface', parse: parseInterface };
type Part = {
  readonly name: 'is-in' | 'in' | 'is-out' | 'out' | 'is-bridged';
  readonly device: string | null;
  readonly inverted: boolean;
};
const part = (name: Part['name'], g: GivenOption<string | true> | undefined): Part[] =>
  g ? [{ name, device: typeof g.value === 'string' ? g.value : null, inverted: g.inverted }] : [];
const print = (p: Part) =>
  `${p.inverted ? '! ' : ''}--physdev-${p.name}${p.device === null ? '' : ` ${p.device}`}`;
const said: Readonly<Record<Part['name'], string>> = {
  'is-in': 'came in by a port of a bridge',
  in: 'came in by the bridge’s port',
  'is-out': 'leaves by a port of a bridge',
  out: 'leaves by the bridge’s port',
  'is-bridged': 'is bridged, not routed',
};

const plural: Readonly<Record<Part['name'], string>> = {
  'is-in': 'arrive on a port of a bridge',
  in: 'arrive on the bridge port',
  'is-out': 'leave through a port of a bridge',
  out: 'leave through the bridge port',
  'is-bridged': 'only cross a bridge',
};

const holds = (p: Part, ports: NonNullable<Skb['ports']>): boolean => {
  switch (p.name) {
    case 'is-in':
      return true;
    case 'in':
      return interfaceMatches({ name: p.device!, inverted: false }, ports.input);
    case 'is-out':
    case 'is-bridged':
      return ports.output !== null;
    case 'out':
      return ports.output !== null && interfaceMatches({ name: p.device!, inverted: false }, ports.output);
  }
};

/** Matches the ports of a bridge. Reference: net/netfilter/xt_physdev.c, extensions/libxt_physdev.c */
export const physdev = defineMatch({
  name: 'physdev',
  summary: 'Matches the bridge ports that a packet crosses.',
  options: {
    in: {
      names: ['--physdev-in'],
      takes: device,
      invertible: true,
      help: 'Matches packets that arrived on this port of a bridge.',
      means: (v: string, not: boolean) => `${not ? 'Does not arrive' : 'Arrives'} on the bridge port ${v}.`,
    },
    out: {
      names: ['--physdev-out'],
      takes: device,
      invertible: true,
      help: 'Matches packets that leave through this port of a bridge.',
      means: (v: string, not: boolean) =>
        `${not ? 'Does not leave' : 'Leaves'} through the bridge port ${v}.`,
    },
    isIn: {
      names: ['--physdev-is-in'],
      takes: null,
      invertible: true,
      help: 'Matches packets that arrived on a port of a bridge.',
      means: (_: true, not: boolean) => `${not ? 'Does not arrive' : 'Arrives'} on a port of a bridge.`,
    },
    isOut: {
      names: ['--physdev-is-out'],
      takes: null,
      invertible: true,
      help: 'Matches packets that leave through a port of a bridge.',
      means: (_: true, not: boolean) => `${not ? 'Does not leave' : 'Leaves'} through a port of a bridge.`,
    },
    isBridged: {
      names: ['--physdev-is-bridged'],
      takes: null,
      invertible: true,
      help: 'Matches packets that are bridged, not routed.',
      means: (_: true, not: boolean) =>
        `The packet is ${not ? 'routed, not bridged' : 'bridged, not routed'}.`,
    },
  },
  demand: (g) =>
    Object.values(g).some(Boolean)
      ? null
      : refused('PHYSDEV: no physdev option specified', 'Say what to ask for: --physdev-is-bridged.'),
  parse: (g) =>
    parsed({
      parts: [
        ...part('is-in', g.isIn),
        ...part('in', g.in),
        ...part('is-out', g.isOut),
        ...part('out', g.out),
        ...part('is-bridged', g.isBridged),
      ],
    }),
  check: (d, { hooks }) =>
    hooks!.includes('OUTPUT') &&
    d.parts.some((p) => p.name === 'out' || p.name === 'is-out') &&
    !d.parts.some((p) => p.name === 'is-bridged' && !p.inverted)
      ? {
          errno: 'Invalid argument',
          hint: 'In OUTPUT it is not decided yet through which port a packet will leave. Use it in FORWARD or POSTROUTING.',
        }
      : null,
  save: (d) => d.parts.map((p) => ` ${print(p)}`).join(''),
  list: (d) => `PHYSDEV match ${d.parts.map(print).join(' ')}`,
  phrase: (d, { chain }) =>
    d.parts.map((p) => ({
      that: `${plural[p.name]}${p.device === null ? '' : ` ${p.device}`}`,
      not: p.inverted,
      ...(p.name === 'is-bridged' &&
        !p.inverted && {
          alone: 'traffic that only crosses a bridge',
          ...(chain === 'FORWARD' && { accept: 'Don’t filter …' }),
        }),
    })),
  explain: (d) =>
    d.parts
      .map(
        (p) =>
          `it ${p.inverted ? 'is not so that it ' : ''}${said[p.name]}${p.device === null ? '' : ` ${p.device}`}`,
      )
      .join(', and '),
  test(d, { ports }) {
    if (ports === null) return d.parts.every((p) => p.inverted);
    return d.parts.every((p) => holds(p, ports) !== p.inverted);
  },
  checks: (d, { ports }) =>
    d.parts.map((p) =>
      check(
        ports === null ? p.inverted : holds(p, ports) !== p.inverted,
        `a packet that ${p.inverted ? 'is not one that ' : ''}${said[p.name]}${p.device === null ? '' : ` ${p.device}`}`,
        ports === null
          ? 'the packet crosses no bridge'
          : `the packet came in by the port ${ports.input}${ports.output === null ? '' : ` and leaves by ${ports.output}`}`,
      ),
    ),
});
