import type { Problem } from '../../text/problem.ts';
import { Mistake, Unfinished } from './mistake.ts';
import { Reader } from './reader.ts';
import { list } from './readList.ts';
import type { List } from './syntax.ts';

/**
 * What one read of a text gave: the commands up to the end of a line that ends them, and where the next ones
 * begin.
 */
export type Read =
  | { readonly kind: 'list'; readonly list: List; readonly end: number }
  /** `endsText`: it is something that bash has, and nothing after it may run. */
  | { readonly kind: 'mistake'; readonly problem: Problem; readonly endsText: boolean }
  /**
   * The text ends inside a quotation, a loop or a here-document. `message` is bash's for a script that ends
   * here.
   */
  | { readonly kind: 'unfinished'; readonly message: string };

/**
 * Reads the commands that begin at `from`, to the end of their line; a loop or a here-document has several
 * lines.
 */
export const parse = (text: string, from = 0, stop = text.length): Read => {
  const reader = new Reader(text, from, stop, list);
  try {
    const found = reader.list('line');
    if (reader.peek.kind === 'newline') reader.take();
    else if (reader.isAwaiting) throw new Unfinished('syntax error: unexpected end of file');
    return { kind: 'list', list: found, end: reader.at };
  } catch (thrown) {
    if (thrown instanceof Mistake)
      return { kind: 'mistake', problem: thrown.problem, endsText: thrown.isUnsupported };
    if (thrown instanceof Unfinished) return { kind: 'unfinished', message: thrown.message };
    throw thrown;
  }
};
