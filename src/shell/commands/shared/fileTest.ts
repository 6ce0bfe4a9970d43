import { type FileSystem, isExecutable, isThere, kindAt, readText } from '../../fileSystem.ts';
import { entryAt, resolve } from '../../files.ts';
import { linkAt } from '../../programs.ts';

/** Tests of one word. Reference: bash 5.2, test.c */
export const unary = new Set(
  '-e -a -f -d -s -r -w -x -z -n -L -h -t -b -c -g -k -p -u -G -N -O -S'.split(' '),
);

/** What `-f FILE` and its like say of a text; null if it is another test. */
export const fileTest = (operator: string, text: string, place: FileSystem): boolean | null => {
  const kind = text === '' ? 'ENOENT' : kindAt(place, text);
  switch (operator) {
    case '-z':
      return text === '';
    case '-n':
      return text !== '';
    case '-f':
      return kind === 'file';
    case '-d':
      return kind === 'folder';
    case '-c':
      return kind === 'device';
    case '-L':
    case '-h':
      return linkAt(text) !== null;
    // No descriptor is a terminal, and no file is a pipe, a socket, or has one of the rare bits.
    case '-t':
    case '-b':
    case '-g':
    case '-k':
    case '-p':
    case '-u':
    case '-N':
    case '-S':
      return false;
    case '-s': {
      const read = readText(place, text);
      return kind === 'folder' || (read.ok && read.text !== '');
    }
    case '-x':
      return isExecutable(place, text);
    default:
      return unary.has(operator) ? isThere(kind) : null;
  }
};

/** Whether one file is newer than another, or the same one; null for an operator that asks something else. */
export const fileComparison = (
  left: string,
  operator: string,
  right: string,
  place: FileSystem,
): boolean | null => {
  const time = (text: string): number =>
    isThere(kindAt(place, text))
      ? (entryAt(place.files, resolve(place.cwd, text))?.changed ?? 0)
      : Number.NEGATIVE_INFINITY;
  switch (operator) {
    case '-ef':
      return resolve(place.cwd, left) === resolve(place.cwd, right) && isThere(kindAt(place, left));
    case '-nt':
      return time(left) > time(right);
    case '-ot':
      return time(left) < time(right);
    default:
      return null;
  }
};
