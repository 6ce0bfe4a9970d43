import type { Match } from '../extension.ts';
import { state } from './state.ts';
import { tcp } from './tcp.ts';
import { udp } from './udp.ts';

/** Every match the engine has. */
export const matches: readonly Match[] = [state, tcp, udp];
