import { behind, type Program, problemAt, refused } from './shell.ts';

export const conntrack: Program = (world, _host, words) => refused(world, problemAt(behind(words), 'conntrack: not simulated here', 1, 'x'));
