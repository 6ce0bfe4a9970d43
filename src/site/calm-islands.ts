import type { AstroIntegration } from 'astro';

declare module 'astro' {
  interface AstroClientDirectives {
    'client:calm'?: boolean;
  }
}

/** Gives islands `client:calm`, which src/site/calm.ts describes. */
export const calmIslands = (): AstroIntegration => ({
  name: 'calm-islands',
  hooks: {
    'astro:config:setup': ({ addClientDirective }) =>
      addClientDirective({ name: 'calm', entrypoint: './src/site/calm.ts' }),
  },
});
