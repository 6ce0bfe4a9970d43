import { findExecutable } from '../fileSystem.ts';
import { printed, problemAt, refused } from './shared/result.ts';
import { defineCommand } from './shellCommand.ts';

/** Reference: debianutils 5.7, which. */
export const which = defineCommand({
  name: 'which',
  usage: 'which [-a] [-s] NAME…',
  summary: 'Prints where a program’s file is.',
  needs: ['shell'],
  run({ shell, words }) {
    let at = 0;
    let all = false;
    let silent = false;
    for (; words[at]?.text.startsWith('-'); at++) {
      const { text } = words[at]!;
      if (/[^-as]/.test(text))
        return refused(
          problemAt(
            words[at]!,
            `Illegal option ${text}\nUsage: /usr/bin/which [-as] args`,
            2,
            'which takes -a and -s.',
          ),
        );
      all ||= text.includes('a');
      silent ||= text.includes('s');
    }
    const folders = (shell.value('PATH') ?? '').split(':');
    let missing = words.length === at;
    let out = '';
    for (const { text } of words.slice(at)) {
      const places = text.includes('/') ? [''] : folders;
      const found = places.flatMap((folder) => {
        const path = folder === '' ? text : `${folder}/${text}`;
        return findExecutable(shell.fileSystem, text, folder) ? [path] : [];
      });
      if (found.length === 0) missing = true;
      for (const path of all ? found : found.slice(0, 1)) out += `${path}\n`;
    }
    return printed(silent ? '' : out, { status: missing ? 1 : 0 });
  },
});
