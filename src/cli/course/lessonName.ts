import { basename } from 'node:path';

/** A lesson's name in its address, from its file: `opening-a-door` for `lessons/01-opening-a-door.mdx`. */
export const lessonName = (path: string): string => basename(path, '.mdx').replace(/^\d+-/, '').toLowerCase();
