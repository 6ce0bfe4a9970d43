/**
 * The vendor's host, played: its page in the frame, over the protocol its module speaks, and a machine of
 * child processes behind it.
 */
import type { Page, Route } from '@playwright/test';
import { build } from 'esbuild';
import type { Running, Tree } from '../../src/container/container.ts';
import { localContainer } from '../../src/container/local.ts';

/** How the host behaves: boots a machine, or refuses to. */
export type Manner = 'boots' | 'refuses';

const frameScript = (manner: Manner): string => `
import { Comlink } from './node_modules/@webcontainer/api/dist/vendor/index.js';
const { proxy, expose } = Comlink;
const bytes = new TextEncoder();
const plain = (d) => Object.fromEntries(Object.entries(d.d).map(([name, e]) => [name, e.f ? e.f.c : plain(e)]));
const listeners = [];
window.fail = (message) => listeners.forEach((l) => l({ message }));
const fs = {
  readFile: (path) => machine('read', path), writeFile: (path, text) => machine('write', path, text),
  readdir: async (path) => (await machine('list', path)).map(({ name, kind }) => ({ name, 'Symbol(type)': kind === 'file' ? 1 : kind === 'folder' ? 2 : 0 })),
  watch: async (folder, _options, changed) => { (async () => { for (;;) { await machine('changed', folder); changed('rename', folder); } })(); return proxy({ close: async () => {} }); },
};
const instance = {
  fs: async () => proxy(fs), previewScript: async () => proxy({}), runtimeInfo: async () => ({ path: '/usr/bin', cwd: await machine('folder') }),
  loadFiles: (payload) => machine('mount', plain(JSON.parse(new TextDecoder().decode(payload)))),
  on: async (event, listener) => { if (event === 'error') listeners.push(listener); return proxy(() => {}); },
  run: async ({ command, args }, _out, _err, output) => {
    const id = await machine('spawn', command, args);
    (async () => { for (;;) { const text = await machine('next', id); if (text === null) return output(null); await output(bytes.encode(text.replaceAll('\\n', '\\r\\n'))); } })();
    return proxy({ onExit: machine('exit', id), write: (text) => machine('input', id, text.replaceAll('\\r', '\\n')), resize: async () => {}, kill: async () => {} });
  },
  teardown: async () => {},
};
const { port1, port2 } = new MessageChannel();
expose({ build: async () => { ${manner === 'refuses' ? "throw new Error('no room for another machine')" : ''}; return proxy(instance); } }, port1);
parent.postMessage({ type: 'init' }, '*', [port2]);
`;

/** The answer of the vendor's host. */
export const answer = async (route: Route, manner: Manner): Promise<void> => {
  const { outputFiles } = await build({
    stdin: { contents: frameScript(manner), resolveDir: '.' },
    bundle: true,
    write: false,
    format: 'esm',
    logLevel: 'error',
  });
  const headers = {
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'Cross-Origin-Resource-Policy': 'cross-origin',
  };
  await route
    .fulfill({
      contentType: 'text/html',
      headers,
      body: `<!doctype html><title>played</title><script type="module">${outputFiles[0]!.text}</script>`,
    })
    .catch(() => {});
};

/** Gives the page's frames a machine. `gone` plays that it answers no more; `end` takes it away. */
export const machineFor = async (page: Page): Promise<{ gone: () => void; end: () => Promise<void> }> => {
  const local = localContainer();
  const running: { readonly process: Running; readonly output: ReadableStreamDefaultReader<string> }[] = [];
  let there = true;
  const never = () => new Promise<never>(() => {});
  const acts: Readonly<Record<string, (first: never, second: never) => unknown>> = {
    folder: () => local.folder,
    mount: (tree: Tree) => local.mount(tree),
    read: (path: string) => local.read(path),
    write: (path: string, text: string) => local.write(path, text),
    list: (path: string) => local.list(path),
    changed: (folder: string) =>
      new Promise<void>((done) => {
        const end = local.watch(folder, () => {
          end();
          done();
        });
      }),
    spawn: async (program: string, args: string[]) => {
      // The real machine has a shell of its own, and nobody's /etc.
      const process =
        program === 'jsh'
          ? await local.spawn('bash', [])
          : await local.spawn(
              program,
              args.map((a) => a.replace('setup(true)', 'setup(false)')),
            );
      return running.push({ process, output: process.output.getReader() }) - 1;
    },
    next: async (id: number) => (await running[id]!.output.read()).value ?? null,
    exit: (id: number) => running[id]!.process.exit,
    input: (id: number, text: string) => running[id]!.process.write(text),
  };
  await page.exposeBinding('machine', (_, act: string, first: unknown, second: unknown) =>
    there ? acts[act]!(first as never, second as never) : never(),
  );
  return {
    gone: () => {
      there = false;
    },
    end: () => local.teardown(),
  };
};
