/**
 * How long the site takes to build, beside as many pages of Starlight with nothing of ours: `npm run bench:build`. Both
 * are built in folders of their own below the checkout, so that packages are found as they are in it.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import '../../src/netfilter/allExtensions.ts';
import '../../src/shell/commands/all.ts';
import { lessonText } from '../../src/course/scaffold/lesson.ts';
import { networkText } from '../../src/course/scaffold/network.ts';
import { writeBare } from './budgets/bare.ts';

/** At most so many times as long as a bare page for each lesson. */
const most = 2;

const setting = { network: 'starter', host: 'server', neighbour: 'visitor', address: '192.0.2.10', port: 22 };

/** This site with other content: lessons as `new lesson` writes them, with a lab and three exercises each. */
const writeOurs = (folder: string, lessons: number): void => {
  for (const part of ['src', 'public', 'astro.config.mjs', 'package.json', 'tsconfig.json'])
    cpSync(part, join(folder, part), { recursive: true });
  // The full terminal begins with an exercise of this course.
  rmSync(join(folder, 'src/pages/terminal.astro'));
  // The menu has the guide for authors in it, and the front page shows a network.
  for (const part of ['authors', 'networks'])
    cpSync(join('content', part), join(folder, 'content', part), { recursive: true });
  mkdirSync(join(folder, 'content/lessons'));
  writeFileSync(join(folder, 'content/course.yaml'), 'title: Bench\ndescription: Lessons to build.\n');
  writeFileSync(
    join(folder, `content/networks/${setting.network}.yaml`),
    networkText('Where the lessons are'),
  );
  for (let i = 1; i <= lessons; i++) {
    // A number has two digits; that two lessons share one is no matter to the build.
    const number = String(i % 100).padStart(2, '0');
    writeFileSync(
      join(folder, `content/lessons/${number}-lesson-${i}.mdx`),
      lessonText(`Lesson ${i}`, setting),
    );
  }
};

const astro = resolve('node_modules/astro/bin/astro.mjs');

/** What a build took. */
interface Took {
  readonly seconds: number;
  /** Of all processors, its own programs included: the same on a busy machine. */
  readonly processor: number;
  /** Pages that were made, those to embed included. */
  readonly pages: number;
}

const build = (folder: string): Took => {
  const begun = performance.now();
  // A shell knows what the programs took that it ran: minutes and seconds, for user and system.
  const { status, stdout, stderr } = spawnSync(
    'sh',
    ['-c', '"$@" >&2; s=$?; times; exit $s', 'sh', process.execPath, astro, 'build'],
    { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 26 },
  );
  if (status !== 0) throw new Error(`${folder} could not be built:\n${stderr.slice(-2000)}`);
  const times = [
    ...stdout
      .trim()
      .split('\n')
      .at(-1)!
      .matchAll(/(\d+)m([\d.]+)s/g),
  ];
  const processor = times.reduce((sum, [, m, s]) => sum + 60 * Number(m) + Number(s), 0);
  const pages = globSync(join(folder, 'dist/**/*.html')).length;
  return { seconds: (performance.now() - begun) / 1000, processor, pages };
};

const measured = (write: (folder: string) => void): Took => {
  mkdirSync('.astro', { recursive: true });
  const folder = mkdtempSync(resolve('.astro/bench-'));
  try {
    write(folder);
    return build(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const counts = process.argv[2] ? [Number(process.argv[2])] : [4, 200];
console.log(
  '| lessons | pages made | bare Starlight | lessons (s) | bare (s) | ratio | processor (s) | bare (s) | ratio |',
);
console.log(`|${' ---: |'.repeat(9)}`);
let slow = false;
for (const count of counts) {
  const ours = measured((folder) => writeOurs(folder, count));
  // A bare page for each lesson, and one for each page that a lesson makes.
  for (const pages of [count, ours.pages]) {
    const bare = measured((folder) => writeBare(folder, pages));
    if (pages === count) slow ||= ours.processor / bare.processor > most;
    const cells = (['seconds', 'processor'] as const).map(
      (what) =>
        `${ours[what].toFixed(1)} | ${bare[what].toFixed(1)} | ${(ours[what] / bare[what]).toFixed(2)}`,
    );
    console.log(`| ${count} | ${ours.pages} | ${bare.pages} | ${cells.join(' | ')} |`);
  }
}
process.exitCode = slow ? 1 : 0;
