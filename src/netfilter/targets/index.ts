import { defineCollection, rare } from '../collection.ts';
import type { Target } from '../extension.ts';
import { DNAT } from './DNAT.ts';
import { LOG } from './LOG.ts';
import { MARK } from './MARK.ts';
import { MASQUERADE } from './MASQUERADE.ts';
import { REDIRECT } from './REDIRECT.ts';
import { REJECT } from './REJECT.ts';
import { SNAT } from './SNAT.ts';

/**
 * Every target extension the engine has. A rare one is loaded when a text first needs it; its options' spellings stand here,
 * so that a hint can name it before.
 */
export const targets = defineCollection<Target>([
  rare('AUDIT', ['--type'], async () => (await import('./AUDIT.ts')).AUDIT),
  rare('CHECKSUM', ['--checksum-fill'], async () => (await import('./CHECKSUM.ts')).CHECKSUM),
  rare('CLASSIFY', ['--set-class'], async () => (await import('./CLASSIFY.ts')).CLASSIFY),
  rare(
    'CLUSTERIP',
    ['--new', '--hashmode', '--clustermac', '--total-nodes', '--local-node', '--hash-init'],
    async () => (await import('./CLUSTERIP.ts')).CLUSTERIP,
  ),
  rare(
    'CONNMARK',
    [
      '--set-xmark',
      '--set-mark',
      '--and-mark',
      '--or-mark',
      '--xor-mark',
      '--save-mark',
      '--restore-mark',
      '--ctmask',
      '--nfmask',
      '--mask',
      '--left-shift-mark',
      '--right-shift-mark',
    ],
    async () => (await import('./CONNMARK.ts')).CONNMARK,
  ),
  rare('CONNSECMARK', ['--save', '--restore'], async () => (await import('./CONNSECMARK.ts')).CONNSECMARK),
  rare(
    'CT',
    [
      '--notrack',
      '--helper',
      '--timeout',
      '--ctevents',
      '--expevents',
      '--zone-orig',
      '--zone-reply',
      '--zone',
    ],
    async () => (await import('./CT.ts')).CT,
  ),
  DNAT,
  rare('DSCP', ['--set-dscp', '--set-dscp-class'], async () => (await import('./DSCP.ts')).DSCP),
  rare(
    'ECN',
    ['--ecn-tcp-remove', '--ecn-tcp-cwr', '--ecn-tcp-ece', '--ecn-ip-ect'],
    async () => (await import('./ECN.ts')).ECN,
  ),
  rare(
    'HMARK',
    [
      '--hmark-tuple',
      '--hmark-src-prefix',
      '--hmark-dst-prefix',
      '--hmark-sport-mask',
      '--hmark-dport-mask',
      '--hmark-spi-mask',
      '--hmark-sport',
      '--hmark-dport',
      '--hmark-spi',
      '--hmark-proto-mask',
      '--hmark-rnd',
      '--hmark-mod',
      '--hmark-offset',
    ],
    async () => (await import('./HMARK.ts')).HMARK,
  ),
  rare(
    'IDLETIMER',
    ['--timeout', '--label', '--alarm'],
    async () => (await import('./IDLETIMER.ts')).IDLETIMER,
  ),
  rare(
    'LED',
    ['--led-trigger-id', '--led-delay', '--led-always-blink'],
    async () => (await import('./LED.ts')).LED,
  ),
  LOG,
  MARK,
  MASQUERADE,
  rare('NETMAP', ['--to'], async () => (await import('./NETMAP.ts')).NETMAP),
  rare(
    'NFLOG',
    ['--nflog-group', '--nflog-prefix', '--nflog-range', '--nflog-size', '--nflog-threshold'],
    async () => (await import('./NFLOG.ts')).NFLOG,
  ),
  rare(
    'NFQUEUE',
    ['--queue-num', '--queue-balance', '--queue-bypass', '--queue-cpu-fanout'],
    async () => (await import('./NFQUEUE.ts')).NFQUEUE,
  ),
  rare('NOTRACK', [], async () => (await import('./NOTRACK.ts')).NOTRACK),
  rare(
    'RATEEST',
    ['--rateest-name', '--rateest-interval', '--rateest-ewmalog'],
    async () => (await import('./RATEEST.ts')).RATEEST,
  ),
  REDIRECT,
  REJECT,
  rare('SECMARK', ['--selctx'], async () => (await import('./SECMARK.ts')).SECMARK),
  rare(
    'SET',
    [
      '--add-set',
      '--del-set',
      '--map-set',
      '--exist',
      '--timeout',
      '--map-mark',
      '--map-prio',
      '--map-queue',
    ],
    async () => (await import('./SET.ts')).SET,
  ),
  SNAT,
  rare(
    'SYNPROXY',
    ['--sack-perm', '--timestamp', '--wscale', '--mss', '--ecn'],
    async () => (await import('./SYNPROXY.ts')).SYNPROXY,
  ),
  rare('TCPMSS', ['--set-mss', '--clamp-mss-to-pmtu'], async () => (await import('./TCPMSS.ts')).TCPMSS),
  rare('TCPOPTSTRIP', ['--strip-options'], async () => (await import('./TCPOPTSTRIP.ts')).TCPOPTSTRIP),
  rare('TEE', ['--gateway', '--oif'], async () => (await import('./TEE.ts')).TEE),
  rare(
    'TOS',
    ['--set-tos', '--and-tos', '--or-tos', '--xor-tos'],
    async () => (await import('./TOS.ts')).TOS,
  ),
  rare('TPROXY', ['--on-port', '--on-ip', '--tproxy-mark'], async () => (await import('./TPROXY.ts')).TPROXY),
  rare('TRACE', [], async () => (await import('./TRACE.ts')).TRACE),
  rare('TTL', ['--ttl-set', '--ttl-dec', '--ttl-inc'], async () => (await import('./TTL.ts')).TTL),
  rare(
    'ULOG',
    ['--ulog-nlgroup', '--ulog-cprange', '--ulog-qthreshold', '--ulog-prefix'],
    async () => (await import('./ULOG.ts')).ULOG,
  ),
]);
