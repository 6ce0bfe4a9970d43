import type { Match } from '../extension.ts';
import { addrtype } from './addrtype.ts';
import { comment } from './comment.ts';
import { conntrack } from './conntrack.ts';
import { icmp } from './icmp.ts';
import { mark } from './mark.ts';
import { multiport } from './multiport.ts';
import { state } from './state.ts';
import { tcp } from './tcp.ts';
import { udp } from './udp.ts';

/** Every match the engine has. */
export const matches: readonly Match[] = [addrtype, comment, conntrack, icmp, mark, multiport, state, tcp, udp];
