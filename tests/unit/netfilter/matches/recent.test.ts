import { expect, it } from 'vitest';
import { recent } from '../../../../src/netfilter/matches/recent.ts';
import type { Skb } from '../../../../src/netfilter/packet.ts';
import { echo } from '../../../../src/network/packets.ts';
import type { Json } from '../../../../src/text/json.ts';
import { hostFor } from '../../../hostFor.ts';

/**
 * As /proc/net/xt_recent shows it on Linux 6.18 after pings from 10.0.0.1 to .3, .1 again, and .4 to .102.
 */
it('a list holds a hundred addresses; the ones seen least recently make room', () => {
  let memory: Json | undefined;
  const environment = hostFor({
    recall: () => memory,
    remember: (_, value) => {
      memory = value;
    },
  });
  const set = {
    action: 'set',
    inverted: false,
    seconds: 0,
    reap: false,
    hitcount: 0,
    rttl: false,
    name: 'r',
    destination: false,
    mask: 0xffffffff,
  } as const;
  const seen = [1, 2, 3, 1, ...Array.from({ length: 99 }, (_, i) => i + 4)];
  for (const last of seen)
    recent.test(
      set,
      {
        packet: echo({ source: 0x0a000000 + last, destination: 0x7f000001 }, 8, 1, 56),
        output: null,
        owner: null,
      } as unknown as Skb,
      environment,
    );
  const addresses = Object.keys((memory as { readonly entries: Readonly<Record<string, Json>> }).entries);
  expect(addresses).toHaveLength(100);
  expect(['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4'].filter((a) => addresses.includes(a))).toEqual([
    '10.0.0.1',
    '10.0.0.4',
  ]);
});
