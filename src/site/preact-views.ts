import { getContainerRenderer } from '@astrojs/preact/container-renderer';
import type { AstroIntegration } from 'astro';

/** What Astro's renderer asks for, which its integration would make: which files are Preact's. */
const options = {
  name: 'preact-options',
  resolveId: {
    filter: { id: /^astro:preact:opts$/ },
    handler: () => '\0astro:preact:opts',
  },
  load: {
    filter: { id: /^\0astro:preact:opts$/ },
    handler: () => 'export default {}',
  },
};

/**
 * Preact for the labs. A build leaves JSX to Vite, which reads in tsconfig.json what to make of it: Astro's own integration
 * loads Babel and runs it on each file, and that took a tenth of the build. The dev server has it, to change a view in place.
 */
export const preactViews = (): AstroIntegration => ({
  name: 'preact-views',
  hooks: {
    'astro:config:setup': async (given) => {
      if (given.command === 'dev') {
        const { default: preact } = await import('@astrojs/preact');
        return preact({ include: ['**/*.tsx'] }).hooks['astro:config:setup']?.(given);
      }
      given.addRenderer(getContainerRenderer());
      given.updateConfig({ vite: { plugins: [options] } });
    },
  },
});
