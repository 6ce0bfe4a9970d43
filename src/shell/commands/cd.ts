import { kindAt } from '../fileSystem.ts';
import { errorWords, resolve } from '../files.ts';
import { printed, problemAt, refused } from './shared/result.ts';
import { defineCommand } from './shellCommand.ts';

/** Reference: bash 5.2, builtins/cd.def. */
export const cd = defineCommand({
  name: 'cd',
  usage: 'cd [FOLDER]',
  summary: 'Goes to a folder: home without one, - back to the last.',
  isBuiltin: true,
  needs: ['shell'],
  run({ shell, words, says, at }) {
    const [word, more] = words;
    const refuse = (place: typeof at, message: string, hint: string) =>
      refused(problemAt(place, `${says}cd: ${message}`, 1, hint));
    if (more) return refuse(more, 'too many arguments', 'A name with blanks belongs in quotes.');
    const back = word?.text === '-';
    const path = word && !back ? word.text : shell.value(back ? 'OLDPWD' : 'HOME');
    if (path === null)
      return refuse(word ?? at, `${back ? 'OLDPWD' : 'HOME'} not set`, 'There is no folder to go to.');
    const kind = kindAt(shell.fileSystem, path);
    if (path !== '' && kind !== 'folder')
      return refuse(
        word ?? at,
        `${path}: ${kind === 'file' || kind === 'device' ? 'Not a directory' : errorWords[kind]}`,
        'ls -l shows which folders there are.',
      );
    const { cwd } = shell.state;
    const to = path === '' ? cwd : resolve(cwd, path);
    shell.state = { ...shell.state, cwd: to };
    shell.assign('OLDPWD', cwd);
    shell.assign('PWD', to);
    return printed(back ? `${to}\n` : '');
  },
});
