import { nameOf } from '../files.ts';
import { gnuOptions } from './shared/options.ts';
import { missingOperand, printed, refused } from './shared/result.ts';
import { quoted } from './shared/textSources.ts';
import { defineCommand } from './shellCommand.ts';

/** Reference: GNU coreutils 9.1, src/basename.c. */
export const basename = defineCommand({
  name: 'basename',
  usage: 'basename PATH [ENDING], basename -a [-s ENDING] PATH…',
  summary: 'Prints the last part of a path.',
  needs: [],
  run({ words }) {
    const read = gnuOptions(
      'basename',
      words,
      {
        multiple: { names: ['-a', '--multiple'] },
        suffix: { names: ['-s', '--suffix'], takes: 'required' },
      },
      'z --zero --help --version',
    );
    if ('message' in read) return refused(read);
    const { of, rest } = read;
    if (rest.length === 0) return missingOperand('basename', words, 'Write a path.');
    const many = of['multiple'] !== undefined || of['suffix'] !== undefined;
    if (!many && rest[2])
      return refused({
        from: rest[2].from,
        to: rest[2].to,
        message: `basename: extra operand ${quoted(rest[2].text)}\nTry 'basename --help' for more information.`,
        status: 1,
        hint: 'With -a it takes several paths.',
      });
    const ending = many ? (of['suffix']?.text ?? '') : (rest[1]?.text ?? '');
    const names = (many ? rest : rest.slice(0, 1)).map(({ text }) => {
      const name = text === '' ? '' : nameOf(text);
      return ending !== '' && name !== ending && name.endsWith(ending) ? name.slice(0, -ending.length) : name;
    });
    return printed(names.map((name) => `${name}\n`).join(''));
  },
});
