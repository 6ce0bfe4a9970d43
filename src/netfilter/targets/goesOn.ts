import type { TargetResult } from '../extension.ts';
import type { Packet, Skb } from '../packet.ts';

/** On with the next rule, the packet as it was. */
export const goesOn = (skb: Skb): TargetResult => ({ kind: 'continue', skb, effects: [] });

/** On with the next rule; the trace says what was not acted out. */
export const notSimulated = (skb: Skb, why: string): TargetResult => ({
  kind: 'continue',
  skb,
  effects: [{ kind: 'not-simulated', why }],
});

/** On with the next rule, the packet changed. */
export const goesOnWith = (skb: Skb, changes: Partial<Packet>): TargetResult => {
  const after = { ...skb, packet: { ...skb.packet, ...changes } };
  return { kind: 'continue', skb: after, effects: [{ kind: 'changed', before: skb, after }] };
};
