import { lazyPart } from '../lazyPart.ts';
import type { restoreSets } from './restoreSets.ts';

/** Reads what `ipset save` prints, for scenarios that have sets; few do. */
export const setReader = lazyPart<typeof restoreSets>(
  'set reader',
  async () => (await import('./restoreSets.ts')).restoreSets,
);
