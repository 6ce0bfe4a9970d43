import { parsed, refused } from '../../text/problem.ts';
import { defineMatch, type GivenOption, type Value } from '../extension.ts';
import { network, printNetwork } from '../values/host.ts';
import { loosePort } from '../values/port.ts';
import { protocolNamed } from '../values/protocol.ts';

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
 * Matches connections of IPVS, which the kernel that is imitated has not got. Reference:
 * net/netfilter/xt_ipvs.c, extensions/libxt_ipvs.c
 */
export const ipvs = defineMatch({
  name: 'ipvs',
  summary: 'Asks about connections that IPVS hands out.',
  absent: 'This kernel has no IPVS, so no rule can ask for it.',
  notSimulated: () => 'IPVS',
  options: {
    ipvs: { names: ['--ipvs'], takes: null, invertible: true, help: 'Fits packets of IPVS connections.' },
    vproto: {
      names: ['--vproto'],
      takes: protocol,
      invertible: true,
      help: 'Fits this protocol of the virtual service.',
    },
    vaddr: {
      names: ['--vaddr'],
      takes: network,
      invertible: true,
      help: 'Fits this address of the virtual service.',
    },
    vport: {
      names: ['--vport'],
      takes: loosePort,
      invertible: true,
      help: 'Fits this port of the virtual service.',
    },
    vdir: { names: ['--vdir'], takes: oneOf(['ORIGINAL', 'REPLY']), help: 'Fits packets that go this way.' },
    vmethod: {
      names: ['--vmethod'],
      takes: oneOf(['GATE', 'IPIP', 'MASQ']),
      invertible: true,
      help: 'Fits connections that are handed out so.',
    },
    vportctl: {
      names: ['--vportctl'],
      takes: loosePort,
      invertible: true,
      help: 'Fits this port of the controlling connection.',
    },
  },
  demand: (g) =>
    g.ipvs?.inverted && Object.values(g).filter(Boolean).length > 1
      ? refused('! --ipvs cannot be together with other options', 'Ask for nothing else beside ! --ipvs.')
      : Object.values(g).some(Boolean)
        ? null
        : refused('IPVS: At least one option is required', 'Say what to ask for: --ipvs.'),
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
  explain: () => 'the connection is one of IPVS',
  test: () => false,
  saw: () => 'no IPVS',
});
