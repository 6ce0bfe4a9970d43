import { existsSync, readdirSync } from 'node:fs';
import { readFields, readText } from '../cli/files.ts';
import { languagesOf } from '../cli/translations.ts';
import { slugOf } from './slug-of.ts';

const content = new URL('../../content/', import.meta.url);

const pages = (folder: string): readonly string[] => {
  const url = new URL(`${folder}/`, content);
  return existsSync(url)
    ? readdirSync(url)
        .filter((name) => name.endsWith('.mdx'))
        .sort()
    : [];
};

const group = (label: string, folder: string, collapsed = false) => ({
  label,
  collapsed,
  items: pages(folder).map((file) => ({ slug: slugOf(`${folder}/${file}`) })),
});

/** A lesson's title, also where the rest of it cannot be read. */
const titleOf = (file: string, instead: string): string => {
  const front = /^---\n([\s\S]*?)\n---/.exec(existsSync(file) ? readText(file) : '')?.[1] ?? '';
  const value = readFields(front, 1).value as { readonly title?: unknown } | null;
  return typeof value?.title === 'string' ? value.title : instead;
};

/** The page before the first lesson, where a course has one. */
const start = () =>
  pages('start').map((file) => ({ label: titleOf(`content/start/${file}`, 'start'), link: '/start/' }));

/** Lessons by address, since a dev server stops at the name of a page that an author has deleted meanwhile. */
const lessons = () => ({
  label: 'Lessons',
  items: [
    ...start(),
    ...pages('lessons').map((file) => {
      const slug = slugOf(`lessons/${file}`);
      const label = titleOf(`content/lessons/${file}`, slug);
      const translations = Object.fromEntries(
        languagesOf('content').map((code) => [code, titleOf(`content/lessons/${code}/${file}`, label)]),
      );
      return { label, translations, link: `/${slug}/` };
    }),
  ],
});

/**
 * The sidebar: lessons in the order of their numbers, then the reference by kind, folded up but for the kind
 * that is read.
 */
export const sidebar = () => [
  lessons(),
  {
    label: 'Yours',
    items: [
      { label: 'Review', link: '/review/' },
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
  {
    label: 'Reference',
    items: [
      { label: 'Cheat sheet', link: '/cheat-sheet/' },
      { label: 'Glossary', link: '/glossary/' },
    ],
  },
  group('Matches', 'reference/matches', true),
  group('Targets', 'reference/targets', true),
];
