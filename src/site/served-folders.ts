import { createRequire } from 'node:module';
import { join } from 'node:path';

/**
 * What the dev server may hand out: the project, and the folder of its packages. In a course of its own that is above the
 * project, and Vite would refuse Starlight's styles and Preact.
 */
export const servedFolders = (): string[] => {
  const astro = createRequire(import.meta.url).resolve('astro/package.json');
  return ['.', join(astro, '..', '..')];
};
