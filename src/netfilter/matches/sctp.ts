import { type Parsed, parsed, refused } from '../../text/problem.ts';
import { defineMatch, type GivenOption, type Value } from '../extension.ts';
import { type PortRange, portRange } from '../values/port.ts';
import { check } from './check.ts';
import { listPort, meansPorts, type PortTest, partial, phraseOfPorts, savePort, sayPort } from './ports.ts';

/**
 * Chunks with their number and the flags they may have, from bit 7 down. Reference: extensions/libxt_sctp.c,
 * sctp_chunk_names.
 */
const chunks: readonly (readonly [name: string, number: number, flags: string])[] = [
  ['DATA', 0, '----IUBE'],
  ['INIT', 1, ''],
  ['INIT_ACK', 2, ''],
  ['SACK', 3, ''],
  ['HEARTBEAT', 4, ''],
  ['HEARTBEAT_ACK', 5, ''],
  ['ABORT', 6, '-------T'],
  ['SHUTDOWN', 7, ''],
  ['SHUTDOWN_ACK', 8, ''],
  ['ERROR', 9, ''],
  ['COOKIE_ECHO', 10, ''],
  ['COOKIE_ACK', 11, ''],
  ['ECN_ECNE', 12, ''],
  ['ECN_CWR', 13, ''],
  ['SHUTDOWN_COMPLETE', 14, '-------T'],
  ['I_DATA', 64, '----IUBE'],
  ['RE_CONFIG', 130, ''],
  ['PAD', 132, ''],
  ['ASCONF', 193, ''],
  ['ASCONF_ACK', 128, ''],
  ['FORWARD_TSN', 192, ''],
  ['I_FORWARD_TSN', 194, ''],
];
type Chunk = { readonly name: string; readonly flags: string };
type Chunks = { readonly how: 'all' | 'any' | 'only'; readonly list: readonly Chunk[] | 'ALL' | 'NONE' };
const numberOf = (name: string) => chunks.find(([n]) => n === name)![1];

const chunkTypes: Value<Chunks> = {
  form: 'all|any|only chunk[:flags],…',
  suggestions: ['all', 'any', 'only'],
  parse(text): Parsed<Chunks> {
    const [first = '', second = ''] = text.split('\0');
    const how = (['all', 'any', 'only'] as const).find((w) => w === first.toLowerCase());
    if (!how)
      return refused(
        'Match type has to be one of "ALL", "ANY" or "ONLY"',
        'Say whether all, any or only these chunks are to be there.',
      );
    if (/^(all|none)$/i.test(second)) return parsed({ how, list: second.toUpperCase() as 'ALL' | 'NONE' });
    const list: Chunk[] = [];
    for (const word of second.split(',').filter((w) => w !== '')) {
      const [name = '', flags = ''] = word.split(':');
      const chunk = chunks.find(([n]) => n === name.toUpperCase());
      if (!chunk)
        return refused(`Unknown sctp chunk \`${name}'`, `Chunks are ${chunks.map(([n]) => n).join(', ')}.`);
      if ([...flags].some((f) => f === '-' || !chunk[2].includes(f.toUpperCase())))
        return refused(
          `Invalid flags for chunk type ${chunk[1]}`,
          chunk[2]
            ? `${chunk[0]} has the flags ${chunk[2].replaceAll('-', '')}.`
            : `${chunk[0]} has no flags.`,
        );
      const kept = [...chunk[2]]
        .flatMap((f) => [...flags].filter((g) => g.toUpperCase() === f).slice(-1))
        .join('');
      const other = list.findIndex((c) => c.name === chunk[0]);
      if (other >= 0) list.splice(other, 1);
      list.push({ name: chunk[0], flags: kept });
    }
    return parsed({
      how,
      list: list.length === 0 ? 'NONE' : list.sort((a, b) => numberOf(a.name) - numberOf(b.name)),
    });
  },
};
const ports = (given: GivenOption<PortRange> | undefined): PortTest | null =>
  given ? { ...given.value, inverted: given.inverted } : null;
const print = (c: Chunks, numeric: boolean): string => {
  const { list } = c;
  return `${c.how} ${typeof list === 'string' ? list : list.map(({ name, flags }) => `${numeric ? `0x${numberOf(name).toString(16).toUpperCase().padStart(4, '0')}` : name}${flags && `:${flags}`}`).join(',')}`;
};

/** Matches ports and chunks of SCTP. Reference: net/netfilter/xt_sctp.c, extensions/libxt_sctp.c */
export const sctp = defineMatch({
  name: 'sctp',
  summary: 'Matches ports and chunks of SCTP.',
  protocol: 132,
  options: {
    source: {
      names: ['--source-port', '--sport'],
      takes: portRange('sctp'),
      invertible: true,
      twice: "Only one `--source-port' allowed",
      help: 'Matches packets from this port, or from a range of ports.',
      means: meansPorts('Source'),
    },
    destination: {
      names: ['--destination-port', '--dport'],
      takes: portRange('sctp'),
      invertible: true,
      twice: "Only one `--destination-port' allowed",
      help: 'Matches packets to this port, or to a range of ports.',
      means: meansPorts('Destination'),
    },
    chunks: {
      names: ['--chunk-types'],
      takes: chunkTypes,
      words: 2,
      second: '--chunk-types requires two args',
      twice: "Only one `--chunk-types' allowed",
      invertible: true,
      help: 'Matches packets with all, any or only these chunks.',
      means: (v: Chunks, not: boolean) =>
        `The packet ${not ? 'does not have' : 'has'} ${v.how} of the chunks ${print(v, false).replace(/^\w+ /, '')}.`,
    },
  },
  parse: (g) =>
    parsed({
      source: ports(g.source),
      destination: ports(g.destination),
      chunks: g.chunks ? { ...g.chunks.value, inverted: g.chunks.inverted } : null,
    }),
  save: (d) =>
    `${savePort('--sport', d.source)}${savePort('--dport', d.destination)}${d.chunks ? `${d.chunks.inverted ? ' !' : ''} --chunk-types ${print(d.chunks, false)}` : ''}`,
  list: (d, { numeric }) =>
    `sctp${listPort('spt', d.source?.inverted ? d.source : partial(d.source), true, 'tcp')}${listPort('dpt', d.destination?.inverted ? d.destination : partial(d.destination), true, 'tcp')}${d.chunks ? ` ${d.chunks.inverted ? '! ' : ''}${print(d.chunks, numeric)}` : ''}`,
  phrase: (d) => [
    ...phraseOfPorts(d.source, d.destination),
    ...(d.chunks
      ? [
          {
            that: `have ${d.chunks.how} of the chunks ${print(d.chunks, false).replace(/^\w+ /, '')}`,
            not: d.chunks.inverted,
          },
        ]
      : []),
  ],
  explain: (d) =>
    [
      ...sayPort('source', d.source),
      ...sayPort('destination', d.destination),
      ...(d.chunks
        ? [
            `${d.chunks.inverted ? 'it is not so that ' : ''}${print(d.chunks, false)} of the chunks are there`,
          ]
        : []),
    ].join(', and ') || 'it is an SCTP packet',
  // No host here sends SCTP, and -p has left out everything else.
  test: () => false,
  checks: (_, __, ___, met) => [check(met, 'an SCTP header', 'the packet has none')],
});
