import { type FileSystem, kindAt, writeText } from '../fileSystem.ts';
import { resolve, without } from '../files.ts';
import { gnuOptions } from './shared/options.ts';
import { refused } from './shared/result.ts';
import { quoted } from './shared/textSources.ts';
import { type CopyResult, copied, transferAll } from './shared/transferFiles.ts';
import { defineCommand } from './shellCommand.ts';

const moved = (place: FileSystem, from: string, to: string): CopyResult => {
  const source = resolve(place.cwd, from);
  // What is moved takes no more room than before, so its old place is given up first.
  const done =
    kindAt(place, from) === 'file' && !source.startsWith('/proc')
      ? writeText(
          { ...place, files: without(place.files, source) },
          to,
          (place.files[source] as { text: string }).text,
        )
      : copied(place, from, to);
  return done.error
    ? { files: place.files, world: place.world, error: done.error }
    : { ...done, files: without(done.files, source) };
};

/** Reference: GNU coreutils 9.1, src/mv.c. */
export const mv = defineCommand({
  name: 'mv',
  usage: 'mv OLD NEW  or  mv FILE… FOLDER',
  summary: 'Gives a file another name or another place.',
  needs: ['files'],
  run(call) {
    const read = gnuOptions(
      'mv',
      call.words,
      { force: { names: ['-f', '--force'] } },
      'binStTuvZ --backup --interactive --no-clobber --update --verbose --target-directory --help --version',
    );
    if ('message' in read) return refused(read);
    return transferAll(call, read.rest, {
      name: 'mv',
      folders: true,
      transferOne: moved,
      sameHint: 'Give it another name.',
      inside: (from, to) => `cannot move '${from}' to a subdirectory of itself, '${to}'`,
      insideHint: 'Move it elsewhere.',
      failed: (_error, from, to) => `cannot move '${from}' to '${to}'`,
      failedHint: (to) => `${quoted(to)} cannot be written.`,
    });
  },
});
