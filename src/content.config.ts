import { defineCollection } from 'astro:content';
import { docsSchema } from '@astrojs/starlight/schema';
import { glob } from 'astro/loaders';
import { z } from 'astro/zod';
import type { Lesson, Network } from './course/lesson.ts';
import { checkedLessons, checkedNetworkFiles } from './site/checkedContent.ts';
import { slugOf } from './site/slug-of.ts';

// The form of labs, exercises and networks is in src/course: the loaders check it.
const docs = defineCollection({
  loader: checkedLessons(
    glob({
      base: './content',
      pattern: ['lessons/{,*/}[0-9][0-9]-*.mdx', 'reference/*/*.mdx', 'authors/*.mdx', 'start/index.mdx'],
      generateId: ({ entry }) => slugOf(entry),
    }),
  ),
  schema: docsSchema({
    extend: z.object({
      description: z.string(),
      labs: z.custom<Lesson['labs']>().optional(),
      exercises: z.custom<Lesson['exercises']>().optional(),
    }),
  }),
});

const networks = defineCollection({
  loader: checkedNetworkFiles(glob({ base: './content/networks', pattern: '*.yaml' })),
  schema: z.custom<Network>(),
});

export const collections = { docs, networks };
