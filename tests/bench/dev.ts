/**
 * How long an author waits, from a file being written to the change being seen in a page that is open: `npm run bench:dev`. A
 * copy of this site under `astro dev`, and a course of its own under `four-tables dev`. Prints Markdown.
 */
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright';
import { makePackage } from '../../src/tasks/package.mjs';
import { launch } from './budgets/browser.ts';

/** So often each change is made. */
const times = Number(process.env['TIMES'] ?? 5);
const port = Number(process.env['PORT'] ?? 4391);

/** Where an author writes, and how it is served. */
interface Place {
  readonly name: string;
  readonly folder: string;
  readonly command: readonly string[];
  /** The folder that has lessons/ and networks/. */
  readonly content: string;
  readonly lesson: string;
  /** A sentence of the lesson, which is changed. */
  readonly sentence: string;
  readonly network: string;
  /** A text of the network that the page shows, and another for it. */
  readonly value: string;
  other(i: number): string;
}

mkdirSync('.astro', { recursive: true });
const parent = mkdtempSync(resolve('.astro/bench-dev-'));

const thisSite = (): Place => {
  const folder = join(parent, 'site');
  for (const part of ['src', 'content', 'public', 'astro.config.mjs', 'package.json', 'tsconfig.json'])
    cpSync(part, join(folder, part), { recursive: true });
  return {
    name: 'this site',
    folder,
    command: [resolve('node_modules/astro/bin/astro.mjs'), 'dev'],
    content: join(folder, 'content'),
    lesson: '04-reading-the-nat-table',
    sentence: 'Five chains, four rules.',
    network: 'laptop',
    value: '192.168.1.60',
    other: (i) => `192.168.1.${100 + i}`,
  };
};

const courseOfItsOwn = async (): Promise<Place> => {
  const folder = join(parent, 'course');
  const command = join(await makePackage(), 'cli', 'four-tables.mjs');
  const { status, stderr } = spawnSync(process.execPath, [command, 'new-course', folder], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return {
    name: 'a course of its own',
    folder,
    command: [command, 'dev'],
    content: folder,
    lesson: '01-a-first-lesson',
    sentence: 'The rule drops pings.',
    network: 'classroom',
    value: '192.0.2.99',
    other: (i) => `192.0.2.${100 + i}`,
  };
};

/** Resolves once the page has a text, or has it no longer; gives the time since `begun`. A reload comes in between. */
const seen = async (page: Page, text: string, there: boolean, begun: number): Promise<number> => {
  for (;;) {
    const found = await page
      .evaluate(
        (wanted) =>
          document.querySelector('main') && document.readyState !== 'loading'
            ? document.body.textContent!.includes(wanted)
            : null,
        text,
      )
      .catch(() => null);
    if (found === there) return performance.now() - begun;
    if (performance.now() - begun > 60_000) throw new Error(`after a minute: ${text} ${there}`);
    await page.waitForTimeout(50);
  }
};

/** Seconds that processors gave to a process and to those that it began; 0 where the system does not say. */
const processorOf = (pid: number): number => {
  try {
    const of = `/proc/${pid}`;
    const [user, system] = readFileSync(`${of}/stat`, 'utf8').split(') ')[1]!.split(' ').slice(11, 13);
    const children = readFileSync(`${of}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
    return (
      (Number(user) + Number(system)) / 100 + children.reduce((sum, c) => sum + processorOf(Number(c)), 0)
    );
  } catch {
    return 0;
  }
};

/** What a change took until it was seen. */
interface Took {
  readonly seconds: number;
  /** Of all processors, for the server alone: the same on a busy machine. */
  readonly processor: number;
}

/** Makes each change so many times; what each took, by its name. */
const measure = async (page: Page, place: Place, server: number): Promise<ReadonlyMap<string, Took[]>> => {
  const found = new Map<string, Took[]>();
  const change = async (name: string, file: string, text: string, shown: string, there = true) => {
    // What the last change began has to be over.
    await page.waitForTimeout(2000);
    const [begun, before] = [performance.now(), processorOf(server)];
    writeFileSync(file, text);
    const seconds = (await seen(page, shown, there, begun)) / 1000;
    found.set(name, [...(found.get(name) ?? []), { seconds, processor: processorOf(server) - before }]);
  };
  const lesson = join(place.content, 'lessons', `${place.lesson}.mdx`);
  const network = join(place.content, 'networks', `${place.network}.yaml`);
  const [good, whole] = [readFileSync(lesson, 'utf8'), readFileSync(network, 'utf8')];
  if (!good.includes(place.sentence) || !whole.includes(place.value))
    throw new Error(`${place.name} has another text`);
  for (let i = 0; i < times; i++) {
    const sentence = `Sentence number ${i}.`;
    await change('a sentence', lesson, good.replace(place.sentence, sentence), sentence);
    const title = `Exercise number ${i}`;
    const renamed = good.replace(/^(:::\w+\[)[^\]]+/m, (_, before: string) => `${before}${title}`);
    await change('the title of an exercise', lesson, renamed, title);
    const mistake = 'braces are code in MDX';
    await change('a mistake', lesson, good.replace(place.sentence, '{80,443} rules.'), mistake);
    await change('the mistake corrected', lesson, good, mistake, false);
    const other = place.other(i);
    await change('a network', network, whole.replace(place.value, other), other);
    await change('the network as it was', network, whole, other, false);
    const fresh = join(place.content, 'lessons', `${20 + i}-new-${i}.mdx`);
    const named = `Lesson that is new ${i}`;
    await change('a new lesson, in the menu', fresh, good.replace(/^title: .*$/m, `title: ${named}`), named);
  }
  return found;
};

const run = async (place: Place) => {
  const server = spawn(process.execPath, [...place.command, '--port', String(port)], {
    cwd: place.folder,
    stdio: ['ignore', process.env['SERVER_LOG'] ? 'inherit' : 'ignore', 'inherit'],
    env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1' },
  });
  const browser = await launch();
  try {
    const page = await browser.newPage();
    const address = `http://localhost:${port}/lessons/${place.lesson.replace(/^\d+-/, '')}/`;
    const begun = performance.now();
    while (
      !(await fetch(address).then(
        (r) => r.ok,
        () => false,
      ))
    )
      await new Promise((done) => setTimeout(done, 200));
    const first = performance.now() - begun;
    await page.goto(address);
    await seen(page, place.sentence, true, performance.now());
    // Vite finds packages as the page asks for them, and loads it again.
    await page.waitForTimeout(8000);
    const found = await measure(page, place, server.pid!);
    console.log(`\n### ${place.name}\n\nThe first page came after ${(first / 1000).toFixed(1)} s.\n`);
    console.log(
      '| written | median (s) | fastest | slowest | processor of the server, median (s) |\n| --- | ---: | ---: | ---: | ---: |',
    );
    for (const [name, took] of found) {
      const seconds = took.map((t) => t.seconds).sort((a, b) => a - b);
      const processor = took.map((t) => t.processor).sort((a, b) => a - b);
      const cells = [
        seconds[seconds.length >> 1]!,
        seconds[0]!,
        seconds.at(-1)!,
        processor[processor.length >> 1]!,
      ];
      console.log(`| ${name} | ${cells.map((c) => c.toFixed(2)).join(' | ')} |`);
    }
  } finally {
    await browser.close();
    server.kill();
    await new Promise((done) => server.once('close', done));
  }
};

try {
  const only = process.argv[2];
  if (only !== 'course') await run(thisSite());
  if (only !== 'site') await run(await courseOfItsOwn());
} finally {
  rmSync(parent, { recursive: true, force: true });
}
