import type { Journey } from '../network/trace.ts';

/** Whether a packet of a trace is an ICMP error about another one, which is no answer to it. */
export const isErrorMessage = ({ events }: Journey): boolean => {
  const made = events.find((e) => e.kind === 'made')?.packet.transport;
  return made?.kind === 'icmp' && made.about !== null;
};
