import '../shell/commands/all.ts';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { instead, type Networks } from '../course/checkLab.ts';
import { kinds } from '../course/kinds/index.ts';
import { slug } from '../course/markdown/readDirective.ts';
import { exerciseTemplates } from '../course/scaffold/exercises.ts';
import { lessonText, withExercise } from '../course/scaffold/lesson.ts';
import { networkText } from '../course/scaffold/network.ts';
import { type Setting, settingOf } from '../course/scaffold/setting.ts';
import { contentFolder } from './course/contentFolder.ts';
import { lessonName } from './course/lessonName.ts';
import { shippedSchema } from './course/shipped.ts';
import { checkedNetworks, checkLessonFile, lessonPaths, networksUsed, readLessonAt } from './files.ts';
import { misused, type Verb } from './verb.ts';

/** What cannot be made, and what to do. */
class Refused extends Error {}

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Writes a file that is not there yet. */
const write = (path: string, text: string): void => {
  mkdirSync(join(path, '..'), { recursive: true });
  try {
    writeFileSync(path, text, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST')
      throw new Refused(`${path} is there already: nothing was written`);
    throw error;
  }
  say(`wrote ${path}`);
};

/** Writes a file anew, all at once: a full disk leaves the old one as it was, and no program reads half of the new one. */
const replaceFile = (path: string, text: string): void => {
  const beside = `${path}.new`;
  try {
    writeFileSync(beside, text);
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
};

const newLesson = async (content: string, [given = '']: readonly string[]): Promise<void> => {
  const title = given.trim().replace(/\s+/g, ' ');
  if (title === '') throw new Refused('give the lesson a title: new lesson "Reading the nat table"');
  const name = slug(title);
  if (name === '') throw new Refused(`no address can be made of "${title}": it needs a letter from a to z`);
  const lessons = lessonPaths(content);
  const same = lessons.find((l) => lessonName(l) === name);
  if (same)
    throw new Refused(`${same} has the address /lessons/${name}/ already: give this lesson another title`);
  const number = Math.max(0, ...lessons.map((l) => Number.parseInt(basename(l), 10) || 0)) + 1;
  if (number > 99) throw new Refused('there is a lesson 99 already, and a number has two digits');
  const setting = await settingFor(content, lessons);
  write(
    join(content, 'lessons', `${String(number).padStart(2, '0')}-${name}.mdx`),
    lessonText(title, setting),
  );
};

/**
 * In a network that no lesson uses yet, the newest first; in another of this course's own; in one that the package brings; and
 * without any, in a new network.
 */
const settingFor = async (content: string, lessons: readonly string[]): Promise<Setting> => {
  const { networks } = checkedNetworks(content);
  const used = networksUsed((await Promise.all(lessons.map(readLessonAt))).map((r) => r.lesson));
  const ranked = Object.keys(networks).map((name) => {
    const file = join(content, 'networks', `${name}.yaml`);
    const own = existsSync(file);
    return { name, rank: own ? (used.has(name) ? 1 : 0) : 2, made: own ? statSync(file).mtimeMs : 0 };
  });
  const names = ranked.toSorted((a, b) => a.rank - b.rank || b.made - a.made).map((n) => n.name);
  const found = firstSetting(networks, names);
  if (found) return found;
  const name = ['starter', ...Array.from({ length: 98 }, (_, i) => `starter-${i + 2}`)].find(
    (n) => !Object.hasOwn(networks, n),
  )!;
  newNetwork(content, [name]);
  return settingOf(name, checkedNetworks(content).networks[name]!)!;
};

const firstSetting = (networks: Networks, names: readonly string[]): Setting | null => {
  for (const name of names) {
    const network = networks[name];
    const setting = network ? settingOf(name, network) : null;
    if (setting) return setting;
  }
  return null;
};

const newNetwork = (content: string, [name = '']: readonly string[]): void => {
  if (!/^[a-z][a-z0-9-]*$/.test(name))
    throw new Refused(
      name === ''
        ? 'give the network a name: new network office'
        : `"${name}" is no name for a network: use small letters, digits and hyphens, as in ${slug(name) || 'office'}`,
    );
  const path = join(content, 'networks', `${name}.yaml`);
  if (!existsSync(path) && Object.hasOwn(checkedNetworks(content).networks, name))
    throw new Refused(
      `Four Tables has a network ${name}, and your lessons may use it: give one of your own another name`,
    );
  write(
    path,
    networkText(`${name[0]!.toUpperCase()}${name.slice(1)}`, content === '.' ? shippedSchema : undefined),
  );
};

const newExercise = async (content: string, [kind = '', lesson]: readonly string[]): Promise<void> => {
  if (!Object.hasOwn(kinds, kind))
    throw new Refused(`there is no kind of exercise ${kind}${instead(kind, Object.keys(kinds))}`);
  const template = exerciseTemplates[kind as keyof typeof exerciseTemplates];
  const { networks } = checkedNetworks(content);
  if (lesson === undefined) {
    const setting = firstSetting(networks, Object.keys(networks));
    if (!setting) throw new Refused('no network here has two hosts for it: new network office');
    const { network, host } = setting;
    const id = slug(template.title);
    say(template.text(template.title, `#${id} network=${network} host=${host}`, setting).trimEnd());
    return;
  }
  const path = findLesson(content, lesson);
  const { defects, lesson: read } = await checkLessonFile(path, networks);
  if (defects[0])
    throw new Refused(`${path} has mistakes: correct them first, four-tables check ${path} names them`);
  const own = read.network ? networks[read.network] : null;
  const setting =
    (own && (settingOf(read.network!, own, read.host) ?? settingOf(read.network!, own))) ??
    firstSetting(networks, Object.keys(networks));
  if (!setting) throw new Refused('no network here has two hosts for it: new network office');
  const taken = [...read.labs, ...read.exercises].map((l) => l.id);
  const plain = slug(template.title);
  let id = plain;
  for (let n = 2; taken.includes(id); n++) id = `${plain}-${n}`;
  const places = [
    ...(setting.network === read.network ? [] : [`network=${setting.network}`]),
    ...(setting.host === read.host ? [] : [`host=${setting.host}`]),
  ];
  const text = template.text(template.title, [`#${id}`, ...places].join(' '), setting);
  const before = readFileSync(path, 'utf8');
  const after = withExercise(before.replaceAll('\r\n', '\n'), text);
  replaceFile(path, before.includes('\r\n') ? after.replaceAll('\n', '\r\n') : after);
  say(`wrote the exercise ${id} into ${path}`);
};

const findLesson = (content: string, wanted: string): string => {
  const lessons = lessonPaths(content);
  const found = lessons.find(
    (l) =>
      l === wanted || join('.', wanted) === l || basename(l, '.mdx') === wanted || lessonName(l) === wanted,
  );
  if (!found) throw new Refused(`there is no lesson ${wanted}${instead(wanted, lessons.map(lessonName))}`);
  return found;
};

const things = { lesson: newLesson, network: newNetwork, exercise: newExercise } as const;

/** The verb for one content folder. */
export const newIn = (content: string): Verb => ({
  summary: 'writes a new lesson, network or exercise that already passes check',
  help: `Usage: four-tables new lesson "TITLE"
       four-tables new network NAME
       four-tables new exercise KIND [LESSON]

Writes into the folder content/. A lesson gets the next number and uses the network that no
lesson uses yet, or another one. KIND is ${Object.keys(kinds).join(', ')}; the exercise goes
before the last section of LESSON, a name or a file, and is printed if you name none.
No file is ever replaced. Status 2 if there is nothing to write, with the reason on stderr.
`,
  async run([thing = '', ...args]) {
    try {
      if (!Object.hasOwn(things, thing))
        throw new Refused(
          `new makes a lesson, a network or an exercise${thing && `, no ${thing}${instead(thing, Object.keys(things))}`}`,
        );
      const most = thing === 'exercise' ? 2 : 1;
      if (args.length > most)
        throw new Refused(`that is one word too many: ${args[most]}; put a title in quotation marks`);
      if (!existsSync(content))
        throw new Refused(`there is no folder ${content} here: run this in the folder that has it`);
      await things[thing as keyof typeof things](content, args);
      return 0;
    } catch (error) {
      if (error instanceof Refused) return misused(error.message);
      throw error;
    }
  },
});

export const newVerb = newIn(contentFolder());
