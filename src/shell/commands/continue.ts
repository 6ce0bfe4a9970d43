import { leaveLoop } from './shared/leaveLoop.ts';

export const continueLoop = leaveLoop('continue', 'Goes on with the next turn of a loop.');
