import { kindAt } from '../disk.ts';
import { errorWords, resolve } from '../files.ts';
import { type Builtin, shellMistake } from './builtin.ts';

/** Reference: bash 5.2, builtins/cd.def. */
export const cd: Builtin = {
  name: 'cd',
  usage: 'cd [FOLDER]',
  summary: 'Goes to a folder: home without one, - back to the last.',
  run(x, words, io, command) {
    const [word, more] = words;
    if (more)
      return shellMistake(x, io, more, 'cd: too many arguments', 1, 'A name with blanks belongs in quotes.');
    const back = word?.text === '-';
    const path = word ? (back ? x.value('OLDPWD') : word.text) : x.value('HOME');
    if (path === null)
      return shellMistake(
        x,
        io,
        word ?? command,
        `cd: ${back ? 'OLDPWD' : 'HOME'} not set`,
        1,
        'There is no folder to go to.',
      );
    const kind = kindAt(x.place, path);
    if (path !== '' && kind !== 'folder')
      return shellMistake(
        x,
        io,
        word ?? command,
        `cd: ${path}: ${kind === 'file' || kind === 'device' ? 'Not a directory' : errorWords[kind]}`,
        1,
        'ls -l shows which folders there are.',
      );
    const from = x.shell.cwd;
    const to = path === '' ? from : resolve(from, path);
    x.shell = { ...x.shell, cwd: to, variables: { ...x.shell.variables, OLDPWD: from, PWD: to } };
    if (back) io.out(`${to}\n`);
    return 0;
  },
};
