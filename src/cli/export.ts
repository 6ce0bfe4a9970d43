import { closeSync, existsSync, openSync, readSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { instead } from '../course/checkLab.ts';
import { counted } from '../text/counted.ts';
import { contentFolder } from './course/contentFolder.ts';
import { courseLessons } from './course/courseLessons.ts';
import { lessonName } from './course/lessonName.ts';
import { readLessonAt } from './files.ts';
import { NoPackage, type PackedLesson, scormPackage } from './scorm/package.ts';
import { NotRelative } from './scorm/relativeSite.ts';
import { zip } from './scorm/zip.ts';
import { misused, type Verb } from './verb.ts';

/** Whether a file may be written: it is new, or an archive that an earlier export made. */
const mayWrite = (path: string): boolean => {
  if (!existsSync(path)) return true;
  if (!statSync(path).isFile()) return false;
  const start = Buffer.alloc(2);
  const file = openSync(path, 'r');
  readSync(file, start);
  closeSync(file);
  return start.toString() === 'PK';
};

/** The lessons with these names or files; all of them where none is named. */
const lessonsNamed = async (names: readonly string[]): Promise<readonly PackedLesson[]> => {
  const paths = courseLessons(contentFolder());
  if (paths.length === 0)
    throw new NoPackage('there are no lessons here: run this in the folder of the course');
  for (const name of names)
    if (!paths.some((path) => lessonName(path) === name || path === join('.', name)))
      throw new NoPackage(`there is no lesson ${name}${instead(name, paths.map(lessonName))}`);
  const wanted = paths.filter(
    (path) =>
      names.length === 0 || names.some((name) => lessonName(path) === name || path === join('.', name)),
  );
  return Promise.all(
    wanted.map(async (path) => ({ name: lessonName(path), lesson: (await readLessonAt(path)).lesson })),
  );
};

export const exportVerb: Verb = {
  summary: 'makes a package of lessons for a learning management system',
  help: `Usage: four-tables export scorm [LESSON…] --to FILE.zip [--site FOLDER]

Packs the built site as SCORM 1.2: the lessons that you name, by name or file, or all of them, with
the reference. Moodle and its like record what is solved, the score, and where the learner was. The
site has to be built before, npm run build; it is in dist/, or in FOLDER. FILE.zip is replaced if it
is there and is a ZIP file. Status 2 if there is nothing to write, with the reason on stderr.
`,
  async run(args) {
    try {
      const { values, positionals } = parseArgs({
        args: [...args],
        allowPositionals: true,
        options: { to: { type: 'string' }, site: { type: 'string', default: 'dist' } },
      });
      const [format, ...names] = positionals;
      if (format !== 'scorm')
        return misused(
          `export makes scorm${format === undefined ? '' : `, no ${format}`}: four-tables export scorm --to course.zip`,
        );
      const { to, site: dist } = values;
      if (!to?.endsWith('.zip')) return misused('say which file to write: --to course.zip');
      if (!existsSync(dirname(to))) return misused(`there is no folder ${dirname(to)}`);
      if (!mayWrite(to)) return misused(`${to} is there and is no ZIP file: nothing was written`);
      const lessons = await lessonsNamed(names);
      const files = scormPackage(lessons, { dist, whole: names.length === 0 });
      const bytes = zip(files);
      writeFileSync(to, bytes);
      const exercises = lessons.reduce((n, { lesson }) => n + lesson.exercises.length, 0);
      process.stdout.write(
        `wrote ${to}: ${counted(lessons.length, 'lesson')}, ${counted(exercises, 'exercise')}, ${counted(files.size, 'file')}, ${(bytes.length / 1e6).toFixed(1)} MB\n`,
      );
      return 0;
    } catch (error) {
      if (error instanceof NoPackage || error instanceof NotRelative) return misused(error.message);
      if ((error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS'))
        return misused((error as Error).message);
      throw error;
    }
  },
};
