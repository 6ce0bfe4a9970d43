import { gnuOptions } from './shared/options.ts';
import { missingOperand, printed, refused } from './shared/result.ts';
import { defineCommand } from './shellCommand.ts';

const folderIn = (path: string): string => {
  const bare = path.replace(/(.)\/+$/, '$1');
  const slash = bare.lastIndexOf('/');
  return slash < 0 ? '.' : bare.slice(0, slash).replace(/\/+$/, '') || '/';
};

/** Reference: GNU coreutils 9.1, src/dirname.c. */
export const dirname = defineCommand({
  name: 'dirname',
  usage: 'dirname PATH…',
  summary: 'Prints a path without its last part.',
  needs: [],
  run({ words }) {
    const read = gnuOptions('dirname', words, {}, 'z --zero --help --version');
    if ('message' in read) return refused(read);
    if (read.rest.length === 0) return missingOperand('dirname', words, 'Write a path.');
    return printed(read.rest.map(({ text }) => `${folderIn(text)}\n`).join(''));
  },
});
