import { getCollection } from 'astro:content';
import { defineRouteMiddleware } from '@astrojs/starlight/route-data';
import { siteUrl } from '../lab/siteUrl.ts';

/** While an author is at work, the menu has lessons that were not there when the dev server was started. */
export const onRequest = defineRouteMiddleware(async ({ locals }) => {
  if (!import.meta.env.DEV) return;
  const { sidebar, id: here } = locals.starlightRoute;
  const lessons = sidebar.find((group) => group.type === 'group' && group.label === 'Lessons');
  if (lessons?.type !== 'group') return;
  const known = lessons.entries.map((entry) => (entry.type === 'link' ? entry.href : ''));
  for (const { id, data } of await getCollection('docs', (entry) => entry.id.startsWith('lessons/'))) {
    const href = siteUrl(`/${id}/`);
    if (!known.includes(href))
      lessons.entries.push({
        type: 'link',
        label: data.title,
        href,
        isCurrent: id === here,
        badge: undefined,
        attrs: {},
      });
  }
});
