/** Where a command's output goes: `> FILE`, `2> FILE`, `2>&1`, `&> FILE`. */
import type { Problem } from '../netfilter/problem.ts';
import type { Word } from '../netfilter/words.ts';
import type { World } from '../network/world.ts';
import { readFile, writeFile } from './files.ts';
import { problemAt, type Run } from './shell.ts';

/** One redirection: which output, and the file; `stdout` as a file means where standard output goes by then. */
interface Redirection {
  readonly of: 'stdout' | 'stderr' | 'both';
  readonly to: Word | 'stdout';
  readonly at: Word;
}

/** A command's words without its redirections, and these in order; or what is wrong with them. Quoted signs are words like others. */
export const splitRedirections = (line: string, words: readonly Word[]): { readonly words: readonly Word[]; readonly redirections: readonly Redirection[] } | Problem => {
  const left: Word[] = [];
  const redirections: Redirection[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    const found = /^(2|1|&)?(>>?)(.*)$/.exec(line.slice(word.from, word.to));
    if (!found) {
      left.push(word);
      continue;
    }
    const [, which, , rest = ''] = found;
    if (rest === '&1' && which === '2') {
      redirections.push({ of: 'stderr', to: 'stdout', at: word });
      continue;
    }
    const file = rest === '' ? words[++i] : { text: rest, from: word.to - rest.length, to: word.to };
    if (!file) return problemAt(word, "syntax error near unexpected token `newline'", 2, 'A file stands behind >.');
    redirections.push({ of: which === '2' ? 'stderr' : which === '&' ? 'both' : 'stdout', to: file, at: word });
  }
  return { words: left, redirections };
};

/** The first file that is not there: the shell says so, and does not run the command. */
export const missingFile = (world: World, host: string, redirections: readonly Redirection[]): Problem | null => {
  for (const { to } of redirections)
    if (to !== 'stdout' && readFile(world, world.hosts[host]!, to.text) === null)
      return problemAt(to, `bash: line 1: ${to.text}: No such file or directory`, 1, 'Here are the files of /proc/sys/net that sysctl -a lists, and /dev/null.');
  return null;
};

/** What a command did, with its output where it was sent. */
export const redirected = (done: Run, host: string, redirections: readonly Redirection[]): Run => {
  let out: Word | null = null;
  let err: Word | 'stdout' | null = null;
  for (const { of, to } of redirections) {
    // What `2>&1` means is where standard output goes at that moment.
    const target: Word | 'stdout' = to === 'stdout' ? (out ?? ('stdout' as const)) : to;
    if (of !== 'stderr' && target !== 'stdout') out = target;
    if (of !== 'stdout') err = target;
  }
  let { world, stderr, status } = done;
  const problems = [...done.problems];
  const write = (file: Word, text: string) => {
    const after = writeFile(world, host, file.text, text);
    if (after !== null) {
      world = after;
      return;
    }
    const message = 'bash: line 1: echo: write error: Invalid argument';
    problems.push(problemAt(file, message, 1, 'This parameter is a whole number.'));
    stderr += `${message}\n`;
    status = 1;
  };
  const said = err === 'stdout' ? done.stdout + done.stderr : done.stdout;
  if (err !== null) stderr = '';
  if (err !== null && err !== 'stdout' && done.stderr !== '') write(err, done.stderr);
  if (out !== null) write(out, said);
  return { ...done, world, stdout: out === null ? said : '', stderr, status, problems };
};
