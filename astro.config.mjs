import { satteri } from '@astrojs/markdown-satteri';
import sitemap from '@astrojs/sitemap';
import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';
import { below } from './src/lab/siteUrl.ts';
import { calmIslands } from './src/site/calm-islands.ts';
import { chunkNames, codeSplitting, workerSplitting } from './src/site/chunk-names.ts';
import { codeBlocks } from './src/site/code-blocks.ts';
import { course, courseColours } from './src/site/course.ts';
import { finishedPages, withoutEmbeds } from './src/site/finished-pages.ts';
import { glossaryLinks } from './src/site/glossary.ts';
import { keptOffline } from './src/site/kept-offline.ts';
import { labelsInPlace } from './src/site/labels-in-place.ts';
import { locales } from './src/site/languages.ts';
import { lessonComponents } from './src/site/lesson-components.ts';
import { licences } from './src/site/licences.ts';
import { linksBelowBase } from './src/site/links-below-base.ts';
import { liveContent } from './src/site/live-mistakes.ts';
import { preactViews } from './src/site/preact-views.ts';
import { runButtons } from './src/site/run-buttons.ts';
import { searchWhenWanted } from './src/site/search-when-wanted.ts';
import { servedFolders } from './src/site/served-folders.ts';
import { sidebar } from './src/site/sidebar.ts';
import { simulatorOfNode } from './src/site/simulator-of-node.ts';
import { starlightLists } from './src/site/starlight-lists.ts';
import { wholeCode } from './src/site/whole-code.ts';

// The folder of its host that the course is published in: / or, for BASE_PATH=/iptables, /iptables/.
const base = `/${process.env.BASE_PATH ?? ''}/`.replace(/\/+/g, '/');

const shell = (name) => `./src/components/shell/${name}.astro`;

export default defineConfig({
  // Where the course is published. Only absolute addresses (sitemap, social cards) need it.
  ...(process.env.SITE_URL ? { site: process.env.SITE_URL } : {}),
  base,
  markdown: {
    processor: satteri({
      mdastPlugins: [runButtons, lessonComponents, linksBelowBase(base), glossaryLinks(base)],
      hastPlugins: [wholeCode],
    }),
  },
  integrations: [
    ...withoutEmbeds(
      starlight({
        title: course.title,
        description: course.description,
        locales,
        favicon: '/favicon.svg',
        // All labs' styles too: a second file would be another connection to wait for before anything is painted.
        customCss: [
          './src/styles/first-letters.css',
          './src/styles/theme.css',
          './src/styles/prose.css',
          './src/styles/shell.css',
          './src/lab/lab.css',
          './src/lab/exercise/puzzles.css',
          './src/lab/editor/editor.css',
          './src/lab/terminal/terminal.css',
          './src/styles/print.css',
        ],
        sidebar: sidebar(),
        routeMiddleware: './src/site/routes.ts',
        // The folders outside src/ whose Markdown gets asides and heading anchors.
        markdown: {
          processedDirs: ['./content/lessons', './content/reference', './content/authors', './content/start'],
        },
        expressiveCode: codeBlocks,
        disable404Route: true,
        // Labs need the width; a lesson has few headings.
        tableOfContents: false,
        titleDelimiter: '·',
        components: {
          Head: shell('Head'),
          ThemeProvider: shell('ThemeProvider'),
          Header: shell('Header'),
          Hero: shell('Hero'),
          SiteTitle: shell('SiteTitle'),
          PageTitle: shell('PageTitle'),
          Footer: shell('Footer'),
          Pagination: shell('Pagination'),
        },
        head: [
          {
            tag: 'meta',
            attrs: { name: 'theme-color', content: '#f7f7f3', media: '(prefers-color-scheme: light)' },
          },
          {
            tag: 'meta',
            attrs: { name: 'theme-color', content: '#12171b', media: '(prefers-color-scheme: dark)' },
          },
          {
            tag: 'meta',
            attrs: {
              property: 'og:image',
              content: `${process.env.SITE_URL ?? ''}${below(base, '/social.png')}`,
            },
          },
          {
            tag: 'meta',
            attrs: {
              property: 'og:image:alt',
              content: 'Four Tables: a packet on its way through raw, mangle, nat and filter',
            },
          },
          ...(course.colours ? [{ tag: 'style', content: courseColours(course.colours) }] : []),
          { tag: 'link', attrs: { rel: 'manifest', href: below(base, '/manifest.webmanifest') } },
          { tag: 'link', attrs: { rel: 'apple-touch-icon', href: below(base, '/apple-touch-icon.png') } },
        ],
      }),
    ),
    // In place of Starlight's own, which would list the pages that are made for frames.
    sitemap({ filter: (address) => !address.includes('/embed/') }),
    preactViews(),
    finishedPages(base),
    calmIslands(),
    liveContent(),
    licences(),
    keptOffline(),
  ],
  vite: {
    server: { fs: { allow: servedFolders() } },
    plugins: [searchWhenWanted(), simulatorOfNode(), starlightLists(), labelsInPlace()],
    environments: { client: { build: { rolldownOptions: { output: { ...chunkNames, codeSplitting } } } } },
    // Of the simulator, rare parts are files of their own.
    worker: { format: 'es', rolldownOptions: { output: { ...chunkNames, codeSplitting: workerSplitting } } },
  },
});
