import type { PacketFilter } from '../types.ts';
import type { Backend } from './backend.ts';
import { legacy } from './backends/legacy.ts';
import { nft } from './backends/nft.ts';

/** Which of the two commands called iptables a host has. */
export const backendOf = (filter: PacketFilter): Backend => (filter.backend === 'nft' ? nft : legacy);
