import type { Rows } from './row.ts';

/** How a packet ends, and every condition. */
export const phraseRows: Rows = {
  connected: {
    means:
      'A tcp connection was opened. A packet that should end so is right only if no rule stops what is sent next.',
    example: 'connected',
  },
  replied: { means: 'A ping or a udp packet got its answer.', example: 'replied' },
  refused: { means: 'The sender was told no: by a closed port, or by REJECT.', example: 'refused' },
  unreachable: {
    means: 'A router told the sender that there is no way to the address.',
    example: 'unreachable',
  },
  timeout: { means: 'The sender heard nothing.', example: 'timeout' },
  reaches: {
    means: 'The host that received the packet, and the port there. A ping has no port.',
    example: 'reaches `nas:8080`',
  },
  'seen from': { means: 'The source address that the receiver saw.', example: 'seen from `198.51.100.7`' },
  'stopped in': {
    means: 'The table and the chain that dropped or rejected it, by a rule or by the policy.',
    example: 'stopped in `filter FORWARD`',
  },
  'decided by': {
    means:
      'What decided about the packet on the lab’s host: a chain, a rule by its number or by its target, or `policy`. It may take several.',
    example: 'decided by `filter INPUT 2`',
  },
  'it met': {
    means: 'A rule with this text matched this packet, or what followed it.',
    example: 'it met `-i lo`',
  },
  'rules have': {
    means: 'A rule or policy that has this text, as `iptables -S` prints it, with its table in front.',
    example: 'rules have `-t filter -A INPUT -i lo -j ACCEPT`',
  },
  'rules lack': { means: 'No rule and no policy has this text.', example: 'rules lack `-t nat`' },
  'no packet met': {
    means: 'A rule with this text is there, and no packet has matched it.',
    example: 'no packet met `--dport 22`',
  },
};
