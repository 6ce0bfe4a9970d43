import type { MdastPluginEntry } from 'satteri';
import { below } from '../lab/siteUrl.ts';

/**
 * Authors write addresses from the top of the site, `/lessons/reading-the-nat-table/`; this puts the folder before them
 * that the site is published in. In a translation, links to lessons lead to those of its language.
 */
export const linksBelowBase =
  (base: string): MdastPluginEntry =>
  ({ fileURL }) => {
    const language = /\/lessons\/([^/]+)\/[^/]+$/.exec(fileURL?.pathname ?? '')?.[1];
    const moved = (url: string): string => {
      if (!/^\/(?!\/)/.test(url)) return url;
      return below(base, language && /^\/lessons\/./.test(url) ? `/${language.toLowerCase()}${url}` : url);
    };
    return {
      name: 'links-below-base',
      link: (node, context) => context.setProperty(node, 'url', moved(node.url)),
      image: (node, context) => context.setProperty(node, 'url', moved(node.url)),
      definition: (node, context) => context.setProperty(node, 'url', moved(node.url)),
    };
  };
