import { findExecutable } from '../../fileSystem.ts';
import type { RunningShell } from '../shellCommand.ts';

const keywords = new Set(
  'if then elif else fi for in do done while until case esac function select time { } ! [[ ]] coproc'.split(
    ' ',
  ),
);

/** What a shell runs by a name. `sentence` is what `type` prints. */
export interface CommandKind {
  readonly kind: 'keyword' | 'function' | 'builtin' | 'file';
  readonly path: string;
  readonly sentence: string;
}

/** What a name is to this shell; null where it is nothing. */
export const kindOf = (shell: RunningShell, name: string): CommandKind | null => {
  const definition = shell.state.functions.get(name);
  if (keywords.has(name)) return { kind: 'keyword', path: '', sentence: `${name} is a shell keyword\n` };
  if (definition)
    return { kind: 'function', path: '', sentence: `${name} is a function\n${definition.written}\n` };
  if (!name.includes('/') && shell.commands.find(name)?.isBuiltin)
    return { kind: 'builtin', path: '', sentence: `${name} is a shell builtin\n` };
  const path = findExecutable(shell.fileSystem, name, shell.value('PATH') ?? '');
  return path === null ? null : { kind: 'file', path, sentence: `${name} is ${path}\n` };
};
