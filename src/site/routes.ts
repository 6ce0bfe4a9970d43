import { getCollection } from 'astro:content';
import { defineRouteMiddleware, type StarlightRouteData } from '@astrojs/starlight/route-data';
import { untranslatedPages } from '../course/untranslatedPages.ts';
import { siteUrl } from '../lab/siteUrl.ts';
import { originalId } from './languages.ts';

type Entry = StarlightRouteData['sidebar'][number];

/** While an author is at work, the menu has the lessons that are there now, by their titles of now. */
const showLessonsOfNow = async ({
  sidebar,
  id: here,
  locale,
  pagination,
}: StarlightRouteData): Promise<void> => {
  // The lessons are its first group.
  const [lessons] = sidebar;
  if (lessons?.type !== 'group') return;
  const all = await getCollection('docs', ({ id }) => /(^|\/)lessons\//.test(id));
  const found = all
    .filter(({ id }) => originalId(id) === id)
    .map((original) => {
      const slug = locale ? `${locale}/${original.id}` : original.id;
      const { data } = all.find(({ id }) => id === slug) ?? original;
      return { slug, label: data.title, href: siteUrl(`/${slug}/`) };
    });
  for (const { slug, label, href } of found) {
    const entry = lessons.entries.find((e) => e.type === 'link' && e.href === href);
    if (entry) entry.label = label;
    else
      lessons.entries.push({
        type: 'link',
        label,
        href,
        isCurrent: slug === here,
        badge: undefined,
        attrs: {},
      });
  }
  const isThere = (entry: Entry | undefined): boolean =>
    entry?.type !== 'link' ||
    !/\/lessons\/[^/]+\/$/.test(entry.href) ||
    found.some((f) => f.href === entry.href);
  lessons.entries = lessons.entries.filter(isThere);
  for (const way of ['prev', 'next'] as const) if (!isThere(pagination[way])) delete pagination[way];
};

/** Starlight takes it that every page has translations; links to those that have none lead to the pages themselves. */
const leadToWhatIsThere = (route: StarlightRouteData): void => {
  const { locale } = route;
  if (!originalId(route.id).includes('/'))
    route.head = route.head.filter(({ attrs }) => attrs?.['rel'] !== 'alternate');
  if (!locale) return;
  route.siteTitleHref = siteUrl('/');
  const moved = new Map(untranslatedPages.map((path) => [siteUrl(`/${locale}${path}`), siteUrl(path)]));
  const visit = (entries: readonly Entry[]): void => {
    for (const entry of entries)
      if (entry.type === 'group') visit(entry.entries);
      else entry.href = moved.get(entry.href) ?? entry.href;
  };
  visit(route.sidebar);
};

export const onRequest = defineRouteMiddleware(async ({ locals }) => {
  if (import.meta.env.DEV) await showLessonsOfNow(locals.starlightRoute);
  leadToWhatIsThere(locals.starlightRoute);
});
