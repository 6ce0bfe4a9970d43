import type { FileSystemTree, WebContainer } from '@webcontainer/api';
import type { Container, Tree } from './container.ts';

/** As much of `@webcontainer/api` as is used here. */
export interface Vendor {
  readonly WebContainer: {
    boot(options: { readonly coep: 'require-corp'; readonly workdirName: string }): Promise<Booted>;
  };
}
/** One booted container of the vendor's. */
export type Booted = Pick<WebContainer, 'mount' | 'spawn' | 'on' | 'path' | 'workdir' | 'teardown'> & {
  readonly fs: Pick<WebContainer['fs'], 'readFile' | 'writeFile' | 'readdir' | 'watch'>;
};

const filesOf = (tree: Tree): FileSystemTree =>
  Object.fromEntries(
    Object.entries(tree).map(([name, entry]) => [
      name,
      typeof entry === 'string' ? { file: { contents: entry } } : { directory: filesOf(entry) },
    ]),
  );

/**
 * A container in this tab, which the vendor's page runs in a frame. Never settles where its host cannot be
 * reached, and can be had once at a time: give it a time limit, and reload the page afterwards.
 */
export const webContainer = async (vendor: Vendor): Promise<Container> => {
  const booted = await vendor.WebContainer.boot({ coep: 'require-corp', workdirName: 'lab' });
  const losing: ((why: string) => void)[] = [];
  let lost: string | null = null;
  booted.on('error', ({ message }) => {
    if (lost !== null) return;
    lost = message;
    for (const lose of losing) lose(message);
  });
  return {
    mount: (tree) => booted.mount(filesOf(tree)),
    async spawn(program, args, { terminal } = {}) {
      const child = await booted.spawn(program, [...args], {
        env: { PATH: `${booted.workdir}/bin:${booted.path}` },
        ...(terminal ? { terminal } : {}),
      });
      const input = child.input.getWriter();
      return {
        exit: child.exit,
        output: child.output,
        write: (text) => void input.write(text).catch(() => {}),
        resize: (size) => child.resize(size),
        kill: () => child.kill(),
      };
    },
    read: (path) => booted.fs.readFile(path, 'utf-8'),
    write: (path, text) => booted.fs.writeFile(path, text),
    list: async (folder) =>
      (await booted.fs.readdir(folder, { withFileTypes: true })).map((e) => ({
        name: e.name,
        kind: e.isFile() ? 'file' : e.isDirectory() ? 'folder' : 'other',
      })),
    watch(folder, changed) {
      const watcher = booted.fs.watch(folder, () => changed());
      return () => watcher.close();
    },
    onLost(lose) {
      if (lost === null) losing.push(lose);
      else lose(lost);
    },
    async teardown() {
      lost ??= '';
      booted.teardown();
    },
  };
};
