/** A learning management system for the tests: scorm-again keeps what a package tells, and a server keeps it between sittings. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { type BrowserContext, expect, type Frame, type Page } from '@playwright/test';

const scormAgain = createRequire(import.meta.url).resolve('scorm-again/scorm12/min');

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** How the package is shown: in frames inside the page that has the API, or in a window that this page opens. */
export type Showing = 'frames' | 'window';

const page = (body: string) => `<!doctype html><title>LMS</title>${body}`;
const frameOf = (address: string) =>
  `<iframe src="${address}" style="width: 100%; height: 900px; border: 0"></iframe>`;

/** Has the API. `given` is what the server kept. A system may know no lesson_mode. */
const outermost = (given: string, lessonMode: boolean, show: string) =>
  page(`<script src="/scorm12.js"></script><script>
    API = new Scorm12API({ autocommit: false, logLevel: 5, lmsCommitUrl: '/commit', dataCommitFormat: 'json' });
    API.loadFromJSON(${given}, '');
    if (${!lessonMode}) {
      const LMSGetValue = API.LMSGetValue.bind(API);
      API.LMSGetValue = (name) => (name === 'cmi.core.lesson_mode' ? '' : LMSGetValue(name));
    }
  </script>${show}`);

/** What SCORM 1.2 calls cmi, as it was sent. */
export interface Cmi {
  readonly suspend_data: string;
  readonly core: {
    readonly lesson_status: string;
    readonly lesson_location: string;
    readonly session_time: string;
    readonly exit: string;
    readonly score: { readonly raw: string };
  };
}

/** Serves a package below a folder of its own. */
export const startLms = async (files: ReadonlyMap<string, Buffer>) => {
  let kept: { readonly cmi: Cmi } | null = null;
  let commits = 0;
  let lessonMode = true;
  const folder = '/content/17/mod scorm/';
  /** What a sitting begins with: a system gives back what it records, and not all that it was sent. */
  const given = (): string => {
    const { suspend_data = '', core } = kept?.cmi ?? {};
    const { lesson_status = '', lesson_location = '' } = core ?? {};
    return JSON.stringify({ suspend_data, core: { student_id: 'ada', lesson_status, lesson_location } });
  };
  const answers: Readonly<Record<string, () => string | Buffer>> = {
    '/scorm12.js': () => readFileSync(scormAgain),
    '/frames': () => outermost(given(), lessonMode, frameOf('/player')),
    '/window': () =>
      outermost(given(), lessonMode, `<button onclick="window.open('/player')">Open the course</button>`),
    '/player': () => page(frameOf('/inner')),
    '/inner': () => page(frameOf(`${encodeURI(folder)}index.html`)),
  };
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://lms').pathname);
    if (path === '/commit') {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        kept = JSON.parse(Buffer.concat(chunks).toString()) as typeof kept;
        commits++;
        response.setHeader('Content-Type', 'application/json').end('{"result":true,"errorCode":0}');
      });
      return;
    }
    const file = path.startsWith(folder) ? files.get(path.slice(folder.length)) : undefined;
    const answer = file ?? answers[path]?.();
    if (answer === undefined) response.writeHead(404).end();
    else response.setHeader('Content-Type', types[extname(path)] ?? 'text/html').end(answer);
  });
  await new Promise<void>((done) => server.listen(0, 'localhost', done));
  const root = `http://localhost:${(server.address() as AddressInfo).port}/`;
  return {
    address: (showing: Showing) => root + showing,
    /** What the package sent last. */
    kept: () => kept?.cmi ?? null,
    commits: () => commits,
    keep: (cmi: object | null) => {
      kept = cmi as typeof kept;
    },
    setLessonMode: (has: boolean) => {
      lessonMode = has;
    },
    close: () => server.close(),
  };
};

export type Lms = Awaited<ReturnType<typeof startLms>>;

/** Opens the package as a learner does; gives the frame of its lessons. Anything that goes wrong there is kept. */
export const openPackage = async (
  context: BrowserContext,
  lms: Lms,
  showing: Showing,
): Promise<{ readonly page: Page; readonly lessons: () => Frame; readonly wrong: readonly string[] }> => {
  const wrong: string[] = [];
  context.on('weberror', (error) => wrong.push(error.error().message));
  context.on('response', (response) => {
    if (response.status() >= 400 && !response.url().endsWith('/favicon.ico')) wrong.push(response.url());
  });
  let page = await context.newPage();
  await page.goto(lms.address(showing));
  if (showing === 'window')
    [page] = await Promise.all([page.waitForEvent('popup'), page.getByRole('button').click()]);
  const lessons = () => page.frames().find((frame) => frame.parentFrame()?.url().endsWith('/index.html'))!;
  await expect.poll(() => lessons()?.url()).toMatch(/\.html$/);
  return { page, lessons, wrong };
};
