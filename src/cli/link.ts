import { deflateSync } from 'node:zlib';
import { instead } from '../course/checkLab.ts';
import { isExercise, kindOf } from '../course/exercise.ts';
import { fragmentOf, longestText } from '../course/restorePoint.ts';
import { linesToType } from '../course/typeLines.ts';
import { contentFolder } from './course/contentFolder.ts';
import { courseLessons } from './course/courseLessons.ts';
import { lessonName } from './course/lessonName.ts';
import { readLessonAt } from './files.ts';
import { misused, readInput, type Verb } from './verb.ts';

/** Editors are given text, terminals lines, and what is answered in another way nothing. */
const keptOf = (language: string, text: string): string =>
  language === 'terminal' ? JSON.stringify({ typed: linesToType(text) }) : text;

export const link: Verb = {
  summary: 'prints a link that opens a lab or an exercise with given rules',
  help: `Usage: four-tables link LESSON#EXERCISE FILE [--site URL] [--course CONTENT]

LESSON is the lesson's name in its address, EXERCISE the id of a lab or an exercise that is answered
with rules, FILE the rules, or the lines of a terminal; - reads them from standard input. The rules
are in the part of the link after #, which no browser sends to a server. The page of each lab has a
button that makes such a link too.

URL is where the course is published (the environment's SITE_URL if you leave it out); without it the
link begins at /lessons/. CONTENT is the course's content folder; the course of this folder if you leave it out.
`,
  async run(args) {
    const paths: string[] = [];
    const options: Record<string, string> = {};
    for (let i = 0; i < args.length; i++) {
      const arg = args[i]!;
      if (arg === '-' || !arg.startsWith('-')) paths.push(arg);
      else if (arg !== '--site' && arg !== '--course') return misused(`link has no option ${arg}`);
      else if (args[i + 1] === undefined) return misused(`${arg} takes a value`);
      else options[arg] = args[++i]!;
    }
    const [where = '', file, more] = paths;
    const [, name = '', id = ''] = /^([^#]+)#(.+)$/.exec(where) ?? [];
    if (id === '' || file === undefined || more !== undefined)
      return misused(
        'write the lesson, # and the exercise, then the file: link masquerade-versus-snat#snat rules.sh',
      );
    const lessons = courseLessons(options['--course'] ?? contentFolder());
    const path = lessons.find((p) => lessonName(p) === name.toLowerCase());
    if (path === undefined)
      return misused(`there is no lesson ${name}${instead(name, lessons.map(lessonName))}`);
    const { labs, exercises } = (await readLessonAt(path)).lesson;
    const all = [...labs, ...exercises];
    const lab = all.find((l) => l.id === id);
    if (!lab) {
      const ids = all.map((l) => l.id);
      return misused(`the lesson ${name} has no lab and no exercise ${id}${instead(id, ids)}`);
    }
    if (isExercise(lab) && lab.language !== 'terminal' && kindOf(lab).answerOfText('') === null)
      return misused(
        `${id} is not answered with rules: open it, answer it, and press "Copy a link to this" there`,
      );
    let text: string;
    try {
      text = readInput(file);
    } catch {
      return misused(`${file} cannot be read`);
    }
    if (/[\0\uFFFD]/.test(text)) return misused(`${file} is no text in UTF-8`);
    if (Buffer.byteLength(text) > longestText)
      return misused(`${file} has more than ${longestText} bytes: that is too long for a link`);
    const kept = keptOf(lab.language, text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n'));
    const data = deflateSync(Buffer.from(kept)).toString('base64url');
    const site = (options['--site'] ?? process.env['SITE_URL'] ?? '').replace(/\/+$/, '');
    process.stdout.write(
      `${site}/lessons/${lessonName(path)}/${fragmentOf({ lab: id, data, own: null, seed: 0 })}\n`,
    );
    return 0;
  },
};
