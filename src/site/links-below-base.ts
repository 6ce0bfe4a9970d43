import type { MdastPluginEntry } from 'satteri';
import { below } from '../lab/siteUrl.ts';

/**
 * Authors write addresses from the top of the site, `/lessons/reading-the-nat-table/`; this puts the folder before them
 * that the site is published in.
 */
export const linksBelowBase = (base: string): MdastPluginEntry => {
  const moved = (url: string): string => (/^\/(?!\/)/.test(url) ? below(base, url) : url);
  return {
    name: 'links-below-base',
    link: (node, context) => context.setProperty(node, 'url', moved(node.url)),
    image: (node, context) => context.setProperty(node, 'url', moved(node.url)),
    definition: (node, context) => context.setProperty(node, 'url', moved(node.url)),
  };
};
