import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import '../../shell/commands/all.ts';
import { checkNetwork } from '../../course/checkNetwork.ts';
import { authorFiles } from '../../course/guide/authorFiles.ts';
import { courseFiles } from '../../course/scaffold/course.ts';
import { lessonText } from '../../course/scaffold/lesson.ts';
import { networkText } from '../../course/scaffold/network.ts';
import { settingOf } from '../../course/scaffold/setting.ts';
import { readFields } from '../files.ts';
import { misused, type Verb } from '../verb.ts';
import { packageRoot, shippedSchema } from './shipped.ts';

/** Why nothing can be written there; null if it can. */
const refusal = (folder: string): string | null => {
  if (existsSync(folder)) {
    if (!statSync(folder).isDirectory()) return `${folder} is a file: name a new folder`;
    if (existsSync(join(folder, 'course.yaml'))) return `${folder} has a course already: name another folder`;
    const [first] = readdirSync(folder);
    if (first !== undefined) return `${folder} is not empty, it has ${first}: name a new folder`;
  }
  for (let above = dirname(folder); ; above = dirname(above)) {
    if (existsSync(join(above, 'course.yaml')))
      return `${above} is a course: a course cannot be inside another`;
    if (above === dirname(above)) return null;
  }
};

const network = networkText('Classroom', shippedSchema);

/** A lesson for the new course's network. */
const firstLesson = (): string => {
  const checked = checkNetwork(readFields(network, 0).value);
  const setting = checked.ok ? settingOf('classroom', checked.network) : null;
  if (!setting) throw new Error('the network of a new course is no setting for a lesson');
  return lessonText('A first lesson', setting);
};

export const newCourse: Verb = {
  summary: 'makes a folder for a course of your own',
  help: `Usage: four-tables new-course DIR

Makes the folder DIR with a lesson, a network, course.yaml and this package packed in a file, so that
npm install, npm start, npm run check and npm run build work there. DIR is new or empty: nothing is
ever replaced. Status 2 if there is nothing to write, with the reason on stderr.
`,
  run(args) {
    const [given = '', more] = args;
    if (given === '' || given.startsWith('-'))
      return misused('give the course a folder: new-course my-course');
    if (more !== undefined) return misused(`that is one word too many: ${more}`);
    const root = packageRoot();
    if (root === null) return misused('this command was installed without the site: run it in a checkout');
    const folder = resolve(given);
    const why = refusal(folder);
    if (why !== null) return misused(why);
    const { version, allowScripts = {} } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const packed = `four-tables-${version}.tgz`;
    mkdirSync(folder, { recursive: true });
    const pack = ['pack', root, '--pack-destination', folder, '--ignore-scripts', '--silent'];
    const { status, stderr } = spawnSync('npm', pack, {
      encoding: 'utf8',
      shell: process.platform === 'win32',
    });
    if (status !== 0) return misused(`npm pack failed: ${stderr.trim()}`);
    const title = basename(folder).replace(/[-_]+/g, ' ').trim();
    const files = {
      ...courseFiles(title.charAt(0).toUpperCase() + title.slice(1), packed, allowScripts),
      '.vscode/four-tables.code-snippets': authorFiles()['.vscode/four-tables.code-snippets']!,
      'lessons/01-a-first-lesson.mdx': firstLesson(),
      'networks/classroom.yaml': network,
    };
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text, { flag: 'wx' });
    }
    process.stdout.write(`made the course in ${given}. Next: cd ${given}, npm install, npm start\n`);
    return 0;
  },
};
