/** `four-tables build`, `dev` and `serve`: the site of a course in its own folder. */
import { spawn } from 'node:child_process';
import { existsSync, watch } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { printDefect } from '../files.ts';
import { misused, type Verb } from '../verb.ts';
import { assemble, assembleContent, siteFolder } from './assemble.ts';
import { readCourse } from './readCourse.ts';
import { packageRoot } from './shipped.ts';

/** Runs a script of Node's in a folder, and ends it when we are told to end; its exit status. */
const runScript = (script: string, args: readonly string[], cwd: string): Promise<number> => {
  const child = spawn(process.execPath, [script, ...args], {
    cwd,
    stdio: 'inherit',
    env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1' },
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((done) => child.on('close', (status) => done(status ?? 1)));
};

/** Runs Astro in the site's folder. */
const astro = (args: readonly string[]): Promise<number> => {
  const manifest = createRequire(pathToFileURL(resolve('package.json'))).resolve('astro/package.json');
  return runScript(join(manifest, '..', 'bin', 'astro.mjs'), args, siteFolder);
};

/** Does something with the course of this folder, or says why that cannot be. */
const withCourse = async (
  work: (course: NonNullable<ReturnType<typeof readCourse>['course']>) => Promise<number>,
) => {
  if (packageRoot() === null)
    return misused('this is for a course of its own: in a checkout, use npm run build');
  const { course, defects } = readCourse('.');
  if (defects.length) {
    for (const defect of defects) process.stdout.write(`${printDefect(defect)}\n`);
    return 1;
  }
  return course
    ? work(course)
    : misused('there is no course here: run this in the folder that has course.yaml');
};

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const tooOld = major < 22 || (major === 22 && minor < 18);

const verb = (
  summary: string,
  help: string,
  work: (args: readonly string[], course: Parameters<typeof assembleContent>[0]) => Promise<number>,
): Verb => ({
  summary,
  help,
  run: (args) =>
    withCourse(async (course) =>
      tooOld
        ? misused(
            `this needs Node 22.18, and is run by ${process.version}: use the npm scripts of the course`,
          )
        : work(args, course),
    ),
});

export const build = verb(
  'builds the site of a course into dist/',
  `Usage: four-tables build

In the folder of a course: makes its site in dist/. SITE_URL and BASE_PATH say where it will be published.
Stops at a mistake in a lesson.
`,
  async (_, course) => {
    assemble(course);
    return astro(['build', '--outDir', resolve('dist')]);
  },
);

export const dev = verb(
  'shows a course while it is written',
  `Usage: four-tables dev [--port N]

In the folder of a course: a site with live reload. Mistakes in lessons are shown where they are.
`,
  async (args, course) => {
    assemble(course);
    let timer: NodeJS.Timeout | undefined;
    const again = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const now = readCourse('.').course;
        if (now) assembleContent(now);
      }, 50);
    };
    const watched = ['lessons', 'networks', 'labels']
      .filter((folder) => existsSync(folder))
      .map((folder) => watch(folder, { recursive: true }, again));
    const status = await astro(['dev', ...args]);
    // Else this process would go on after Ctrl+C.
    for (const watcher of watched) watcher.close();
    clearTimeout(timer);
    return status;
  },
);

export const serveVerb = verb(
  'serves the built site of a course',
  `Usage: four-tables serve [--port N]

In the folder of a course: serves dist/ with the headers of dist/_headers.
`,
  async (args) => runScript(resolve(siteFolder, 'src', 'tasks', 'serve.mjs'), args, '.'),
);
