import { existsSync, readdirSync } from 'node:fs';

const content = new URL('../../content/', import.meta.url);

const pages = (folder: string): readonly string[] => {
  const url = new URL(`${folder}/`, content);
  return existsSync(url)
    ? readdirSync(url)
        .filter((name) => name.endsWith('.mdx'))
        .sort()
    : [];
};

/** A page's address from its file: `lessons/01-listing.mdx` is `lessons/listing`; the number only orders, `index` is its folder. */
export const slugOf = (file: string): string =>
  file
    .replace(/(\/index)?\.mdx$/, '')
    .replace(/(^|\/)\d+-/g, '$1')
    .toLowerCase();

const group = (label: string, folder: string, collapsed = false) => ({
  label,
  collapsed,
  items: pages(folder).map((file) => ({ slug: slugOf(`${folder}/${file}`) })),
});

/**
 * The sidebar: lessons in the order of their numbers, then the reference by kind, folded up but for the kind
 * that is read.
 */
export const sidebar = () => [
  group('Lessons', 'lessons'),
  {
    label: 'Yours',
    items: [
      { label: 'What you did', link: '/progress/' },
      { label: 'Explain an iptables-save', link: '/explain/' },
      { label: 'The full terminal', link: '/terminal/' },
    ],
  },
  // A course of its own has no guide for its authors.
  ...(pages('authors').length > 0
    ? [
        {
          label: 'For instructors',
          collapsed: true,
          items: [
            { slug: 'authors' },
            { label: 'Tables for authors', link: '/authors/reference/' },
            { slug: 'authors/course' },
            { slug: 'authors/elsewhere' },
            { slug: 'authors/hosting' },
            { slug: 'authors/class' },
          ],
        },
      ]
    : []),
  group('Matches', 'reference/matches', true),
  group('Targets', 'reference/targets', true),
];
