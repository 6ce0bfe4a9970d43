/** How programs learn why a connection did not come about. */

import type { ClientResult } from '../../../network/runClient.ts';
import type { SendError } from '../../../network/sourceAddress.ts';

/**
 * Until the kernel gives up a connection whose SYNs get no answer: milliseconds, measured on Linux 6.18 with
 * tcp_syn_retries 6. Of those SYNs one is sent here.
 */
export const connectTimeout = 135_078;

const sendErrors: Readonly<Record<SendError, string>> = {
  ENETUNREACH: 'Network is unreachable',
  EHOSTUNREACH: 'No route to host',
  EACCES: 'Permission denied',
  EINVAL: 'Invalid argument',
  EPERM: 'Operation not permitted',
};

/** ICMP errors as connect() gives them back. Reference: net/ipv4/icmp.c, icmp_err_convert. */
const icmpWords: Readonly<Record<string, string>> = {
  'net-unreachable': 'Network is unreachable',
  'net-prohibited': 'Network is unreachable',
  'port-unreachable': 'Connection refused',
  'proto-unreachable': 'Protocol not available',
};

/** Why a TCP connection failed, in libc's words; null where it was made, or where no answer came. */
export const connectError = ({ outcome, reset, icmp, error }: ClientResult): string | null => {
  if (error !== null && error !== 'EPERM') return sendErrors[error];
  switch (outcome) {
    case 'connected':
    case 'replied':
    case 'timeout':
      return null;
    case 'refused':
      return reset ? 'Connection reset by peer' : 'Connection refused';
    case 'unreachable':
      return icmpWords[icmp ?? ''] ?? 'No route to host';
  }
};
