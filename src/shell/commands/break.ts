import { leaveLoop } from './shared/leaveLoop.ts';

export const breakLoop = leaveLoop('break', 'Leaves a loop.');
