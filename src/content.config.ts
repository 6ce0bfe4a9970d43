import { glob } from 'astro/loaders';
import { defineCollection } from 'astro:content';
import { docsSchema } from '@astrojs/starlight/schema';
import { z } from 'astro/zod';
import { slugOf } from './site/sidebar.ts';

const docs = defineCollection({
  loader: glob({
    base: './content',
    pattern: ['lessons/[0-9][0-9]-*.mdx', 'reference/*/*.mdx'],
    generateId: ({ entry }) => slugOf(entry),
  }),
  schema: docsSchema({ extend: z.looseObject({ description: z.string() }) }),
});

const networks = defineCollection({ loader: glob({ base: './content/networks', pattern: '*.yaml' }), schema: z.looseObject({ title: z.string() }) });

export const collections = { docs, networks };
