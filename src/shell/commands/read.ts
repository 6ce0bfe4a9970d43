import { withVariable } from '../language/assign.ts';
import { Input, streamOf } from '../language/streams.ts';
import { arrayOf } from '../language/variables.ts';
import { printed, problemAt, refused } from './shared/result.ts';
import { defineCommand } from './shellCommand.ts';

interface Letter {
  readonly text: string;
  /** A backslash was in front of it: it separates nothing. */
  readonly isLiteral: boolean;
}

/** What is read, letter by letter; without `raw` a backslash takes the next letter's meaning away. */
const nextLetters = (
  input: Input,
  raw: boolean,
  delimiter: string,
  most: number,
): { readonly letters: readonly Letter[]; readonly ended: boolean } => {
  const letters: Letter[] = [];
  for (;;) {
    const read = input.takeUpTo(delimiter, most - letters.length);
    if (!read) return { letters, ended: false };
    let continues = false;
    for (let i = 0; i < read.text.length; i++) {
      const c = read.text[i]!;
      if (raw || c !== '\\') letters.push({ text: c, isLiteral: false });
      else if (i + 1 < read.text.length) {
        if (read.text[++i] !== '\n') letters.push({ text: read.text[i]!, isLiteral: true });
      } else continues = read.ended;
    }
    if (!continues) return { letters, ended: read.ended };
  }
};

/** Splits as `$NAME` would be, into at most so many: the last one has all that is left. */
const split = (letters: readonly Letter[], ifs: string, most: number): readonly string[] => {
  const isSeparator = (l: Letter | undefined) => l !== undefined && !l.isLiteral && ifs.includes(l.text);
  const isBlank = (l: Letter | undefined) => isSeparator(l) && ' \t\n'.includes(l!.text);
  const textOf = (from: number, to: number) =>
    letters
      .slice(from, to)
      .map((l) => l.text)
      .join('');
  const found: string[] = [];
  let at = 0;
  let end = letters.length;
  while (isBlank(letters[at])) at++;
  while (end > at && isBlank(letters[end - 1])) end--;
  while (at < end) {
    let to = at;
    while (to < end && !isSeparator(letters[to])) to++;
    let next = to;
    while (next < end && isBlank(letters[next])) next++;
    if (next < end && isSeparator(letters[next])) next++;
    while (next < end && isBlank(letters[next])) next++;
    if (found.length === most - 1) {
      // One separator at the very end goes, where it is the only one.
      found.push(textOf(at, next >= end && to < end ? to : end));
      break;
    }
    found.push(textOf(at, to));
    at = next;
  }
  return found;
};

/** Reference: bash 5.2, builtins/read.def. */
export const read = defineCommand({
  name: 'read',
  usage: 'read [-r] [-a ARRAY] [-d LETTER] [-n COUNT] [-p TEXT] [-u NUMBER] [NAME…]',
  summary: 'Reads a line into variables: while read -r A B; do …; done < FILE.',
  isBuiltin: true,
  needs: ['shell'],
  run({ shell, words, io, says }) {
    let raw = false;
    let array: string | null = null;
    let delimiter = '\n';
    let most = Infinity;
    let { input } = io;
    let first = 0;
    for (; /^-./.test(words[first]?.text ?? '') && words[first]!.text !== '--'; first++) {
      const word = words[first]!;
      for (let i = 1; i < word.text.length; i++) {
        const letter = word.text[i]!;
        if (letter === 'r' || letter === 's') {
          raw ||= letter === 'r';
          continue;
        }
        if (!'adnNptu'.includes(letter))
          return shell.refuse({
            ...word,
            what: `read -${letter}`,
            hint: 'Here read takes -r, -a, -d, -n, -p, -s, -t and -u.',
          });
        const value = word.text.slice(i + 1) || words[++first]?.text;
        if (value === undefined)
          return refused(
            problemAt(
              word,
              `${says}read: -${letter}: option requires an argument`,
              2,
              'It needs a word after it.',
            ),
          );
        if (letter === 'a') array = value;
        else if (letter === 'd') delimiter = value[0] ?? '\0';
        else if (letter === 'n' || letter === 'N') most = Number(value) || 0;
        else if (letter === 'p' && input.isTerminal && shell.isTerminal) io.err(value);
        else if (letter === 'u') {
          const stream = streamOf(io, Number(value));
          if (!(stream instanceof Input))
            return refused(
              problemAt(
                word,
                `${says}read: ${value}: invalid file descriptor: Bad file descriptor`,
                1,
                'exec N< FILE opens one.',
              ),
            );
          input = stream;
        }
        break;
      }
    }
    if (words[first]?.text === '--') first++;
    const names = words.slice(first);
    for (const word of names)
      if (!/^[A-Za-z_]\w*(\[.*\])?$/s.test(word.text)) {
        const message = `${says}read: \`${word.text}': not a valid identifier`;
        return refused(problemAt(word, message, 1, 'A name has letters, digits and _, without $.'));
      }
    const { letters, ended } = nextLetters(input, raw, delimiter, most);
    const status = ended ? 0 : 1;
    const ifs = shell.value('IFS') ?? ' \t\n';
    if (array !== null) {
      const before = shell.state.variables.get(array);
      withVariable(shell, array, { ...before, value: arrayOf(split(letters, ifs, Infinity)) });
    } else if (names.length === 0) shell.assign('REPLY', letters.map((l) => l.text).join(''));
    else {
      const values = split(letters, ifs, names.length);
      for (const [i, { text: name }] of names.entries()) {
        const element = /^(\w+)\[(.*)\]$/s.exec(name);
        if (element) shell.set(element[1]!, element[2]!, values[i] ?? '');
        else shell.assign(name, values[i] ?? '');
      }
    }
    return printed('', { status });
  },
});
