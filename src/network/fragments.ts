import type { Packet, Skb } from '../netfilter/packet.ts';

const header = 20;

/**
 * What a device sends of a packet: the packet itself, or the fragments of one that is longer than its frames
 * hold. Reference: net/ipv4/ip_output.c, ip_do_fragment
 */
export const fragmented = (skb: Skb, mtu: number): readonly Skb[] => {
  const { packet } = skb;
  if (packet.length <= mtu) return [skb];
  const most = Math.floor((mtu - header) / 8) * 8;
  const begin = packet.fragment?.offset ?? 0;
  const bytes = packet.length - header;
  return Array.from({ length: Math.ceil(bytes / most) }, (_, i): Skb => {
    const carried = Math.min(most, bytes - i * most);
    const more = i * most + carried < bytes || packet.fragment?.more === true;
    return {
      ...skb,
      packet: { ...packet, length: header + carried, fragment: { offset: begin + i * most, more } },
    };
  });
};

/**
 * The packet that fragments make together, as its first one is; null while one is missing. Reference:
 * net/ipv4/ip_fragment.c
 */
export const reassembled = (fragments: readonly Skb[]): Skb | null => {
  const inOrder = fragments.toSorted((a, b) => a.packet.fragment!.offset - b.packet.fragment!.offset);
  let end = 0;
  for (const { packet } of inOrder) {
    if (packet.fragment!.offset !== end) return null;
    end += packet.length - header;
  }
  const first = inOrder[0];
  return first && inOrder.at(-1)!.packet.fragment!.more === false
    ? { ...first, packet: { ...first.packet, length: header + end, fragment: null } satisfies Packet }
    : null;
};
