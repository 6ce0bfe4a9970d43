import { refused } from '../shell.ts';
import { behind, problemAt } from '../shell.ts';
import type { IpObject } from './ip.ts';

export const neighbour: IpObject = (world, _host, words) => refused(world, problemAt(behind(words), 'ip: neighbour is not simulated here', 255, 'x'));
