import { parsed, refused } from '../../text/problem.ts';
import { defineMatch, type GivenOption, type Value } from '../extension.ts';
import { listed } from '../print/sentence/words.ts';
import { looseRange, type PortRange } from '../values/port.ts';
import { uint } from '../values/uint.ts';
import { check } from './check.ts';
import { listPort, meansPorts, type PortTest, partial, phraseOfPorts, savePort, sayPort } from './ports.ts';

const names = [
  'REQUEST',
  'RESPONSE',
  'DATA',
  'ACK',
  'DATAACK',
  'CLOSEREQ',
  'CLOSE',
  'RESET',
  'SYNC',
  'SYNCACK',
  'INVALID',
] as const;

const types: Value<readonly string[]> = {
  form: 'type,type…',
  suggestions: names,
  parse(text) {
    const words = text.split(',').filter(Boolean);
    const wrong = words.find((w) => !names.some((n) => n === w.toUpperCase()));
    return wrong === undefined
      ? parsed(names.filter((n) => words.some((w) => w.toUpperCase() === n)))
      : refused(`Unknown DCCP type \`${wrong}'`, `Choose from ${names.join(', ')}.`);
  },
};
const numbersOf = (list: readonly string[]) =>
  list
    .flatMap((n) =>
      n === 'INVALID' ? [10, 11, 12, 13, 14, 15] : [names.indexOf(n as (typeof names)[number])],
    )
    .join(',');
const ports = (given: GivenOption<PortRange> | undefined): PortTest | null =>
  given ? { ...given.value, inverted: given.inverted } : null;

/**
 * Matches ports, packet types and options of DCCP. Reference: net/netfilter/xt_dccp.c,
 * extensions/libxt_dccp.c
 */
export const dccp = defineMatch({
  name: 'dccp',
  summary: 'Matches ports, packet types and options of DCCP.',
  protocol: 33,
  options: {
    source: {
      names: ['--source-port', '--sport'],
      takes: looseRange,
      invertible: true,
      help: 'Matches packets from this port, or from a range of ports.',
      means: meansPorts('Source'),
    },
    destination: {
      names: ['--destination-port', '--dport'],
      takes: looseRange,
      invertible: true,
      help: 'Matches packets to this port, or to a range of ports.',
      means: meansPorts('Destination'),
    },
    types: {
      names: ['--dccp-types'],
      takes: types,
      invertible: true,
      help: 'Matches packets of one of these types.',
      means: (v: readonly string[], not: boolean) =>
        `The packet type is ${not ? 'not ' : ''}${listed(v, 'or')}.`,
    },
    option: {
      names: ['--dccp-option'],
      takes: uint(255, 1),
      invertible: true,
      help: 'Matches packets that carry the option with this number.',
      means: (v: number, not: boolean) =>
        `The packet ${not ? 'does not carry' : 'carries'} the DCCP option ${v}.`,
    },
  },
  parse: (g) =>
    parsed({
      source: ports(g.source),
      destination: ports(g.destination),
      types: g.types ? { names: g.types.value, inverted: g.types.inverted } : null,
      option: g.option ? { number: g.option.value, inverted: g.option.inverted } : null,
    }),
  save(d) {
    const sign = (inverted: boolean) => (inverted ? ' !' : '');
    const list = d.types ? `${sign(d.types.inverted)} --dccp-types ${d.types.names.join(',')}` : '';
    return `${savePort('--sport', d.source)}${savePort('--dport', d.destination)}${list}${d.option ? `${sign(d.option.inverted)} --dccp-option ${d.option.number}` : ''}`;
  },
  list(d, { numeric }) {
    const list = d.types
      ? ` ${d.types.inverted ? '! ' : ''}${numeric ? numbersOf(d.types.names) : d.types.names.join(',')}`
      : '';
    return `dccp${listPort('spt', d.source?.inverted ? d.source : partial(d.source), true, 'tcp')}${listPort('dpt', d.destination?.inverted ? d.destination : partial(d.destination), true, 'tcp')}${list}${d.option ? ` option=${d.option.inverted ? '!' : ''}${d.option.number}` : ''}`;
  },
  phrase: (d) => [
    ...phraseOfPorts(d.source, d.destination),
    ...(d.types
      ? [
          {
            that: `are of the type ${d.types.names.join(' or ') || 'that no packet has'}`,
            not: d.types.inverted,
          },
        ]
      : []),
    ...(d.option ? [{ that: `carry the DCCP option ${d.option.number}`, not: d.option.inverted }] : []),
  ],
  explain: (d) =>
    [
      ...sayPort('source', d.source),
      ...sayPort('destination', d.destination),
      ...(d.types ? [`the type is ${d.types.inverted ? 'none of ' : ''}${d.types.names.join(' or ')}`] : []),
      ...(d.option ? [`the option ${d.option.number} is ${d.option.inverted ? 'absent' : 'present'}`] : []),
    ].join(', and ') || 'it is a DCCP packet',
  // No host here sends DCCP, and -p has left out everything else.
  test: () => false,
  checks: (_, __, ___, met) => [check(met, 'a DCCP header', 'the packet has none')],
});
