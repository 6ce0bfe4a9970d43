/**
 * The packets between a client and those who answer it, as one value. The world may change between two
 * packets, and the conversation goes on in the new one.
 */
import { fly } from './fly.ts';
import type { OutgoingPacket } from './outgoingPacket.ts';
import { serversLeft, withRemains } from './remains.ts';
import { type ClientSocket, openSocket, type SocketState } from './socketState.ts';
import { Sockets } from './sockets.ts';
import type { Journey } from './trace.ts';
import type { World } from './world.ts';

/** A conversation ends after this many packets, even if more are waiting to be sent. */
export const mostPackets = 64;

/** Plain data: it survives `structuredClone` and JSON. */
export interface Conversation {
  readonly world: World;
  readonly sockets: SocketState;
  /** In the order they will be sent. */
  readonly unsent: readonly OutgoingPacket[];
  readonly journeys: readonly Journey[];
}

/** A conversation before its first packet, which is `first`. */
export const openConversation = (
  world: World,
  client: ClientSocket,
  first: OutgoingPacket,
): Conversation => ({
  world,
  sockets: openSocket(client, serversLeft(world)),
  unsent: [first],
  journeys: [],
});

/** Whether no packet is left to be sent. */
export const isOver = (c: Conversation): boolean => c.unsent.length === 0 || c.journeys.length >= mostPackets;

/** The conversation after its next packet; unchanged if it is over. */
export const sendNext = (c: Conversation): Conversation => {
  if (isOver(c)) return c;
  const [packet, ...unsent] = c.unsent;
  const sockets = new Sockets(c.sockets);
  const { world, journey, answers } = fly(c.world, packet!, c.journeys.length, sockets);
  const after: Conversation = {
    world,
    sockets: sockets.state,
    unsent: [...unsent, ...answers],
    journeys: [...c.journeys, journey],
  };
  return isOver(after) ? { ...after, world: withRemains(world, after.sockets) } : after;
};

/** The conversation at its end. */
export const runConversation = (begun: Conversation): Conversation => {
  let c = begun;
  while (!isOver(c)) c = sendNext(c);
  return c;
};
