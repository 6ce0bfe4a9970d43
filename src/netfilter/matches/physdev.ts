import { parsed, refused } from '../../text/problem.ts';
import { defineMatch, type GivenOption, type Value } from '../extension.ts';
import type { Skb } from '../packet.ts';
import { parseInterface } from '../values/interface.ts';
import { interfaceMatches } from '../values/interfaceMatches.ts';

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
  summary: 'Asks for the ports of a bridge that a packet crosses.',
  options: {
    in: {
      names: ['--physdev-in'],
      takes: device,
      invertible: true,
      help: 'Fits packets that came in by this port of a bridge.',
    },
    out: {
      names: ['--physdev-out'],
      takes: device,
      invertible: true,
      help: 'Fits packets that leave by this port of a bridge.',
    },
    isIn: {
      names: ['--physdev-is-in'],
      takes: null,
      invertible: true,
      help: 'Fits packets that came in by a bridge.',
    },
    isOut: {
      names: ['--physdev-is-out'],
      takes: null,
      invertible: true,
      help: 'Fits packets that leave by a bridge.',
    },
    isBridged: {
      names: ['--physdev-is-bridged'],
      takes: null,
      invertible: true,
      help: 'Fits packets that are bridged, not routed.',
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
          hint: 'In OUTPUT nobody knows yet by which port a packet will leave. It belongs in FORWARD or POSTROUTING.',
        }
      : null,
  save: (d) => d.parts.map((p) => ` ${print(p)}`).join(''),
  list: (d) => `PHYSDEV match ${d.parts.map(print).join(' ')}`,
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
  saw: (_, { ports }) =>
    ports === null
      ? 'crossed no bridge'
      : `came in by the port ${ports.input}${ports.output === null ? '' : `, and leaves by ${ports.output}`}`,
});
