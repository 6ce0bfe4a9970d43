import { withVariable } from '../language/assign.ts';
import { printed, problemAt, refused } from './shared/result.ts';
import { defineCommand } from './shellCommand.ts';

/** Reference: bash 5.2, builtins/getopts.def. */
export const getopts = defineCommand({
  name: 'getopts',
  usage: 'getopts LETTERS NAME [WORD…]',
  summary: 'Takes the next option of $1 and what comes after it: while getopts "ab:" o; do …; done.',
  isBuiltin: true,
  needs: ['shell'],
  run({ shell, words: [letters, name, ...rest], at }) {
    if (!letters || !name)
      return refused(
        problemAt(
          at,
          'getopts: usage: getopts optstring name [arg ...]',
          2,
          'Write the letters, and a variable.',
        ),
      );
    const given = rest.length ? rest.map((w) => w.text) : shell.state.positional;
    const index = Number(shell.value('OPTIND') ?? 1) || 1;
    const inWord = index === shell.state.option.index ? shell.state.option.letter : 1;
    const word = given[index - 1] ?? '';
    const end = (status: number) => printed('', { status });
    const next = (to: number, letter: number) => {
      shell.assign('OPTIND', String(to));
      shell.state = { ...shell.state, option: { index: to, letter } };
    };
    withVariable(shell, 'OPTARG', null);
    if (inWord === 1 && (!/^-./s.test(word) || word === '--')) {
      shell.assign(name.text, '?');
      next(word === '--' ? index + 1 : index, 1);
      return end(1);
    }
    const letter = word[inWord]!;
    const isQuiet = letters.text.startsWith(':');
    const at_ = letter === ':' ? -1 : letters.text.indexOf(letter);
    const after = () => (inWord + 1 < word.length ? next(index, inWord + 1) : next(index + 1, 1));
    const fail = (sign: string, message: string) => {
      shell.assign(name.text, isQuiet ? sign : '?');
      if (isQuiet) shell.assign('OPTARG', letter);
      return isQuiet ? end(0) : printed('', { stderr: `${shell.state.name}: ${message} -- ${letter}\n` });
    };
    if (at_ < 0) {
      after();
      return fail('?', 'illegal option');
    }
    if (letters.text[at_ + 1] !== ':') {
      after();
      shell.assign(name.text, letter);
      return end(0);
    }
    const attached = word.slice(inWord + 1);
    const value = attached === '' ? given[index] : attached;
    next(index + (attached === '' && value !== undefined ? 2 : 1), 1);
    if (value === undefined) return fail(':', 'option requires an argument');
    shell.assign(name.text, letter);
    shell.assign('OPTARG', value);
    return end(0);
  },
});
