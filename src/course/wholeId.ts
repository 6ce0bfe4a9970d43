import type { Lab } from './lab.ts';

/** The id of the exercise that a lab is, or that it is a step of. */
export const wholeId = ({ id, whole = id }: Pick<Lab, 'id' | 'whole'>): string => whole.split(' ', 1)[0]!;
