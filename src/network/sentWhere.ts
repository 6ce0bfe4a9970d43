import type { ProbeSpec } from './scenario.ts';

/** What a probe is. */
export const protocolOf = ({ tcp, udp }: ProbeSpec): 'tcp' | 'udp' | 'ping' =>
  tcp !== undefined ? 'tcp' : udp !== undefined ? 'udp' : 'ping';

/** Where a probe is sent, as it is written: `192.0.2.80:80`, `192.0.2.80` for a ping. */
export const addressOf = ({ tcp, udp, ping }: ProbeSpec): string => tcp ?? udp ?? ping ?? '';

/** What a probe sends where: `tcp 192.0.2.80:80`, `ping 192.0.2.80`. */
export const sentWhere = (probe: ProbeSpec): string => `${protocolOf(probe)} ${addressOf(probe)}`;
