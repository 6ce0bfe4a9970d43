import { behind, type Program, problemAt, refused } from './shell.ts';

export const tcpdump: Program = (world, _host, words) => refused(world, problemAt(behind(words), 'tcpdump: not simulated here', 1, 'x'));
