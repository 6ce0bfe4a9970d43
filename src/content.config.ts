import { defineCollection } from 'astro:content';
import { docsSchema } from '@astrojs/starlight/schema';
import { glob } from 'astro/loaders';
import { z } from 'astro/zod';
import { lessonFields } from './lesson.schema.ts';
import { slugOf } from './site/sidebar.ts';

const docs = defineCollection({
  loader: glob({
    base: './content',
    pattern: ['lessons/[0-9][0-9]-*.mdx', 'reference/*/*.mdx'],
    generateId: ({ entry }) => slugOf(entry),
  }),
  schema: docsSchema({
    extend: z.object({
      ...lessonFields,
      labs: lessonFields.labs.optional(),
      exercises: lessonFields.exercises.optional(),
    }),
  }),
});

const networks = defineCollection({
  loader: glob({ base: './content/networks', pattern: '*.yaml' }),
  schema: z.looseObject({ title: z.string() }),
});

export const collections = { docs, networks };
