import { printAddress } from '../netfilter/values/address.ts';
import { addressOf, protocolOf } from '../network/sentWhere.ts';
import type { World } from '../network/world.ts';
import type { OtherPacket } from './kinds/predict.ts';

/** What a packet is, in a question: `a packet from admin to tcp port 22 of server (192.0.2.10)`. */
export const saySent = (packet: OtherPacket, { hosts }: Pick<World, 'hosts'>): string => {
  const [address = '', port] = addressOf(packet).split(':');
  const owner = Object.values(hosts).find((host) =>
    host.interfaces.some((i) => i.addresses.some((a) => printAddress(a.address) === address)),
  );
  const where = owner ? `${owner.name} (${address})` : address;
  return port === undefined
    ? `a ping from ${packet.from} to ${where}`
    : `a packet from ${packet.from} to ${protocolOf(packet)} port ${port} of ${where}`;
};
