import type { Word } from '../../text/words.ts';
import { type FileSystem, isExecutable, kindAt, readText } from '../fileSystem.ts';
import { byLetters } from '../files.ts';
import { printed, refused } from './shared/result.ts';
import { type Call, type CommandResult, defineCommand } from './shellCommand.ts';

/** Thrown while an expression is read. */
class Wrong {
  readonly at: Word;
  readonly message: string;
  readonly hint: string;
  constructor(at: Word, message: string, hint: string) {
    this.at = at;
    this.message = message;
    this.hint = hint;
  }
}

const numeric = new Set(['-eq', '-ne', '-lt', '-le', '-gt', '-ge']);
const binary = new Set(['=', '==', '!=', '<', '>', ...numeric]);
const unary = new Set(['-e', '-f', '-d', '-s', '-r', '-w', '-x', '-z', '-n']);
const foreign = /^-([a-zA-Z]|nt|ot|ef)$/;

const number = (word: Word): bigint => {
  const text = word.text.trim();
  if (!/^[-+]?\d+$/.test(text))
    throw new Wrong(
      word,
      `${word.text}: integer expression expected`,
      'These compare whole numbers. = compares texts.',
    );
  return BigInt(text.replace(/^\+/, ''));
};

const two = (left: Word, operator: Word, right: Word): boolean => {
  if (numeric.has(operator.text)) {
    const [a, b] = [number(left), number(right)];
    return { '-eq': a === b, '-ne': a !== b, '-lt': a < b, '-le': a <= b, '-gt': a > b, '-ge': a >= b }[
      operator.text
    ]!;
  }
  const order = byLetters(left.text, right.text);
  return { '=': order === 0, '==': order === 0, '!=': order !== 0, '<': order < 0, '>': order > 0 }[
    operator.text
  ]!;
};

/** What `-f FILE` and its like say of a text; null where this is none of them. */
export const fileTest = (operator: string, text: string, place: FileSystem): boolean | null => {
  const kind = text === '' ? 'ENOENT' : kindAt(place, text);
  const there = kind === 'file' || kind === 'folder' || kind === 'device';
  switch (operator) {
    case '-z':
      return text === '';
    case '-n':
      return text !== '';
    case '-f':
      return kind === 'file';
    case '-d':
      return kind === 'folder';
    case '-s': {
      const read = readText(place, text);
      return kind === 'folder' || (read.ok && read.text !== '');
    }
    case '-x':
      return isExecutable(place, text);
    default:
      return unary.has(operator) ? there : null;
  }
};

/** By the number of words, as POSIX says. Reference: bash 5.2, test.c. */
const judge = (words: readonly Word[], call: Call<'files'>): boolean => {
  const [a, b, c, d] = words;
  const count = words.length;
  if (!a) return false;
  if (count === 1) return a.text !== '';
  if (count === 2) {
    if (a.text === '!') return b!.text === '';
    if (unary.has(a.text)) return fileTest(a.text, b!.text, call)!;
    if (foreign.test(a.text))
      throw new Wrong(
        a,
        `${a.text} is not simulated here`,
        'There are -e, -f, -d, -s, -r, -w, -x, -z and -n.',
      );
    throw new Wrong(
      a,
      `${a.text}: unary operator expected`,
      'Something is missing: a variable without quotes that is empty leaves no word.',
    );
  }
  if (b!.text === '-a' || b!.text === '-o')
    throw new Wrong(
      b!,
      `${b!.text} is not simulated here`,
      b!.text === '-a' ? 'Write [ … ] && [ … ].' : 'Write [ … ] || [ … ].',
    );
  if (count === 3) {
    if (binary.has(b!.text)) return two(a, b!, c!);
    if (a.text === '!') return !judge(words.slice(1), call);
    if (a.text === '(' && c!.text === ')') return b!.text !== '';
    if (foreign.test(b!.text))
      throw new Wrong(
        b!,
        `${b!.text} is not simulated here`,
        'There are =, !=, -eq, -ne, -lt, -le, -gt and -ge.',
      );
    throw new Wrong(
      b!,
      `${b!.text}: binary operator expected`,
      'There are =, !=, -eq, -ne, -lt, -le, -gt and -ge, with blanks around them.',
    );
  }
  if (count === 4 && a.text === '!') return !judge(words.slice(1), call);
  if (count === 4 && a.text === '(' && d!.text === ')') return judge(words.slice(1, 3), call);
  if (words.some((w) => w.text === '-a' || w.text === '-o'))
    throw new Wrong(
      words.find((w) => w.text === '-a' || w.text === '-o')!,
      '-a and -o are not simulated here',
      'Write [ … ] && [ … ].',
    );
  throw new Wrong(a, 'too many arguments', 'A text with blanks belongs in quotes.');
};

const said = (call: Call<'files'>, words: readonly Word[], name: string): CommandResult => {
  try {
    return printed('', { status: judge(words, call) ? 0 : 1 });
  } catch (thrown) {
    if (!(thrown instanceof Wrong)) throw thrown;
    return refused({
      from: thrown.at.from,
      to: thrown.at.to,
      message: `${call.says}${name}: ${thrown.message}`,
      status: 2,
      hint: thrown.hint,
    });
  }
};

export const test = defineCommand({
  name: 'test',
  usage: 'test EXPRESSION',
  summary: 'Compares texts and numbers, and looks whether files are there; its status is the answer.',
  needs: ['files'],
  isBuiltin: true,
  run: (call) => said(call, call.words, 'test'),
});

/** The same between brackets. */
export const bracket = defineCommand({
  name: '[',
  usage: '[ EXPRESSION ]',
  summary: 'The same as test: [ "$X" = yes ], [ 3 -gt 2 ], [ -f FILE ].',
  needs: ['files'],
  isBuiltin: true,
  run(call) {
    const last = call.words.at(-1);
    if (last?.text !== ']')
      return refused({
        from: last?.to ?? 0,
        to: last?.to ?? 0,
        message: `${call.says}[: missing \`]'`,
        status: 2,
        hint: 'A ] of its own belongs at the end, with a blank in front.',
        replacement: ' ]',
      });
    return said(call, call.words.slice(0, -1), '[');
  },
});
