import { Flight } from './flight.ts';
import { IpInput } from './ipInput.ts';
import { IpOutput } from './ipOutput.ts';
import { type AboveLink, LinkLayer } from './linkLayer.ts';
import { NetfilterHooks } from './netfilterHooks.ts';
import type { OutgoingPacket } from './outgoingPacket.ts';
import type { SocketLayer } from './socketLayer.ts';
import type { Journey } from './trace.ts';
import type { World } from './world.ts';

/** What came of one packet. */
export interface Flown {
  readonly world: World;
  readonly journey: Journey;
  /** The packets that answer it, still to be sent. */
  readonly answers: readonly OutgoingPacket[];
}

/**
 * Follows a packet to its end, through the layers of every host on its path:
 *
 *     SocketLayer                     programs
 *     IpOutput        IpInput         routing; both call NetfilterHooks
 *     LinkLayer ------^               neighbours, bridges, lo
 *
 * `number` is the journey's, for the answers to name.
 */
export const fly = (world: World, packet: OutgoingPacket, number: number, sockets: SocketLayer): Flown => {
  const flight = new Flight(world, packet, number);
  const hooks = new NetfilterHooks(flight, sockets);
  const above: AboveLink = {
    receive: (...arrived) => input.receive(...arrived),
    loop: (...copy) => input.loop(...copy),
    route: (...entered) => input.route(...entered),
  };
  const link = new LinkLayer(flight, hooks, above);
  const output = new IpOutput(flight, hooks, link);
  const input = new IpInput(flight, hooks, link, output, sockets);
  flight.record({ kind: 'made', host: packet.host, by: packet.by, packet: packet.packet });
  output.send(packet);
  return { world: flight.world, journey: flight.journey, answers: flight.answers };
};
