import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, watch, writeFileSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Container, Running, Tree } from './container.ts';

const write = (folder: string, tree: Tree): void => {
  mkdirSync(folder, { recursive: true });
  for (const [name, entry] of Object.entries(tree))
    if (typeof entry === 'string') writeFileSync(join(folder, name), entry);
    else write(join(folder, name), entry);
};

/**
 * A container of child processes in a temporary directory of this machine, for tests and for trying things
 * without the vendor. It isolates nothing, and a process gets pipes: COLUMNS and LINES say its terminal's
 * size as it began.
 */
export const localContainer = (): Container & { readonly folder: string } => {
  const folder = mkdtempSync(join(tmpdir(), 'four-tables-container-'));
  const running = new Set<ChildProcess>();
  const watching = new Set<() => void>();
  const below = (path: string): string => join(folder, path);
  return {
    folder,
    async mount(tree) {
      write(folder, tree);
    },
    spawn(program, args, { terminal } = {}) {
      const child = spawn(program, args, {
        cwd: folder,
        env: {
          ...process.env,
          PATH: `${below('bin')}:${dirname(process.execPath)}:/usr/bin:/bin`,
          ...(terminal ? { COLUMNS: String(terminal.cols), LINES: String(terminal.rows) } : {}),
        },
      });
      const exit = new Promise<number>((done) =>
        child.on('close', (code, signal) => {
          running.delete(child);
          done(code ?? (signal === 'SIGKILL' ? 137 : 143));
        }),
      );
      const output = new ReadableStream<string>({
        start(to) {
          const print = (text: string) => to.enqueue(text);
          child.stdout.setEncoding('utf8').on('data', print);
          child.stderr.setEncoding('utf8').on('data', print);
          child.on('close', () => to.close());
        },
      });
      // A process that is gone reads nothing.
      child.stdin.on('error', () => {});
      return new Promise<Running>((done, fail) => {
        child.on('error', fail);
        child.on('spawn', () => {
          running.add(child);
          done({
            exit,
            output,
            write: (text) => void child.stdin.write(text),
            resize() {},
            kill: () => void child.kill(),
          });
        });
      });
    },
    read: (path) => readFile(below(path), 'utf8'),
    write: (path, text) => writeFile(below(path), text),
    list: async (path) =>
      (await readdir(below(path), { withFileTypes: true })).map((e) => ({
        name: e.name,
        kind: e.isFile() ? 'file' : e.isDirectory() ? 'folder' : 'other',
      })),
    watch(path, changed) {
      const watcher = watch(below(path), () => changed());
      const end = () => {
        watching.delete(end);
        watcher.close();
      };
      watching.add(end);
      return end;
    },
    onLost() {},
    async teardown() {
      for (const end of watching) end();
      const ended = [...running].map((child) => new Promise((done) => child.on('close', done)));
      for (const child of running) child.kill('SIGKILL');
      await Promise.all(ended);
      rmSync(folder, { recursive: true });
    },
  };
};
