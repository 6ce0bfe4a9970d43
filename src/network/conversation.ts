/**
 * Packets on their way to and fro as one value: who waits for what, and what is still to be sent. Anything
 * may happen to the world between two of them, and the conversation goes on in it.
 */
import { fly } from './fly.ts';
import type { OutgoingPacket } from './outgoingPacket.ts';
import { type Client, opened, type SocketState, Sockets } from './sockets.ts';
import type { Journey } from './trace.ts';
import type { World } from './world.ts';

/** A conversation makes at most this many packets; behind it the rest are not sent. */
export const mostPackets = 64;

/** Plain data: it survives `structuredClone` and JSON. */
export interface Conversation {
  readonly world: World;
  readonly sockets: SocketState;
  /** In the order they will be sent. */
  readonly unsent: readonly OutgoingPacket[];
  readonly journeys: readonly Journey[];
}

/** A conversation of which nothing was sent yet. */
export const begin = (world: World, client: Client, first: OutgoingPacket): Conversation => ({
  world,
  sockets: opened(client),
  unsent: [first],
  journeys: [],
});

/** Whether nobody has anything to say any more. */
export const isOver = (c: Conversation): boolean => c.unsent.length === 0 || c.journeys.length >= mostPackets;

/** The conversation after its next packet; the same one where it is over. */
export const next = (c: Conversation): Conversation => {
  if (isOver(c)) return c;
  const [packet, ...unsent] = c.unsent;
  const sockets = new Sockets(c.sockets);
  const { world, journey, answers } = fly(c.world, packet!, c.journeys.length, sockets);
  return {
    world,
    sockets: sockets.state,
    unsent: [...unsent, ...answers],
    journeys: [...c.journeys, journey],
  };
};

/** The conversation at its end. */
export const finish = (begun: Conversation): Conversation => {
  let c = begun;
  while (!isOver(c)) c = next(c);
  return c;
};
