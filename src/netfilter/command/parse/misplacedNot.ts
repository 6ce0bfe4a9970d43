import type { Problem } from '../../../text/problem.ts';
import type { Word } from '../../../text/words.ts';
import type { Advice } from './hints.ts';

const isOption = (word: Word | undefined): boolean => /^-{1,2}[A-Za-z]/.test(word?.text ?? '');

interface Fix {
  readonly advice: Advice;
  readonly words: readonly Word[];
  /** The end of what it is about. */
  readonly end: number;
}

const afterOption = (words: readonly Word[], i: number): Fix | null => {
  const [option, next, value] = words.slice(i) as [Word, Word?, Word?];
  if (!isOption(option) || words[i - 1]?.text === '!' || !next?.text.startsWith('!')) return null;
  // `-d ! 10.0.0.0/8`, or `-d !10.0.0.0/8`.
  const rest = next.text.slice(1);
  const end = rest === '' ? value : next;
  if (!end || isOption(end)) return null;
  const [from, to] = [option.from, next.to];
  const replacement = `! ${option.text}${rest && ` ${rest}`}`;
  return {
    advice: {
      from,
      to,
      hint: `A ! goes before its option. Write ! ${option.text} ${rest || value!.text}.`,
      replacement,
    },
    words: [
      ...words.slice(0, i),
      { ...option, text: '!' },
      option,
      ...(rest ? [{ ...next, text: rest }] : []),
      ...words.slice(i + 2),
    ],
    end: end.to,
  };
};

const withoutSpace = (words: readonly Word[], i: number): Fix | null => {
  const { from, to, text } = words[i]!;
  if (!/^!-{1,2}[A-Za-z]/.test(text)) return null;
  const option = text.slice(1);
  return {
    advice: {
      from,
      to,
      hint: `A space is missing after the !. Write ! ${option}.`,
      replacement: `! ${option}`,
    },
    words: [
      ...words.slice(0, i),
      { ...words[i]!, text: '!' },
      { ...words[i]!, text: option },
      ...words.slice(i + 1),
    ],
    end: words[i + 1]?.to ?? to,
  };
};

/**
 * A `!` after its option, or without a space before it, where `at` is the line's first mistake and comes from it: with the `!` in its
 * place the line has no mistake there. `mistakeIn` gives a line's first mistake, or null.
 */
export const misplacedNot = (
  words: readonly Word[],
  at: Problem,
  mistakeIn: (words: readonly Word[]) => Problem | null,
): Advice | null => {
  for (const i of words.keys()) {
    const fix = afterOption(words, i) ?? withoutSpace(words, i);
    if (!fix || at.to < fix.advice.from || at.from > fix.end) continue;
    const left = mistakeIn(fix.words);
    if (!left || left.from > fix.end) return fix.advice;
  }
  return null;
};
