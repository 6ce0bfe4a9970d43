import { kindAt, readText } from '../fileSystem.ts';
import { errorWords } from '../files.ts';
import { Return } from '../language/stops.ts';
import { printed, problemAt, refused } from './shared/result.ts';
import { defineCommand, type ShellCommand } from './shellCommand.ts';

/** Reference: bash 5.2, builtins/source.def. */
const reading = (name: '.' | 'source'): ShellCommand =>
  defineCommand({
    name,
    usage: `${name} FILE [WORD…]`,
    summary: 'Runs the lines of a file in this shell: what they set stays set.',
    isBuiltin: true,
    needs: ['shell'],
    *run({ shell, words: [file, ...rest], io, says, at }) {
      if (!file)
        return refused(
          problemAt(
            at,
            `${says}${name}: filename argument required\n${name}: usage: ${name} filename [arguments]`,
            2,
            'Write the name of a file.',
          ),
        );
      // A name without a slash is looked for along PATH first.
      const folders = file.text.includes('/') ? [] : (shell.value('PATH') ?? '').split(':');
      const found = folders
        .map((f) => `${f}/${file.text}`)
        .find((path) => kindAt(shell.fileSystem, path) === 'file');
      const read = readText(shell.fileSystem, found ?? file.text);
      if (!read.ok) {
        const message =
          read.error === 'EISDIR'
            ? `${says}${name}: ${file.text}: is a directory`
            : `${says}${file.text}: ${errorWords[read.error]}`;
        return refused(problemAt(file, message, 1, 'ls shows which files there are.'));
      }
      const { positional } = shell.state;
      if (rest.length) shell.state = { ...shell.state, positional: rest.map((w) => w.text) };
      shell.sourced++;
      try {
        return printed('', { status: yield* shell.source(read.text, file, io, found ?? file.text) });
      } catch (thrown) {
        if (thrown instanceof Return) return printed('', { status: thrown.status });
        throw thrown;
      } finally {
        shell.sourced--;
        if (rest.length) shell.state = { ...shell.state, positional };
      }
    },
  });

export const dot = reading('.');
export const source = reading('source');
