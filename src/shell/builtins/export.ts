import { byLetters } from '../files.ts';
import { type Builtin, shellMistake } from './builtin.ts';

const name = /^[A-Za-z_]\w*$/;

/** Reference: bash 5.2, builtins/setattr.def. */
export const exportVariable: Builtin = {
  name: 'export',
  usage: 'export NAME[=VALUE]…',
  summary: 'Sets variables and hands them to programs.',
  run(x, words, io) {
    if (words.length === 0 || words[0]!.text === '-p') {
      const { exported, variables } = x.shell;
      io.out(
        [...new Set(exported)]
          .filter((n) => Object.hasOwn(variables, n))
          .sort(byLetters)
          .map((n) => `declare -x ${n}="${variables[n]!.replace(/[\\"$`]/g, '\\$&')}"\n`)
          .join(''),
      );
      return 0;
    }
    let status = 0;
    for (const word of words) {
      if (/^-./.test(word.text))
        return shellMistake(
          x,
          io,
          word,
          `export: ${word.text} is not simulated here`,
          2,
          'Write export NAME=VALUE.',
        );
      const equals = word.text.indexOf('=');
      const key = equals < 0 ? word.text : word.text.slice(0, equals);
      if (!name.test(key)) {
        status = shellMistake(
          x,
          io,
          word,
          `export: \`${word.text}': not a valid identifier`,
          1,
          'A name has letters, digits and _.',
        );
        continue;
      }
      if (key === 'IFS')
        return shellMistake(
          x,
          io,
          word,
          'export: IFS is not simulated here',
          2,
          'Words are split at blanks here.',
        );
      if (equals >= 0) x.assign(key, word.text.slice(equals + 1));
      x.shell = { ...x.shell, exported: [...new Set([...x.shell.exported, key])] };
    }
    return status;
  },
};

/** Reference: bash 5.2, builtins/set.def. */
export const unset: Builtin = {
  name: 'unset',
  usage: 'unset NAME…',
  summary: 'Takes variables away.',
  run(x, words, io) {
    for (const word of words) {
      if (word.text === '-v') continue;
      if (word.text.startsWith('-'))
        return shellMistake(x, io, word, `unset: ${word.text} is not simulated here`, 2, 'Write unset NAME.');
      x.shell = {
        ...x.shell,
        variables: Object.fromEntries(Object.entries(x.shell.variables).filter(([n]) => n !== word.text)),
        exported: x.shell.exported.filter((n) => n !== word.text),
      };
    }
    return 0;
  },
};

/** Reference: GNU coreutils 9.1, src/printenv.c and src/env.c. */
export const env: Builtin = {
  name: 'env',
  usage: 'env',
  summary: 'Prints the variables that programs get.',
  file: true,
  run(x, words, io) {
    if (words[0])
      return shellMistake(
        x,
        io,
        words[0],
        `env: ${words[0].text} is not simulated here`,
        125,
        'Write NAME=VALUE in front of the command itself.',
      );
    const { exported, variables } = x.shell;
    io.out(
      [...new Set(exported)]
        .filter((n) => Object.hasOwn(variables, n))
        .map((n) => `${n}=${variables[n]}\n`)
        .join(''),
    );
    return 0;
  },
};
