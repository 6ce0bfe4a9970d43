import type { Packet, Skb } from '../netfilter/packet.ts';

const header = 20;

/**
 * A packet as it is sent: whole, or in fragments if it is longer than `most` bytes. Reference:
 * net/ipv4/ip_output.c, ip_do_fragment
 */
export const fragmented = (skb: Skb, most: number): readonly Skb[] => {
  const { packet } = skb;
  if (packet.length <= most) return [skb];
  const size = Math.floor((most - header) / 8) * 8;
  const begin = packet.fragment?.offset ?? 0;
  const bytes = packet.length - header;
  return Array.from({ length: Math.ceil(bytes / size) }, (_, i): Skb => {
    const carried = Math.min(size, bytes - i * size);
    const more = i * size + carried < bytes || packet.fragment?.more === true;
    return {
      ...skb,
      packet: {
        ...packet,
        length: header + carried,
        fragment: { offset: begin + i * size, more },
        mayBeSplit: true,
      },
    };
  });
};

/**
 * The packet that fragments are parts of, with what the kernel knows of the first one; null if a fragment is
 * missing. Reference:
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
