import { kindAt } from '../fileSystem.ts';
import { errorWords, resolve } from '../files.ts';
import { printed, problemAt, refused } from './shared/result.ts';
import { defineCommand, type RunningShell } from './shellCommand.ts';

/** The folders that pushd has left, as `dirs` prints them. */
const listed = (shell: RunningShell): string => {
  const home = shell.value('HOME') ?? '';
  const short = (path: string) =>
    home !== '' && (path === home || path.startsWith(`${home}/`)) ? `~${path.slice(home.length)}` : path;
  return `${[shell.state.cwd, ...shell.state.left].map(short).join(' ')}\n`;
};

const go = (shell: RunningShell, to: string, left: readonly string[]): void => {
  const { cwd } = shell.state;
  shell.state = { ...shell.state, cwd: to, left };
  shell.assign('OLDPWD', cwd);
  shell.assign('PWD', to);
};

/** Reference: bash 5.2, builtins/pushd.def. */
export const pushd = defineCommand({
  name: 'pushd',
  usage: 'pushd [FOLDER]',
  summary: 'Goes to a folder, and remembers this one for popd.',
  isBuiltin: true,
  needs: ['shell'],
  run({ shell, words: [word], says, at }) {
    const { cwd, left } = shell.state;
    if (word && /^[-+]/.test(word.text))
      return shell.refuse({ ...word, what: `pushd ${word.text}`, hint: 'Write pushd FOLDER.' });
    const path = word?.text ?? left[0];
    if (path === undefined)
      return refused(problemAt(at, `${says}pushd: no other directory`, 1, 'Write the folder to go to.'));
    const kind = kindAt(shell.fileSystem, path);
    if (kind !== 'folder') {
      const why = kind === 'file' || kind === 'device' ? 'Not a directory' : errorWords[kind];
      return refused(
        problemAt(word ?? at, `${says}pushd: ${path}: ${why}`, 1, 'ls -l shows which folders there are.'),
      );
    }
    go(shell, resolve(cwd, path), [cwd, ...(word ? left : left.slice(1))]);
    return printed(listed(shell));
  },
});

/** Reference: bash 5.2, builtins/pushd.def. */
export const popd = defineCommand({
  name: 'popd',
  usage: 'popd',
  summary: 'Goes back to the folder that pushd left.',
  isBuiltin: true,
  needs: ['shell'],
  run({ shell, words: [word], says, at }) {
    if (word) return shell.refuse({ ...word, what: `popd ${word.text}`, hint: 'Write popd alone.' });
    const [to, ...left] = shell.state.left;
    if (to === undefined)
      return refused(problemAt(at, `${says}popd: directory stack empty`, 1, 'pushd was not used.'));
    go(shell, to, left);
    return printed(listed(shell));
  },
});

/** Reference: bash 5.2, builtins/pushd.def. */
export const dirs = defineCommand({
  name: 'dirs',
  usage: 'dirs',
  summary: 'Lists the folders that popd goes back to.',
  isBuiltin: true,
  needs: ['shell'],
  run: ({ shell }) => printed(listed(shell)),
});
