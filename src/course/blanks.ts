/** A solution with words missing, as its author marks them: `-j __MASQUERADE__`. */

/** A part of a line: text, or the blank with this number, from 0. */
export type BlankPart = { readonly text: string } | { readonly blank: number };

const mark = /__(\S(?:.*?\S)??)__/g;

/** The words that are missing, in order. */
export const missingWords = (marked: string): readonly string[] =>
  [...marked.matchAll(mark)].map(([, word]) => word!);

/** The text with its words in place. */
export const unmarked = (marked: string): string => marked.replace(mark, '$1');

/** What a rule begins with, up to its chain, and what it has before its target. */
const ruleWords = [
  /^(.*?(?:^|\s)(?:-[AI]|--append|--insert)\s+)([^\s_]\S*)/,
  /^(.*\s(?:-j|--jump)\s+)([^\s_]\S*)/,
];

/** The text with words missing: those that its author marked, or else the chain and the target of its first rule. */
export const marked = (text: string): string => {
  if (missingWords(text).length > 0) return text;
  const lines = text.split('\n');
  const first = lines.findIndex(
    (line) => !line.trim().startsWith('#') && ruleWords.every((word) => word.test(line)),
  );
  return lines
    .map((line, i) =>
      i === first ? ruleWords.reduce((all, word) => all.replace(word, '$1__$2__'), line) : line,
    )
    .join('\n');
};

/** The lines of a marked text, each as its parts. */
export const blankLines = (marked: string): readonly (readonly BlankPart[])[] => {
  let blank = 0;
  return marked
    .replace(/\n$/, '')
    .split('\n')
    .map((line) =>
      line
        .split(mark)
        .map((part, i): BlankPart => (i % 2 === 0 ? { text: part } : { blank: blank++ }))
        .filter((part) => 'blank' in part || part.text !== ''),
    );
};

/**
 * The text with other words in its blanks. A line with an empty blank is left out, because half a rule is always
 * a mistake.
 */
export const filled = (marked: string, words: readonly string[]): string =>
  blankLines(marked)
    .filter((line) => line.every((part) => 'text' in part || (words[part.blank] ?? '').trim() !== ''))
    .map((line) => line.map((part) => ('text' in part ? part.text : words[part.blank]!.trim())).join(''))
    .map((line) => `${line}\n`)
    .join('');
