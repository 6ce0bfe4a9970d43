import { gnuOptions } from './shared/options.ts';
import { printed, problemAt, refused } from './shared/result.ts';
import { seeHelp, twoFiles } from './shared/twoFiles.ts';
import { defineCommand } from './shellCommand.ts';

/** Reference: GNU diffutils 3.8, src/cmp.c. */
export const cmp = defineCommand({
  name: 'cmp',
  usage: 'cmp [-s] FILE FILE',
  summary: 'Says where two files first differ; -s by its status alone.',
  needs: ['files', 'input'],
  run(call) {
    const read = gnuOptions(
      'cmp',
      call.words,
      { silent: { names: ['-s', '--quiet', '--silent'] } },
      'bilnv --print-bytes --ignore-initial --verbose --bytes --help --version',
      2,
      { help: seeHelp('cmp') },
    );
    if ('message' in read) return refused(read);
    const { of, rest } = read;
    const [first, , skip] = rest;
    if (skip)
      return refused(
        problemAt(skip, 'cmp: a number of bytes to skip is not simulated here', 2, 'Name two files.'),
      );
    // One file alone is compared with standard input.
    const words = first && rest.length === 1 ? [first, { ...first, text: '-' }] : rest;
    const files = twoFiles('cmp', call, words, Boolean(of['silent']));
    if ('status' in files) return files;
    const [a, b] = files;
    const [old, fresh] = [a, b].map(({ text }) => new TextEncoder().encode(text)) as [Uint8Array, Uint8Array];
    if (a.text === b.text) return printed('');
    if (of['silent']) return printed('', { status: 1 });
    const at = old.findIndex((byte, i) => byte !== fresh[i]);
    const shorter = Math.min(old.length, fresh.length);
    const lines = (end: number) => old.slice(0, end).filter((byte) => byte === 10).length;
    if (at >= 0 && at < shorter)
      return printed(`${a.name} ${b.name} differ: byte ${at + 1}, line ${lines(at) + 1}\n`, { status: 1 });
    const { name } = old.length < fresh.length ? a : b;
    const where =
      shorter === 0
        ? 'which is empty'
        : `after byte ${shorter}, ${old[shorter - 1] === 10 ? `line ${lines(shorter)}` : `in line ${lines(shorter) + 1}`}`;
    return printed('', { stderr: `cmp: EOF on ${name} ${where}\n`, status: 1 });
  },
});
