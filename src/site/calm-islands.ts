import type { AstroIntegration } from 'astro';

declare module 'astro' {
  interface AstroClientDirectives {
    'client:calm'?: boolean;
    'client:linked'?: boolean;
  }
}

/** Gives islands `client:calm` and `client:linked`, which the files of these names describe. */
export const calmIslands = (): AstroIntegration => ({
  name: 'calm-islands',
  hooks: {
    'astro:config:setup': ({ addClientDirective }) => {
      for (const name of ['calm', 'linked'])
        addClientDirective({ name, entrypoint: `./src/site/${name}.ts` });
    },
  },
});
