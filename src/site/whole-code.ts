import type { HastPluginEntry } from 'satteri';

/** What a line of a phone holds beside a word or two. */
const longest = 24;

/** Code within a sentence stays in one piece where it is short: a line that ends in `-` reads as another command. */
export const wholeCode: HastPluginEntry = {
  name: 'whole-code',
  element: {
    filter: ['code'],
    visit(node, context) {
      const text = context.textContent(node);
      if (text.includes('-') && text.length <= longest) context.setProperty(node, 'dataWhole', '');
    },
  },
};
