import { parsed, refused } from '../../text/problem.ts';
import { defineMatch, type GivenOption, type Value } from '../extension.ts';
import { network, printNetwork } from '../values/host.ts';
import { loosePort } from '../values/port.ts';
import { protocolNamed } from '../values/protocol.ts';
import { check } from './check.ts';

const oneOf = (words: readonly string[]): Value<string> => ({
  form: words.join('|'),
  suggestions: words,
  parse: (text, place) =>
    words.includes(text.toUpperCase())
      ? parsed(text.toUpperCase())
      : refused(
          `${place.extension}: Bad value for "--${place.option}" option: "${text}"`,
          `Choose from ${words.join(', ')}.`,
        ),
});
const protocol: Value<number> = {
  form: 'protocol',
  parse(text) {
    const n = protocolNamed(text);
    return n === null
      ? refused(`unknown protocol "${text}" specified`, 'Protocols are tcp, udp, or a number.')
      : parsed(n);
  },
};

/**
 * Matches connections of IPVS, which the kernel that is imitated does not have. Reference:
 * net/netfilter/xt_ipvs.c, extensions/libxt_ipvs.c
 */
export const ipvs = defineMatch({
  name: 'ipvs',
  summary: 'Matches connections that IPVS balances over several servers.',
  absent: 'This kernel has no IPVS, so no rule can match it.',
  notSimulated: () => 'IPVS',
  options: {
    ipvs: {
      names: ['--ipvs'],
      takes: null,
      invertible: true,
      help: 'Matches packets of IPVS connections.',
      means: (_: true, not: boolean) => `The connection is ${not ? 'not ' : ''}one of IPVS.`,
    },
    vproto: {
      names: ['--vproto'],
      takes: protocol,
      invertible: true,
      help: 'Matches this protocol of the virtual service.',
      means: (v: number, not: boolean) =>
        `The virtual service ${not ? 'does not use' : 'uses'} protocol ${v}.`,
    },
    vaddr: {
      names: ['--vaddr'],
      takes: network,
      invertible: true,
      help: 'Matches this address of the virtual service.',
      means: (v: Parameters<typeof printNetwork>[0], not: boolean) =>
        `The virtual service ${not ? 'is not at' : 'is at'} ${printNetwork(v)}.`,
    },
    vport: {
      names: ['--vport'],
      takes: loosePort,
      invertible: true,
      help: 'Matches this port of the virtual service.',
      means: (v: number, not: boolean) => `The virtual service is ${not ? 'not ' : ''}on port ${v}.`,
    },
    vdir: {
      names: ['--vdir'],
      takes: oneOf(['ORIGINAL', 'REPLY']),
      help: 'Matches packets in this direction.',
      means: (v: string) => (v === 'REPLY' ? 'Replies only.' : 'Only packets from the client.'),
    },
    vmethod: {
      names: ['--vmethod'],
      takes: oneOf(['GATE', 'IPIP', 'MASQ']),
      invertible: true,
      help: 'Matches connections that are forwarded by this method.',
      means: (v: string, not: boolean) =>
        `The connection is ${not ? 'not ' : ''}forwarded by the method ${v}.`,
    },
    vportctl: {
      names: ['--vportctl'],
      takes: loosePort,
      invertible: true,
      help: 'Matches this port of the controlling connection.',
      means: (v: number, not: boolean) => `The controlling connection is ${not ? 'not ' : ''}on port ${v}.`,
    },
  },
  demand: (g) =>
    g.ipvs?.inverted && Object.values(g).filter(Boolean).length > 1
      ? refused(
          '! --ipvs cannot be together with other options',
          'Remove the other options: ! --ipvs is used alone.',
        )
      : Object.values(g).some(Boolean)
        ? null
        : refused('IPVS: At least one option is required', 'Say what to match: --ipvs.'),
  parse(g) {
    const asked: readonly (readonly [
      name: string,
      given: GivenOption<unknown> | undefined,
      value: string,
    ])[] = [
      ['vproto', g.vproto, String(g.vproto?.value)],
      ['vaddr', g.vaddr, g.vaddr ? printNetwork(g.vaddr.value).replace(/\/32$/, '') : ''],
      ['vport', g.vport, String(g.vport?.value)],
      ['vdir', g.vdir, String(g.vdir?.value)],
      ['vmethod', g.vmethod, String(g.vmethod?.value)],
      ['vportctl', g.vportctl, String(g.vportctl?.value)],
    ];
    const asks = asked.flatMap(([name, given, value]) =>
      given ? [{ name, value, inverted: given.inverted }] : [],
    );
    return parsed({
      asks: asks.length ? asks : [{ name: 'ipvs', value: '', inverted: g.ipvs?.inverted ?? false }],
    });
  },
  save: (d) => d.asks.map((a) => `${a.inverted ? ' !' : ''} --${a.name}${a.value && ` ${a.value}`}`).join(''),
  list: (d) => d.asks.map((a) => `${a.inverted ? '! ' : ''}${a.name}${a.value && ` ${a.value}`}`).join(' '),
  phrase: (d) =>
    d.asks.map((a) => ({
      that: `belong to an IPVS connection${a.value && ` with the ${a.name} ${a.value}`}`,
      not: a.inverted,
    })),
  explain: () => 'the connection is one of IPVS',
  test: () => false,
  checks: (_, __, ___, met) => [check(met, 'a connection of IPVS', 'there is no IPVS here')],
});
