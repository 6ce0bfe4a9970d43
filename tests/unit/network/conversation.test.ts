/**
 * A conversation is a value: it can be stopped between two packets, gone back in, and gone on with under
 * other rules.
 */
import { describe, expect, it } from 'vitest';
import { type Conversation, isOver, runConversation, sendNext } from '../../../src/network/conversation.ts';
import { createWorld } from '../../../src/network/createWorld.ts';
import { startClient } from '../../../src/network/runClient.ts';
import type { World } from '../../../src/network/world.ts';
import { run } from '../../../src/shell/run.ts';

const rules =
  '*filter\n:INPUT DROP [0:0]\n-A INPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 80 -j ACCEPT\nCOMMIT\n';
const made = createWorld({
  hosts: {
    client: { interfaces: { eth0: { link: 'a', addresses: ['10.0.0.1/24'] } } },
    server: { interfaces: { eth0: { link: 'a', addresses: ['10.0.0.2/24'] } }, listen: ['tcp/80'], rules },
  },
});
if (!made.ok) throw new Error(JSON.stringify(made.problems));
const quiet = made.world;

const begun = (world: World, port: number): Conversation => {
  const started = startClient(world, {
    from: 'client',
    to: 0x0a000002,
    sends: { kind: 'tcp', dport: 80, says: [] },
    source: null,
    port,
    ttl: 64,
    tos: 0,
    owner: { uid: 0, gid: 0 },
  });
  if (!started.ok) throw new Error(started.error);
  return started.conversation;
};
const sent = (c: Conversation, packets: number): Conversation =>
  packets === 0 ? c : sent(sendNext(c), packets - 1);
const told = (c: Conversation, line: string): Conversation => ({
  ...c,
  world: run(c.world, 'server', line).world,
});
const titles = (c: Conversation) =>
  c.journeys.map((j) => (j.events.some((e) => e.kind === 'dropped') ? `${j.title} dropped` : j.title));

describe('a conversation', () => {
  it('is seven packets, one a step, and then over', () => {
    expect(titles(runConversation(begun(quiet, 5000)))).toEqual([
      'SYN',
      'SYN,ACK',
      'ACK',
      'FIN,ACK',
      'ACK',
      'FIN,ACK',
      'ACK',
    ]);
    expect(isOver(sent(begun(quiet, 5000), 6))).toBe(false);
    expect(isOver(sent(begun(quiet, 5000), 7))).toBe(true);
  });

  it.each([0, 1, 2, 3, 4, 5, 6])('survives being copied behind packet %i', (packets) => {
    const c = sent(begun(quiet, 5000), packets);
    expect(runConversation(structuredClone(c))).toEqual(runConversation(c));
  });

  it('goes on under a rule that refuses new ones', () => {
    const open = sent(begun(quiet, 5000), 3);
    const closed = runConversation(told(open, 'iptables -I INPUT 2 -p tcp --dport 80 -j DROP'));
    expect(titles(closed)).toEqual(titles(runConversation(open)));
    expect(titles(runConversation(begun(closed.world, 5001)))).toEqual(['SYN dropped']);
  });

  it('ends where a rule stops what is under way, and an earlier one does not know of it', () => {
    const open = sent(begun(quiet, 5000), 2);
    expect(titles(runConversation(told(open, 'iptables -F INPUT')))).toEqual([
      'SYN',
      'SYN,ACK',
      'ACK dropped',
    ]);
    expect(titles(runConversation(open))).toHaveLength(7);
  });
});
