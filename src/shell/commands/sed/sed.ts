import type { Word } from '../../../text/words.ts';
import { readText, writeText } from '../../fileSystem.ts';
import type { FileError } from '../../files.ts';
import { gnuOptions } from '../shared/options.ts';
import { Report } from '../shared/report.ts';
import { refused } from '../shared/result.ts';
import { sources } from '../shared/textSources.ts';
import { type Call, type CommandResult, defineCommand } from '../shellCommand.ts';
import { edited } from './edited.ts';
import { type Edit, Refusal, readScript } from './script.ts';

const help = 'Usage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...';

/** Reference: GNU sed 4.9. */
export const sed = defineCommand({
  name: 'sed',
  usage: 'sed [-n] [-E] [-i] SCRIPT [FILE…]',
  summary:
    'Edits lines as they pass: s/old/new/ replaces, with -n, p prints the chosen lines, and -i writes the file.',
  needs: ['files', 'input'],
  run(call) {
    const read = gnuOptions(
      'sed',
      call.words,
      {
        quiet: { names: ['-n', '--quiet', '--silent'] },
        extended: { names: ['-E', '-r', '--regexp-extended'] },
        script: { names: ['-e', '--expression'], takes: 'required' },
        inPlace: { names: ['-i', '--in-place'], takes: 'optional' },
      },
      'flsuzb --file --line-length --separate --unbuffered --null-data --debug --posix --follow-symlinks --sandbox --help --version',
      1,
      { help },
    );
    if ('message' in read) return refused(read);
    const { of, all } = read;
    const given = all.filter((o) => o.key === 'script').map((o) => o.word);
    const scripts: readonly Word[] = given.length ? given : read.rest.slice(0, 1);
    const files = given.length ? read.rest : read.rest.slice(1);
    const end = call.words.at(-1)?.to ?? 0;
    if (scripts.length === 0)
      return refused({
        from: end,
        to: end,
        message: help,
        status: 1,
        hint: "Write a script: sed 's/old/new/'.",
      });
    const report = new Report();
    const message = (name: string, error: FileError) =>
      error === 'EISDIR'
        ? `sed: couldn't ${of['inPlace'] ? 'edit' : 'read'} ${name}`
        : `sed: can't read ${name}`;
    try {
      const edits = readScript(scripts.map((w) => w.text).join('\n'), Boolean(of['extended']));
      const quiet = of['quiet'] !== undefined;
      if (of['inPlace']) return editInPlace(call, edits, files, of['inPlace'].text, quiet, report, message);
      const texts = sources(call, files, report, message, 2).map((s) => s.text);
      const done = edited(texts, edits, quiet);
      report.print(done.text);
      report.status ||= done.status;
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

/** `-i`: each file for itself, written where it was read; an ending keeps what was there under another name. */
const editInPlace = (
  call: Call<'files'>,
  edits: readonly Edit[],
  names: readonly Word[],
  ending: string,
  quiet: boolean,
  report: Report,
  message: (name: string, error: FileError) => string,
): CommandResult => {
  let place: Call<'files'> = call;
  const write = (path: string, text: string, word: Word): void => {
    const written = writeText(place, path, text);
    place = { ...place, world: written.world, files: written.files };
    if (written.error) report.noFile(word, `sed: couldn't open file ${path}`, written.error, 4);
  };
  if (names.length === 0) report.warn('sed: no input files', 4);
  for (const word of names) {
    const read = readText(place, word.text);
    if (!read.ok) {
      report.noFile(word, message(word.text, read.error), read.error, read.error === 'EISDIR' ? 4 : 2);
      continue;
    }
    const done = edited([read.text], edits, quiet);
    if (!ending.startsWith('-'))
      write(ending.includes('*') ? ending.replaceAll('*', word.text) : word.text + ending, read.text, word);
    write(word.text, done.text, word);
    report.status ||= done.status;
  }
  return report.done({ world: place.world, files: place.files });
};
