/**
 * How long the site takes to build, beside as many pages of Starlight with nothing of ours: `npm run bench:build`. Both
 * are built in folders of their own below the checkout, so that packages are found as they are in it.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import '../../src/netfilter/allExtensions.ts';
import '../../src/shell/commands/all.ts';
import { lessonText } from '../../src/course/scaffold/lesson.ts';
import { networkText } from '../../src/course/scaffold/network.ts';
import { writeBare } from './budgets/bare.ts';

/** At most so many times as long as the bare pages. */
const most = 2;

const setting = { network: 'starter', host: 'server', neighbour: 'visitor', address: '192.0.2.10', port: 22 };

/** This site with other content: lessons as `new lesson` writes them, with a lab and three exercises each. */
const writeOurs = (folder: string, lessons: number): void => {
  for (const part of ['src', 'public', 'astro.config.mjs', 'package.json', 'tsconfig.json'])
    cpSync(part, join(folder, part), { recursive: true });
  // The full terminal begins with an exercise of this course.
  rmSync(join(folder, 'src/pages/terminal.astro'));
  // The menu has the guide for authors in it, and the front page shows a network.
  for (const part of ['authors', 'networks', 'course.yaml'])
    cpSync(join('content', part), join(folder, 'content', part), { recursive: true });
  mkdirSync(join(folder, 'content/lessons'));
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

const seconds = (folder: string): number => {
  const begun = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, [astro, 'build'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  if (status !== 0) throw new Error(`${folder} could not be built:\n${(stdout + stderr).slice(-2000)}`);
  return (performance.now() - begun) / 1000;
};

const measured = (write: (folder: string) => void): number => {
  mkdirSync('.astro', { recursive: true });
  const folder = mkdtempSync(resolve('.astro/bench-'));
  try {
    write(folder);
    return seconds(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const counts = process.argv[2] ? [Number(process.argv[2])] : [4, 200];
console.log('| pages | lessons (s) | bare Starlight (s) | ratio |\n| ---: | ---: | ---: | ---: |');
let slow = false;
for (const count of counts) {
  const ours = measured((folder) => writeOurs(folder, count));
  const bare = measured((folder) => writeBare(folder, count));
  slow ||= ours / bare > most;
  console.log(`| ${count} | ${ours.toFixed(1)} | ${bare.toFixed(1)} | ${(ours / bare).toFixed(2)} |`);
}
process.exitCode = slow ? 1 : 0;
