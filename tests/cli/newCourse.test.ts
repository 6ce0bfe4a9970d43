/** A course in a folder of its own, made by the command of the packed package. */
import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { writeProgress } from '../../src/course/progressFile.ts';
import { withAttempt } from '../../src/course/tried.ts';
import { makePackage } from '../../src/tasks/package.mjs';

const parent = mkdtempSync(join(tmpdir(), 'four-tables-course-'));
const course = join(parent, 'school-firewalls');
let command = '';
const run = (cwd: string, ...args: readonly string[]) =>
  spawnSync(process.execPath, [command, ...args], { cwd, encoding: 'utf8' });

beforeAll(async () => {
  command = join(await makePackage(), 'cli', 'four-tables.mjs');
  const made = run(parent, 'new-course', 'school-firewalls');
  expect(made.stderr + made.stdout).toContain('made the course in school-firewalls');
}, 60_000);

test('it has its software packed, and passes its check', () => {
  const { dependencies } = JSON.parse(readFileSync(join(course, 'package.json'), 'utf8'));
  expect(existsSync(join(course, dependencies['four-tables'].replace('file:', '')))).toBe(true);
  expect(readFileSync(join(course, 'course.yaml'), 'utf8')).toContain('title: School firewalls\n');
  const checked = run(course, 'check');
  expect([checked.stdout, checked.status]).toEqual(['', 0]);
  expect(checked.stderr).toContain('Ran 1 lesson: 1 lab, 3 exercises');
});

test('two are made at once in one checkout, each of a package of its own', async () => {
  const packages = () => readdirSync('.').filter((name) => name.startsWith('dist-package'));
  const before = [packages(), statSync('dist-package').birthtimeMs];
  const make = (name: string) =>
    promisify(execFile)(process.execPath, [
      resolve('src/tasks/four-tables.mjs'),
      'new-course',
      join(parent, name),
    ]);
  await Promise.all(['first', 'second'].map(make));
  const packed = ['first', 'second', 'school-firewalls'].map((name) => {
    const [file] = readdirSync(join(parent, name)).filter((f) => f.endsWith('.tgz'));
    return readFileSync(join(parent, name, file!)).toString('base64');
  });
  expect(new Set(packed).size).toBe(1);
  expect([packages(), statSync('dist-package').birthtimeMs]).toEqual(before);
}, 60_000);

test.each([
  ['a course that is there', '.', 'has a course already'],
  ['a folder in a course', 'inner', 'a course cannot be inside another'],
  ['a folder with files', '../full', 'is not empty, it has a.txt'],
  ['a file', '../full/a.txt', 'is a file'],
  ['no name', '', 'give the course a folder'],
])('%s is refused, and nothing is written', (_, folder, says) => {
  mkdirSync(join(parent, 'full'), { recursive: true });
  writeFileSync(join(parent, 'full', 'a.txt'), 'mine');
  const before = readdirSync(parent, { recursive: true });
  const refused = run(course, 'new-course', folder);
  expect([refused.status, refused.stdout]).toEqual([2, '']);
  expect(refused.stderr).toContain(says);
  expect(readdirSync(parent, { recursive: true })).toEqual(before);
});

test.each([
  ['titel: X\ndescription: d\n', '1:1: there is no field titel; did you mean title?'],
  ['title: X\ndescription: d\nlanguage: german\n', '3:1: german is no language'],
  ['title: X\ndescription: d\ncolours: { light: { acent: "#000000" } }\n', 'acent; did you mean accent?'],
  ['title: X\ndescription: d\ncolours: { light: { accent: blue } }\n', 'must be a colour in quotation marks'],
  [
    'title: X\ndescription: d\ntake: [masquerade-vs-snat]\n',
    '3:8: Four Tables has no lesson masquerade-vs-snat',
  ],
  [
    'title: X\ndescription: d\npurposes: [{ say: Help, lessons: [masquerade-vs-snat] }]\n',
    '3:35: this course has no lesson masquerade-vs-snat',
  ],
  ['title: X\ndescription: d\npurposes: [{ say: Help, lessons: [] }]\n', 'name at least one lesson'],
  ['title: X\0', '1:1: this is no text in UTF-8'],
  ['title: [\n', 'course.yaml:2:1: '],
])('course.yaml: %j', (text, says) => {
  const kept = readFileSync(join(course, 'course.yaml'));
  writeFileSync(join(course, 'course.yaml'), text);
  const checked = run(course, 'check');
  const built = run(course, 'build');
  writeFileSync(join(course, 'course.yaml'), kept);
  expect([checked.status, checked.stdout]).toEqual([1, expect.stringContaining(says)]);
  // The build stops there too, before it makes anything.
  expect([built.status, built.stdout]).toEqual([1, expect.stringContaining(says)]);
  expect(existsSync(join(course, 'dist'))).toBe(false);
});

test('a network with the name of one that taken lessons use is refused', () => {
  writeFileSync(
    join(course, 'networks', 'office.yaml'),
    readFileSync(join(course, 'networks', 'classroom.yaml')),
  );
  expect(run(course, 'check').stdout).toContain('office.yaml:1:1: Four Tables has a network office too');
});

test('its lessons, and those it takes, are what links, class tables and packages are made of', () => {
  const kept = readFileSync(join(course, 'course.yaml'), 'utf8');
  writeFileSync(join(course, 'course.yaml'), `${kept}\ntake: [masquerade-versus-snat]\n`);
  writeFileSync(join(course, 'rules.sh'), 'iptables -S\n');
  const saved = { course: 'School firewalls', name: 'Ada', saved: '2026-11-29T08:00:00Z', kept: {} };
  const tried = ['lessons/a-first-lesson/close-the-port', 'lessons/masquerade-versus-snat/write-masquerade'];
  const attempt = { answer: 'b', at: '2026-11-29T07:00Z', passed: true };
  const exercises = Object.fromEntries(tried.map((id) => [id, withAttempt(null, attempt)]));
  writeFileSync(join(course, 'ada.json'), writeProgress({ ...saved, exercises, done: tried }));
  try {
    for (const lab of ['a-first-lesson#close-the-port', 'masquerade-versus-snat#write-masquerade'])
      expect(run(course, 'link', lab, 'rules.sh').stdout).toMatch(`/lessons/${lab.split('#')[0]}/#`);
    const table = run(course, 'collect', 'ada.json');
    expect([table.status, table.stderr]).toEqual([0, '']);
    expect(table.stdout).toMatch(/Ada .*2 of \d+ solved/);
    // The lessons are found; the site is not built.
    expect(run(course, 'export', 'scorm', 'a-first-lesson', '--to', 'x.zip').stderr).toContain(
      'npm run build makes one',
    );
    expect(run(course, 'export', 'scorm', 'a-fist-lesson', '--to', 'x.zip').stderr).toContain(
      'did you mean a-first-lesson',
    );
  } finally {
    writeFileSync(join(course, 'course.yaml'), kept);
  }
});

test('a new lesson is about a network of the course, and no network has the name of one that is there', () => {
  const refused = run(course, 'new', 'network', 'shop');
  expect([refused.status, refused.stderr]).toEqual([2, expect.stringContaining('has a network shop')]);
  run(course, 'new', 'network', 'bakery');
  run(course, 'new', 'lesson', 'A bakery');
  expect(readFileSync(join(course, 'lessons/02-a-bakery.mdx'), 'utf8')).toContain('network: bakery\n');
  expect(run(course, 'check').stdout).not.toContain('bakery');
});

test('dev ends when it is told to', async () => {
  // In place of Astro, which a test need not install.
  const astro = join(course, 'node_modules/astro');
  mkdirSync(join(astro, 'bin'), { recursive: true });
  writeFileSync(join(astro, 'package.json'), '{ "name": "astro" }');
  writeFileSync(join(astro, 'bin/astro.mjs'), "console.log('up'); setInterval(() => {}, 1000);");
  const dev = spawn(process.execPath, [command, 'dev'], {
    cwd: course,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(dev, 'exit');
  await once(dev.stdout, 'data');
  dev.kill();
  await ended;
}, 30_000);
