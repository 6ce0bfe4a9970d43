import type { Word } from '../../../text/words.ts';
import { search } from '../../regex/match.ts';
import { gnuOptions } from '../shared/options.ts';
import { Report } from '../shared/report.ts';
import { refused } from '../shared/result.ts';
import { linesOf, sources } from '../shared/textSources.ts';
import { defineCommand } from '../shellCommand.ts';
import { substitute } from './replace.ts';
import { type Address, type Edit, Refusal, readScript } from './script.ts';

/** Reference: GNU sed 4.9. */
export const sed = defineCommand({
  name: 'sed',
  usage: 'sed [-n] [-E] SCRIPT [FILE…]',
  summary: 'Edits lines as they pass: s/old/new/ replaces, and with -n, p prints the chosen lines.',
  needs: ['files', 'input'],
  run(call) {
    const read = gnuOptions(
      'sed',
      call.words,
      {
        quiet: { names: ['-n', '--quiet', '--silent'] },
        extended: { names: ['-E', '-r', '--regexp-extended'] },
        script: { names: ['-e', '--expression'], takes: 'required' },
      },
      'filsuzb --in-place --file --line-length --separate --unbuffered --null-data --debug --posix --follow-symlinks --sandbox --help --version',
    );
    if ('message' in read)
      return refused(
        read.message.endsWith('not simulated here')
          ? read
          : {
              ...read,
              message: read.message.replace(
                /\nTry .*/s,
                '\nUsage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...',
              ),
            },
      );
    const { of, all } = read;
    const given = all.filter((o) => o.key === 'script').map((o) => o.word);
    const scripts: readonly Word[] = given.length ? given : read.rest.slice(0, 1);
    const files = given.length ? read.rest : read.rest.slice(1);
    const end = call.words.at(-1)?.to ?? 0;
    if (scripts.length === 0)
      return refused({
        from: end,
        to: end,
        message: 'Usage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...',
        status: 1,
        hint: "Write a script: sed 's/old/new/'.",
      });
    const report = new Report();
    try {
      const edits = readScript(scripts.map((w) => w.text).join('\n'), Boolean(of['extended']));
      const lines = sources(
        call,
        files,
        report,
        (name, error) => (error === 'EISDIR' ? `sed: couldn't read ${name}` : `sed: can't read ${name}`),
        2,
      ).flatMap((s) => linesOf(s.text));
      const open = new Set<Edit>();
      for (const [i, written] of lines.entries()) {
        const newline = written.endsWith('\n') ? '\n' : '';
        let line = newline ? written.slice(0, -1) : written;
        const is = (a: Address) =>
          a.kind === 'line'
            ? a.number === i + 1
            : a.kind === 'last'
              ? i === lines.length - 1
              : search(a.regex, line) !== null;
        const chosen = (e: Edit): boolean => {
          if (!e.from) return true;
          if (!e.to) return is(e.from);
          if (open.has(e)) {
            if (e.to.kind === 'line' ? i + 1 >= e.to.number : is(e.to)) open.delete(e);
            return true;
          }
          if (!is(e.from)) return false;
          if (!(e.to.kind === 'line' && e.to.number <= i + 1)) open.add(e);
          return true;
        };
        for (const edit of edits) {
          if (chosen(edit) === edit.negated) continue;
          if (edit.what.kind === 'print') report.print(line + (newline || '\n'));
          else {
            const done = substitute(line, edit.what);
            if (done !== null) line = done;
            if (done !== null && edit.what.prints) report.print(line + (newline || '\n'));
          }
        }
        if (!of['quiet']) report.print(line + newline);
      }
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) throw thrown;
      return refused({
        from: scripts[0]!.from,
        to: scripts.at(-1)!.to,
        message: thrown.message,
        status: 1,
        hint: thrown.hint,
      });
    }
    return report.done();
  },
});
