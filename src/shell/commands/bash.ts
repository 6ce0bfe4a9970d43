import { readText } from '../fileSystem.ts';
import { errorWords } from '../files.ts';
import { childShell } from '../session.ts';
import { printed, problemAt, refused } from './shared/result.ts';
import { defineCommand, type ShellCommand } from './shellCommand.ts';

/** Runs a script in a shell of its own. Reference: bash 5.2, shell.c. */
const shellNamed = (name: 'bash' | 'sh'): ShellCommand =>
  defineCommand({
    name,
    usage: `${name} [-eux] [-c TEXT | FILE] [WORD…]`,
    summary: 'Runs a script: a file, a text after -c, or what it reads.',
    needs: ['shell'],
    *run({ shell, words, io, at }) {
      const options = new Set<string>();
      let first = 0;
      let isText = false;
      let takesWords = false;
      for (; /^[-+]./.test(words[first]?.text ?? ''); first++) {
        const word = words[first]!;
        if (word.text === '--' || word.text === '--login') continue;
        if (word.text === '-o' && words[first + 1]?.text === 'pipefail') {
          options.add('pipefail');
          first++;
          continue;
        }
        for (const letter of word.text.slice(1))
          if (letter === 'c') {
            isText = true;
            options.add(letter);
          } else if (letter === 's') takesWords = true;
          else if ('euxfa'.includes(letter) && word.text[0] === '-') options.add(letter);
          else if (letter !== 'l' && letter !== 'p')
            return shell.refuse({
              ...word,
              what: `${name} ${word.text}`,
              hint: 'Here are -c, -s, -e, -u, -x, -f and -a.',
            });
      }
      const [file, ...rest] = words.slice(first);
      const start = (scriptName: string, args: typeof rest) => ({
        ...childShell(
          shell.state,
          scriptName,
          args.map((w) => w.text),
        ),
        options,
      });
      if (isText) {
        if (!file)
          return refused(
            problemAt(
              at,
              `${name}: -c: option requires an argument`,
              2,
              'Write the commands after -c, in quotes.',
            ),
          );
        return printed('', {
          status: yield* shell.script(start(rest[0]?.text ?? name, rest.slice(1)), file.text, file, io),
        });
      }
      if (!file || takesWords) {
        if (!file && io.input.isTerminal && shell.isTerminal)
          return shell.refuse({
            ...at,
            what: `a ${name} at the terminal`,
            hint: 'You are in a shell already.',
          });
        const args = file ? [file, ...rest] : [];
        return printed('', { status: yield* shell.script(start(name, args), io.input.takeAll(), at, io) });
      }
      const read = readText(shell.fileSystem, file.text);
      if (!read.ok) {
        const isMissing = read.error === 'ENOENT';
        const message = `${name}: ${file.text}: ${errorWords[read.error]}`;
        return refused(problemAt(file, message, isMissing ? 127 : 126, 'ls shows which files there are.'));
      }
      return printed('', { status: yield* shell.script(start(file.text, rest), read.text, file, io) });
    },
  });

export const bash = shellNamed('bash');
export const sh = shellNamed('sh');
